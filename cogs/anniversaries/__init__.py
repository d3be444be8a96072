"""Anniversaries: what happened on this day, posted once, at the hour a server chose."""
