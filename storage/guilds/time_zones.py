"""The time zone of a server: the one its admins chose for scheduled posts, else UTC."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo

from storage.database import Database


@cache
def get_time_zone(key: str) -> ZoneInfo:
    """The zone of the tz database with this name, read from its file once.

    The library itself keeps only the eight used last. Raises ZoneInfoNotFoundError.
    """
    return ZoneInfo(key)


class GuildTimeZones:
    """Zones by audience: a server, or one direct-message channel, which has none of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, audience_id: int) -> ZoneInfo:
        """Where the audience's days begin."""
        rows = await self._database.fetch(
            "SELECT zone FROM schedule WHERE guild_id = ? ORDER BY kind LIMIT 1", (audience_id,)
        )
        return get_time_zone(rows[0][0] if rows else "UTC")
