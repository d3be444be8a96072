"""The file of anniversaries and promised dates for calendar programs."""
