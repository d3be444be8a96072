"""Proposals and what belongs to them: drafts, question reports and overrides, announcements."""
