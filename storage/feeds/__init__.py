"""Feeds, the guilds that watch them, the items found in them, and rules about those."""
