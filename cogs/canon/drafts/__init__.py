"""Drafts of news, quotes, facts and questions, and the entries that they give."""
