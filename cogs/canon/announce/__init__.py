"""Announces accepted news in the channel that a guild chose for it, exactly once."""
