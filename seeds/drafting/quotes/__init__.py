"""Recognises direct speech in an article, and attributes it to speakers."""
