"""The settings of guilds, without those of scheduled posts."""

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
    """The settings of one guild, with defaults for those that no admin has changed.

    Ids may be those of deleted channels and roles.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", validate_default=True)

    zone: str = "UTC"
    """The key, in the tz database, of the time zone that the guild's days are in."""
    language: str = "en-US"
    """The language tag for dates."""
    news_channel_id: int | None = None
    """The channel in which a new status is announced, None for no announcements."""
    reviewer_role_id: int | None = None
    """The role whose members may review entries, as those who manage the guild may."""
    review_channel_id: int | None = None
    """The channel in which reviewers are told that proposals wait, None for a notice to admins."""
    trivia_channel_ids: tuple[int, ...] = ()
    """The channels in which games may be played; empty means all."""
    trivia_max_rounds: Annotated[int, Field(ge=1, le=30)] = 30
    trivia_max_games: Annotated[int, Field(ge=1, le=30)] = 30
    """The most games that run at the same time."""
    asks_lists_always: bool = False
    """Whether games without a topic and daily questions ask questions of imported lists too."""
    entries_a_day: Annotated[int, Field(ge=0, le=100)] = 10
    """The most proposals that one member may make within 24 hours."""
    entries_waiting: Annotated[int, Field(ge=1, le=1_000)] = 100
    """The most proposals that may wait for a decision at the same time."""
    publishes_news: bool = True
    """Whether announced news is published to the servers that follow its channel."""
    publishes_anniversaries: bool = True
    """Whether anniversaries are published to the servers that follow their channel."""
    shows_links: bool = True
    """Whether sources that members added are shown with their links."""


DEFAULT_SETTINGS = GuildSettings()
_SELECT = "SELECT body, zone FROM server_settings WHERE guild_id = ?"


class GuildSettingsTable:
    """The repository of guild settings, which caches them."""

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
            # A row that was read while a transaction changed it may be out of date.
            if self._invalidations == started:
                self._add_to_cache(guild_id, settings)
        return self._cache[guild_id]

    async def update(self, guild_id: int, **changes: Any) -> GuildSettings:
        """Change some fields and return all settings. Raises pydantic's ValidationError."""
        async with self._database.transaction() as transaction:
            return await self.update_in(transaction, guild_id, **changes)

    async def update_in(
        self, transaction: Transaction, guild_id: int, **changes: Any
    ) -> GuildSettings:
        """Do as `update` does, as a part of `transaction`."""
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
        """Remove a guild from the cache, so that its row is read again."""
        self._invalidations += 1
        self._cache.pop(guild_id, None)

    def invalidate_all(self) -> None:
        """Remove all guilds from the cache."""
        self._invalidations += 1
        self._cache.clear()

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
