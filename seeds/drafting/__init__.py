"""Extracts quotes, dates and people from plain-text articles, as a draft of a pack's entries."""
