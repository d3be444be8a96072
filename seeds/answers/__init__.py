"""Matches typed answers: normalizes text, reads numbers and allows for misspellings."""
