"""What every feature may rely on: the base class of the client, and its interactions."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo

import discord
from discord import app_commands
from discord.ext import commands

from bot.clock_watch import Clock, ClockWatch, MonotonicClock
from bot.instrumentation.concerns import Concerns
from bot.instrumentation.observers import Observers
from bot.instrumentation.response_check import check_responses
from bot.packs.shown_pack import ShownPack, ShownPacks
from bot.parts.listener import PartListener
from bot.parts.request_gate import refuse_requests
from bot.pictures.renderer import PictureRenderer
from bot.settings import Settings
from bot.time_zones import get_time_zone
from storage.shards import ShardSet
from storage.store import Store

if TYPE_CHECKING:
    from bot.parts.part import Part

T = TypeVar("T")


class ResourceKey(Generic[T]):
    """The typed key of one shared object in `BotBase.resources`, compared by identity."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<ResourceKey {self.name}>"


class Resources:
    """Objects that a feature shares between its commands, buttons and jobs, by typed key."""

    def __init__(self) -> None:
        self._by_key: dict[ResourceKey[Any], Any] = {}

    def __getitem__(self, key: ResourceKey[T]) -> T:
        """Return the object; raises KeyError when its feature is not loaded."""
        return self._by_key[key]

    def __setitem__(self, key: ResourceKey[T], value: T) -> None:
        self._by_key[key] = value

    def __delitem__(self, key: ResourceKey[Any]) -> None:
        del self._by_key[key]

    def get(self, key: ResourceKey[T]) -> T | None:
        """Return the object, None when its feature is not loaded."""
        return self._by_key.get(key)


class GuildLocks:
    """One lock for each guild, held while something of it is read to be written back changed.

    A guild belongs to one process, so two admins at once meet here, or not at all.
    """

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def get(self, guild_id: int) -> asyncio.Lock:
        """Return the guild's lock, which is forgotten once no task holds or awaits it."""
        return self._locks.setdefault(guild_id, asyncio.Lock())


class BotBase(commands.AutoShardedBot):
    """A client with an open store and a loaded canon; `bot.client` adds what starts and runs it.

    `shard_count` is left to the platform when None; `clock` is held against `monotonic`, if there
    is one. `part` is None for a process that has all shards. The caller opened the store and closes
    it after the client.
    """

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        settings: Settings,
        tree_cls: type[app_commands.CommandTree[Any]] = app_commands.CommandTree,
        shard_count: int | None = None,
        monotonic: MonotonicClock | None = None,
        part: Part | None = None,
    ) -> None:
        # The bot has no voice; owners need not read at every start that it lacks one.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        clock_watch = ClockWatch(clock, monotonic)
        http_trace = clock_watch.build_trace()
        check_responses(http_trace)
        if part is not None:
            refuse_requests(http_trace, lambda: part.is_held)
        super().__init__(
            http_trace=http_trace,
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=tree_cls,
            intents=_select_intents(settings.message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            shard_count=shard_count,
        )
        self.part = part
        self.part_listeners: list[PartListener] = []
        self.store = store
        self.clock_watch = clock_watch
        self.clock = clock_watch.now
        self.settings = settings
        self.pictures = PictureRenderer(is_enabled=settings.pictures)
        self.packs = ShownPacks(store.canon, self.pictures)
        self.guild_locks = GuildLocks()
        self.resources = Resources()
        self.observers = Observers()
        self.concerns = Concerns()

    async def get_language(self, guild_id: int | None) -> str:
        """Return the language tag that a guild chose for its dates; the default without a guild."""
        return (await self.store.guild_settings.get(guild_id)).language

    async def get_time_zone(self, audience_id: int | None) -> ZoneInfo:
        """Return the time zone of a guild; UTC before its admins choose one.

        It is UTC as well for None and for the id of a direct-message channel.
        """
        return get_time_zone((await self.store.guild_settings.get(audience_id)).zone)

    async def today_in(self, audience_id: int | None) -> date:
        """Return the date at this moment in the time zone of `get_time_zone`."""
        return self.clock().astimezone(await self.get_time_zone(audience_id)).date()

    async def today_for(self, interaction: Interaction) -> date:
        """Return the date at this moment where the interaction takes place."""
        return await self.today_in(get_guild_id(interaction))

    @property
    def shard_set(self) -> ShardSet:
        """The shards that this process holds; without a part, those that have been connected."""
        shard_ids = self.shards if self.shard_ids is None else self.shard_ids
        return ShardSet(frozenset(shard_ids), self.shard_count or 1)

    @property
    def holds_part(self) -> bool:
        """Whether no other process can have the shards of this one now."""
        return self.part is None or self.part.is_held

    def is_connected(self) -> bool:
        """Return whether any shard of this process is connected."""
        return any(not shard.is_closed() for shard in self.shards.values())

    @property
    def does_common_work(self) -> bool:
        """Whether this process does what belongs to no guild: it has the first shard."""
        return self.shard_ids is None or 0 in self.shard_ids


Interaction: TypeAlias = discord.Interaction[BotBase]
"""A command, click or form as every feature receives it."""


def is_outside(interaction: Interaction) -> bool:
    """Return whether an interaction takes place where the bot is not.

    That is a guild that has not added it or a conversation of others, in which people use commands
    of an application that they have installed for themselves.
    """
    if interaction.guild_id is None:
        return interaction.context.private_channel
    return interaction.client.get_guild(interaction.guild_id) is None


def get_guild_id(interaction: Interaction) -> int | None:
    """Return the id of the guild whose settings and entries count.

    None in direct messages, and outside of the guilds that the bot is in.
    """
    return None if is_outside(interaction) else interaction.guild_id


def get_pack(interaction: Interaction) -> ShownPack:
    """Return the pack of the guild; the default one in direct messages and outside of guilds.

    For a click it is the pack that the card is about.
    """
    return interaction.client.packs.get(get_guild_id(interaction), get_former_slug(interaction))


def get_former_slug(interaction: Interaction) -> str:
    """Return the slug of the pack that a clicked card is about, "" for that of the guild now."""
    message, guild_id = interaction.message, get_guild_id(interaction)
    if message is None or guild_id is None:
        return ""
    shown_at = message.edited_at or message.created_at
    return interaction.client.store.canon.get_former_slug(guild_id, shown_at)


def _select_intents(message_content: bool) -> discord.Intents:
    intents = discord.Intents(guilds=True)
    if message_content:
        intents.guild_messages = intents.dm_messages = intents.message_content = True
    return intents
