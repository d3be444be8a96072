"""The installed distribution: `bot`, `cogs`, `seeds` and `storage` are in this folder."""
