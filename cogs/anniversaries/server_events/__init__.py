"""Anniversaries and promised dates as scheduled events of a guild."""
