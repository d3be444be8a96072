"""Extracts quotes, dates and people from English articles, as a draft of a pack's entries."""
