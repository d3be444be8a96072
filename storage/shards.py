"""Which guilds belong to this process."""

from __future__ import annotations

from typing import NamedTuple


class ShardSet(NamedTuple):
    """The shards of this process, out of `shard_count`; a guild's id determines its shard."""

    shard_ids: frozenset[int]
    shard_count: int

    def has_guild(self, guild_id: int) -> bool:
        """Return whether this process serves the guild."""
        return (guild_id >> 22) % self.shard_count in self.shard_ids


ALL_SHARDS = ShardSet(frozenset({0}), 1)
