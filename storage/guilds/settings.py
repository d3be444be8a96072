"""What a server chose for itself, beside the schedules of its posts."""

from __future__ import annotations

from collections import OrderedDict
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from storage.database import Database, Row

MAX_CACHED = 5_000
"""Servers whose settings stay in memory once read."""


class GuildSettings(BaseModel):
    """One server's choices; every default is what a server has that never chose.

    Numbers of channels and roles are ids; a channel or role that is gone is the reader's to notice.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", validate_default=True)

    language: str = "en-GB"
    """How dates read, as a language tag."""
    news_channel_id: int | None = None
    """Where a changed status is announced; None is nowhere."""
    reviewer_role_id: int | None = None
    """Whose members may review entries, beside those who manage the server."""
    trivia_channel_ids: tuple[int, ...] = ()
    """Where games may be played; empty is everywhere."""
    trivia_max_rounds: Annotated[int, Field(ge=1, le=30)] = 30
    trivia_max_games: Annotated[int, Field(ge=1, le=30)] = 30
    """Games at the same time."""
    entries_a_day: Annotated[int, Field(ge=0, le=100)] = 10
    """Proposals that one member may make within 24 hours."""
    entries_waiting: Annotated[int, Field(ge=1, le=1_000)] = 100
    """Proposals that may wait for a decision at the same time."""
    shows_links: bool = True
    """Whether the addresses of members' sources can be clicked."""


DEFAULT_SETTINGS = GuildSettings()
_SELECT = "SELECT body FROM server_settings WHERE guild_id = ?"


class GuildSettingsTable:
    """Settings by server, in memory once read."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._cache: OrderedDict[int, GuildSettings] = OrderedDict()

    async def get(self, guild_id: int | None) -> GuildSettings:
        """What a server chose; the defaults in direct messages."""
        if guild_id is None:
            return DEFAULT_SETTINGS
        if guild_id not in self._cache:
            read = _parse(await self._database.fetch(_SELECT, (guild_id,)))
            # Somebody may have changed it while it was read: theirs is newer.
            return self._cache.get(guild_id) or self._add_to_cache(guild_id, read)
        return self._cache[guild_id]

    async def update(self, guild_id: int, **changes: Any) -> GuildSettings:
        """Store some fields anew and give the whole; raises ValidationError, storing nothing."""
        async with self._database.transaction() as transaction:
            old = _parse(await transaction.fetch(_SELECT, (guild_id,)))
            settings = GuildSettings.model_validate({**old.model_dump(), **changes})
            await transaction.fetch(
                "INSERT INTO server_settings (guild_id, body) VALUES (?, ?)"
                " ON CONFLICT (guild_id) DO UPDATE SET body = excluded.body",
                (guild_id, settings.model_dump_json()),
            )
        return self._add_to_cache(guild_id, settings)

    def invalidate(self, guild_id: int) -> None:
        """Read a server's row again next time: somebody else has changed or deleted it."""
        self._cache.pop(guild_id, None)

    def _add_to_cache(self, guild_id: int, settings: GuildSettings) -> GuildSettings:
        self._cache[guild_id] = settings
        if len(self._cache) > MAX_CACHED:
            self._cache.popitem(last=False)
        return settings


def _parse(rows: list[Row]) -> GuildSettings:
    return GuildSettings.model_validate_json(rows[0][0]) if rows else DEFAULT_SETTINGS
