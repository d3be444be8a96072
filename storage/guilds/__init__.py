"""What belongs to a guild as a whole: its settings, and whether the bot is still a member of it."""
