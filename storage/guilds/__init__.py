"""Data about guilds themselves: their settings, and whether the bot is in them."""
