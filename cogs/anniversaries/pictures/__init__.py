"""The picture of the anniversaries of one day."""
