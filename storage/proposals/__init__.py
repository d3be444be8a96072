"""What members propose and report: drafts, proposals, question reports, the overrides that answer
them, and the announcements of accepted news.
"""
