"""Parses what is typed into the forms of drafts."""
