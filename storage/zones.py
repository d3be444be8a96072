"""The time zone of a server: the one its admins chose for scheduled posts, else UTC."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from storage.database import Database


class Zones:
    """Zones by audience: a server, or one direct-message channel, which has none of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, audience_id: int) -> ZoneInfo:
        """Where the audience's days begin."""
        rows = await self._database.fetch(
            "SELECT zone FROM schedule WHERE guild_id = ? ORDER BY kind LIMIT 1", (audience_id,)
        )
        return ZoneInfo(rows[0][0] if rows else "UTC")
