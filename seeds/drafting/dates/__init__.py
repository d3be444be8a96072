"""Recognises the dates that an article names, and resolves them to calendar dates."""
