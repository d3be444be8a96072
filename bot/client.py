"""The Discord client that runs: its command tree, its extensions, its start and its end."""

from __future__ import annotations

import asyncio
import logging
import pkgutil
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.base import BotBase, get_guild_id
from bot.clock_watch import Clock, MonotonicClock
from bot.connection.cancellation import cancel_until_done
from bot.connection.command_sync import set_contexts, sync_commands
from bot.connection.interaction_gate import REMEMBERED, InteractionGate
from bot.errors import RefusedError
from bot.hosting.lost_data import require_known_data
from bot.instrumentation.concerns import Subject
from bot.instrumentation.interaction_reports import report_when_task_ends
from bot.markdown import escape
from bot.messaging.error_codes import is_permission_missing
from bot.messaging.outbox_relay import OUTBOX_RELAY, OutboxRelay
from bot.messaging.timeouts import acknowledge_if_late, cancel_acknowledgement
from bot.packs.loading import reload_packs
from bot.permissions import NOT_OUTSIDE, is_usable_at
from bot.publishing import JOB_NAME as PUBLISHING_JOB
from bot.publishing import Publisher
from bot.scheduling.permission_watch import PermissionWatchCog
from bot.scheduling.scheduler import SCHEDULER, Scheduler
from bot.settings import Settings
from bot.setup.registry import SETUP_REGISTRY, SetupRegistry
from bot.ui.dates import set_language
from bot.ui.error_replies import handle_error
from bot.ui.text import pluralize
from bot.welcome.tour import TOUR, Tour
from storage.store import Store

if TYPE_CHECKING:
    from bot.parts.part import Part

log = logging.getLogger(__name__)

GRACE_S = 1.0
"""How long a bot that is stopped answers those who click: their clicks are on their way."""
FEATURES = "cogs"
"""The package whose sub-packages are the extensions, one per feature."""
DATABASE_CHECK_INTERVAL = timedelta(hours=1)
"""How often to check that the database file still exists."""


class BotCommandTree(app_commands.CommandTree[BotBase]):
    """Sets the guild's language for each command, and answers failed ones with one sentence."""

    async def interaction_check(self, interaction: discord.Interaction[BotBase], /) -> bool:
        # The library hands only what a command raises to `on_error`, not what is raised here.
        if interaction.type is discord.InteractionType.application_command:
            acknowledge_if_late(interaction)
            report_when_task_ends(interaction)
        try:
            set_language(await interaction.client.get_language(get_guild_id(interaction)))
            command = interaction.command
            if command is not None and not is_usable_at(interaction, command):
                raise RefusedError(NOT_OUTSIDE)
        except Exception as error:
            await handle_error(interaction, error)
            return False
        return True

    async def on_error(
        self, interaction: discord.Interaction[BotBase], error: app_commands.AppCommandError
    ) -> None:
        try:
            await handle_error(interaction, error)
        finally:
            cancel_acknowledgement(interaction)


