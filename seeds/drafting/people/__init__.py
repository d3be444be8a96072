"""Recognises the people whom an article names."""
