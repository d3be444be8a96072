"""Looks for what keeps the bot from working, before members notice, and changes nothing."""
