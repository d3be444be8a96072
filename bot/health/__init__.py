"""Watches whether the bot works, tells others, and ends it when only a new start helps."""
