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


def list_part_shards(part: int, part_count: int, shard_count: int) -> range:
    """Return the neighbouring shards of one of `part_count` parts, which are numbered from 0.

    No part is empty unless there are fewer shards than parts.
    """
    return range(part * shard_count // part_count, (part + 1) * shard_count // part_count)
