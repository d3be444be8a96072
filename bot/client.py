"""The Discord client: which extensions it loads, what it may cache, how it starts and ends."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot.command_sync import sync_commands
from bot.errors import handle_error
from bot.scheduling.scheduler import Scheduler
from bot.setup.registry import SetupRegistry
from bot.ui.locale import activate_language
from seeds.folding import fold
from seeds.pack import Manifest
from storage.store import Store

log = logging.getLogger(__name__)

EXTENSIONS = (
    "cogs.status",
    "cogs.timeline",
    "cogs.quotes",
    "cogs.facts",
    "cogs.about",
    "cogs.anniversaries",
    "cogs.trivia",
    "cogs.canon",
    "cogs.privacy",
    "cogs.setup",
)

DATABASE_CHECK_INTERVAL = timedelta(hours=1)
"""How often to look whether the database is still where it was."""
Clock = Callable[[], datetime]
"""Gives the current instant, aware, in UTC."""
AnswerMatcher = Callable[[str, Sequence[str]], str | None]
"""Gives the accepted answer that a typed one counts as, None when it does not count."""


class BotCommandTree(app_commands.CommandTree["FanBot"]):
    """Answers every failed command with one sentence, and each server in its language."""

    async def interaction_check(self, interaction: discord.Interaction[FanBot], /) -> bool:
        # The library hands on only what a command raises; from here nobody would hear of it.
        try:
            await activate_language(interaction)
        except Exception as error:
            await handle_error(interaction, error)
            return False
        return True

    async def on_error(
        self, interaction: discord.Interaction[FanBot], error: app_commands.AppCommandError
    ) -> None:
        await handle_error(interaction, error)


class FanBot(commands.AutoShardedBot):
    """A bot that speaks from one loaded canon.

    `shard_count` is left to the platform when None. Whoever opened the store closes it, after.
    """

    def __init__(
        self,
        *,
        store: Store,
        manifest: Manifest,
        clock: Clock,
        dev_guild: int | None = None,
        message_content: bool = False,
        shard_count: int | None = None,
        posts_per_second: int = 30,
        trivia_grace: float = 0.5,
    ) -> None:
        # The bot has no voice; owners need not read at every start that it lacks one.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=BotCommandTree,
            intents=_build_intents(message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            shard_count=shard_count,
        )
        self.dev_guild = dev_guild
        self.store = store
        self.manifest = manifest
        self.clock = clock
        self.colour = discord.Colour.from_str(manifest.colour)
        self.scheduler = Scheduler(self, posts_per_second, random.Random())
        self.setup_registry = SetupRegistry()
        self.trivia_grace = trivia_grace
        self.match_answer: AnswerMatcher = _match_folded_answer
        """Whoever plays with typed answers puts their own judgement here."""
        self._topics = {topic.slug: topic.name for topic in manifest.topics}

    async def setup_hook(self) -> None:
        for extension in EXTENSIONS:
            await self.load_extension(extension)
        self._restrict_guild_only_commands()
        self.scheduler.periodic_jobs.register(
            "looking for the database", self._check_database_file, DATABASE_CHECK_INTERVAL
        )
        await self._sync_commands()

    async def _check_database_file(self, _now: datetime) -> bool:
        database = self.store.database
        if not database.is_file_present():
            log.error(
                "%s was deleted or replaced while the bot runs, and what it learns now is lost when"
                " it stops: stop it, put a copy there, and start it again",
                database.path,
            )
        return True

    async def close(self) -> None:
        self.scheduler.stop()
        await super().close()

    def _restrict_guild_only_commands(self) -> None:
        """Offer what only servers have nowhere else: the tree's own contexts would add to them."""
        for command in self.tree.get_commands():
            if command.guild_only:
                command.allowed_contexts = app_commands.AppCommandContext(
                    guild=True, dm_channel=False, private_channel=False
                )

    async def _sync_commands(self) -> None:
        assert self.application_id is not None, "known once logged in"
        try:
            await sync_commands(
                self.tree, self.store.command_syncs, self.application_id, self.dev_guild
            )
        except discord.Forbidden:
            log.error("BOT_DEV_GUILD names a server that has not added this bot: commands not sent")
        except discord.HTTPException as failure:
            log.error("commands not sent, the next start tries again: %s", failure)

    def get_topic_name(self, slug: str) -> str:
        """How cards name a subject."""
        return self._topics.get(slug, slug)

    def today(self) -> date:
        """The current day in UTC, for ages of dated things."""
        return self.clock().date()

    async def on_message(self, _message: discord.Message, /) -> None:
        """Slash commands only: nothing typed in a channel is a command."""

    async def on_ready(self) -> None:
        log.info("ready as %s in %d servers", self.user, len(self.guilds))


def _match_folded_answer(typed: str, accepted: Sequence[str]) -> str | None:
    return next((one for one in accepted if fold(one) == fold(typed)), None)


def _build_intents(message_content: bool) -> discord.Intents:
    intents = discord.Intents(guilds=True)
    if message_content:
        intents.guild_messages = intents.dm_messages = intents.message_content = True
    return intents
