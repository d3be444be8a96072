"""What the admins of a guild chose for it, beside the schedules of its posts."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import from_json

from storage.database import Database, Row, Transaction

MAX_CACHED = 5_000
"""Guilds whose settings stay in memory once read."""


class GuildSettings(BaseModel):
    """The choices of one guild; the defaults hold until an admin chooses.

    Channels and roles are ids, and may be gone by the time they are used.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", validate_default=True)

    zone: str = "UTC"
    """The key of a time zone of the tz database: where the guild's days begin."""
    language: str = "en-GB"
    """How dates read, as a language tag."""
    news_channel_id: int | None = None
    """Where a changed status is announced; None is nowhere."""
    reviewer_role_id: int | None = None
    """Whose members may review entries, beside those who manage the guild."""
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
_SELECT = "SELECT body, zone FROM server_settings WHERE guild_id = ?"


class GuildSettingsTable:
    """The settings of every guild, in memory once read."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._cache: OrderedDict[int, GuildSettings] = OrderedDict()
        self._invalidations = 0
        database.add_guild_listener(self.invalidate)

    async def get(self, guild_id: int | None) -> GuildSettings:
        """Return the settings of a guild, the defaults for None (direct messages)."""
        if guild_id is None:
            return DEFAULT_SETTINGS
        while guild_id not in self._cache:
            started = self._invalidations
            settings = _parse(await self._database.fetch(_SELECT, (guild_id,)))
            # A row that was read while it changed may be the old one.
            if self._invalidations == started:
                self._add_to_cache(guild_id, settings)
        return self._cache[guild_id]

    async def update(self, guild_id: int, **changes: Any) -> GuildSettings:
        """Store some fields and return all; raises ValidationError, storing nothing."""
        async with self._database.transaction() as transaction:
            return await self.update_in(transaction, guild_id, **changes)

    async def update_in(
        self, transaction: Transaction, guild_id: int, **changes: Any
    ) -> GuildSettings:
        """Do the same as a part of `transaction`."""
        old = _parse(await transaction.fetch(_SELECT, (guild_id,)))
        settings = GuildSettings.model_validate({**old.model_dump(), **changes})
        await transaction.fetch(
            "INSERT INTO server_settings (guild_id, body, zone) VALUES (?, ?, ?)"
            " ON CONFLICT (guild_id) DO UPDATE SET body = excluded.body, zone = excluded.zone",
            (guild_id, settings.model_dump_json(exclude={"zone"}), settings.zone),
        )
        transaction.on_commit(partial(self._replace, guild_id, settings))
        return settings

    def invalidate(self, guild_id: int) -> None:
        """Read the guild's row again the next time."""
        self._invalidations += 1
        self._cache.pop(guild_id, None)

    def _replace(self, guild_id: int, settings: GuildSettings) -> None:
        self.invalidate(guild_id)
        self._add_to_cache(guild_id, settings)

    def _add_to_cache(self, guild_id: int, settings: GuildSettings) -> None:
        self._cache[guild_id] = settings
        if len(self._cache) > MAX_CACHED:
            self._cache.popitem(last=False)


def _parse(rows: list[Row]) -> GuildSettings:
    if not rows:
        return DEFAULT_SETTINGS
    [(body, zone)] = rows
    return GuildSettings.model_validate({**from_json(body), "zone": zone})
