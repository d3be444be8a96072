"""Reads raw articles and drafts entries from them, for a person to finish."""
