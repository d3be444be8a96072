"""A running game in a channel: its session, its cards and buttons, how it survives a restart."""
