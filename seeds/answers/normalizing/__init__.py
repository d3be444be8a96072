"""Writes text in one form: words, numbers, amounts, dates and symbols."""
