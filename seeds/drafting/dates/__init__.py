"""Finds the dates in an article and resolves them against its own date."""
