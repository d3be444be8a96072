"""The packs of the bot: what cards show of one, and where they come from."""
