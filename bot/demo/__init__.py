"""The demo: the bot in a simulated Discord, shown in a browser."""
