"""Judges typed answers: normalizes text, reads numbers, forgives misspellings."""
