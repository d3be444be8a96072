"""The status card: one message in a channel that always shows the newest status."""