class FanBot(BotBase):
    """The client that runs: it loads features, schedules posts and syncs commands."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        settings: Settings,
        shard_count: int | None = None,
        may_be_new: bool = True,
        monotonic: MonotonicClock | None = None,
        part: Part | None = None,
    ) -> None:
        """Unless `may_be_new`, refuse to start with an empty database when the bot ran before."""
        super().__init__(
            store=store,
            clock=clock,
            settings=settings,
            tree_cls=BotCommandTree,
            shard_count=shard_count,
            monotonic=monotonic,
            part=part,
        )
        self._may_be_new = may_be_new
        self.scheduler = Scheduler(self, settings.posts_per_second, random.Random())
        self.resources[SCHEDULER] = self.scheduler
        self.resources[OUTBOX_RELAY] = OutboxRelay(self)
        self._gate = InteractionGate(
            self._connection, store.handled_interactions, lambda: self.holds_part
        )
        self._sync_task: asyncio.Task[None] | None = None
        self.publisher = Publisher(self)
        self._icons_task: asyncio.Task[None] | None = None
        self._reloading_packs = asyncio.Lock()
        store.canon.add_load_listener(lambda: self.dispatch("packs_loaded"))
        self.resources[SETUP_REGISTRY] = SetupRegistry()
        self.resources[TOUR] = Tour()

    async def setup_hook(self) -> None:
        if self.part is not None:
            await self.part.choose_shards(self)
        # Of several processes that start, one registers commands while others ask for them.
        if not self._may_be_new and self.does_common_work:
            await self._require_known_data()
        await self._gate.open(self.clock())
        self.scheduler.periodic_jobs.register(
            "forgetting interactions", self._gate.delete_old, REMEMBERED, is_common=True
        )
        self.scheduler.periodic_jobs.register(
            "outbox", self.resources[OUTBOX_RELAY].relay_due, timedelta()
        )
        self.scheduler.periodic_jobs.register("packs", self.refresh_packs, timedelta())
        await self.add_cog(PermissionWatchCog(self))
        await self.load_features()
        self.scheduler.periodic_jobs.register(
            "looking for the database", self._check_database_place, DATABASE_CHECK_INTERVAL
        )
        self.scheduler.periodic_jobs.register(
            PUBLISHING_JOB, self.publisher.start_due, interval=timedelta()
        )
        if self.does_common_work:
            # Sent beside the gateway: a rate limit on commands must not keep the bot away.
            self._sync_task = asyncio.create_task(self._sync_commands(), name="sync commands")
        self._icons_task = asyncio.create_task(self.packs.load_icons(self), name="load icons")

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for the turn of a shard, among all processes if there are several."""
        if self.part is None or shard_id is None:
            await super().before_identify_hook(shard_id, initial=initial)
        else:
            await self.part.wait_for_turn(shard_id)

    async def connect(self, *, reconnect: bool = True) -> None:
        """Connect all shards, and stay connected until closed or cancelled."""
        connecting = asyncio.create_task(super().connect(reconnect=reconnect), name="shards")
        try:
            await asyncio.shield(connecting)
        finally:
            await cancel_until_done(connecting)

    async def load_features(self) -> None:
        """Load every feature, with its commands, pages and jobs."""
        for extension in iter_extensions():
            await self.load_extension(extension)
        set_contexts(self.tree, allows_user_installs=self._allows_user_installs())

    async def refresh_packs(self, _now: datetime) -> bool:
        """Show the packs that another process has stored; return True, as a done job."""
        for slug in await self.store.canon.refresh():
            log.info("the pack %s was loaded again by another process", slug)
        return True

    async def reload_packs(self) -> str:
        """Read the folders of the packs again, and return what changed, in a sentence or two.

        Games go on. Raises PackError for a pack with faults; then the packs stay as they were.
        """
        async with self._reloading_packs:
            return await reload_packs(self.store, self.settings.seeds, self.clock)

    async def _check_database_place(self, _now: datetime) -> bool:
        database = self.store.database
        if database.is_in_place():
            self.concerns.clear(Subject.DATABASE_FILE)
        else:
            log.error(
                "%s was deleted or replaced while the bot runs, and what it learns now is lost when"
                " it stops: stop it, put a copy there, and start it again",
                database.name,
            )
            self.concerns.raise_concern(
                Subject.DATABASE_FILE,
                f"{escape(database.name)} was deleted or replaced while I run, so I lose what I "
                "learn now when I stop.",
                "Stop me, put your newest backup there, and start me again.",
            )
        return True

    async def tell_restart(self) -> None:
        """Tell those who click within a second that the bot restarts; close it after that."""
        if not all(shard.is_closed() for shard in self.shards.values()):
            await self._gate.close(GRACE_S)

    async def close(self) -> None:
        if not self.is_closed():
            await self._gate.close()
        for task in filter(None, (self._sync_task, self._icons_task)):
            task.cancel()
        self.scheduler.stop()
        await self.publisher.stop()
        await super().close()
        self.pictures.close()

    def _allows_user_installs(self) -> bool:
        """Return whether people may install the application for themselves.

        Discord refuses all commands when one is for people, and the application is for guilds only.
        Commands of one guild, as in development, are never for people.
        """
        if self.settings.dev_guild is not None:
            return False
        application = self.application
        if application is None or application.guild_integration_config is None:
            return True
        if application.user_integration_config is None:
            log.info(
                "people can't use the bot outside of its servers: User Install is off on the "
                "Installation page of the application"
            )
        return application.user_integration_config is not None

    async def _require_known_data(self) -> None:
        assert self.application_id is not None, "known once logged in"
        await require_known_data(
            self.store, self.http, self.application_id, self.settings.dev_guild
        )

    async def _sync_commands(self) -> None:
        assert self.application_id is not None, "known once logged in"
        try:
            await sync_commands(
                self.tree, self.store.command_syncs, self.application_id, self.settings.dev_guild
            )
        except Exception as failure:
            if is_permission_missing(failure):
                log.error(
                    "BOT_DEV_GUILD names a server that has not added this bot: commands not sent"
                )
                self.concerns.raise_concern(
                    Subject.COMMANDS,
                    "BOT_DEV_GUILD names a server that hasn't added me.",
                    "Add me to it or remove the setting, then restart me.",
                )
                return
            log.error("commands not sent, the next start tries again: %r", failure)
            self.concerns.raise_concern(
                Subject.COMMANDS,
                f"Discord didn't take my commands: {escape(str(failure))}.",
                "Restart me: I send them again.",
            )

    async def on_message(self, _message: discord.Message, /) -> None:
        """Do not look for prefix commands: the bot has slash commands only."""

    async def on_app_command_completion(
        self, interaction: discord.Interaction[BotBase], _command: object, /
    ) -> None:
        """Stop the timer that `BotCommandTree` has started."""
        cancel_acknowledgement(interaction)

    async def on_ready(self) -> None:
        log.info("ready as %s in %s", self.user, pluralize(len(self.guilds), "server"))


def iter_extensions() -> Iterator[str]:
    """Yield the module name of each feature, in alphabetical order."""
    package = import_module(FEATURES)
    for module in pkgutil.iter_modules(package.__path__):
        if module.ispkg:
            yield f"{FEATURES}.{module.name}"
