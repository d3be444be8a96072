"""Opens the database, loads the packs, and builds and runs the client."""

from __future__ import annotations

import asyncio
import gc
import logging
import random
import sys
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.client import FanBot
from bot.clock_watch import Clock, MonotonicClock
from bot.connection.login_errors import translate_login_errors
from bot.errors import BlockedError
from bot.health.service import DEFAULT_LIMITS, HealthLimits, HealthService, open_health_service
from bot.hosting.daily_backup import INTERVAL, DailyBackup
from bot.packs.loading import load_packs
from bot.packs.reload_signal import reload_on_signal
from bot.settings import Settings
from storage.engines.location import PostgresUrl
from storage.engines.process_lock import lock_database
from storage.store import Store

if TYPE_CHECKING:
    from bot.parts.part import Part

log = logging.getLogger(__name__)

SWITCH_INTERVAL_S = 0.0005
"""Seconds that a thread which reads feeds or draws pictures may keep the interpreter from the loop.

Python's default is ten times as long, and a command is held up by it several times.
"""
LEASE_S = 15.0
"""Seconds after which a process of which the database server hears nothing loses its shards."""
FIRST_BLOCK_WAIT_S = 15 * 60.0
"""How long to wait after the first refusal of the address; it doubles with each."""
MAX_BLOCK_WAIT_S = 4 * 60 * 60.0


def system_clock() -> datetime:
    """Return the computer's time, aware, in UTC."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_bot(
    settings: Settings,
    clock: Clock = system_clock,
    shard_count: int | None = None,
    monotonic: MonotonicClock | None = None,
    *,
    may_be_new: bool = True,
    take_part: Callable[[Store], Awaitable[Part]] | None = None,
) -> AsyncGenerator[FanBot]:
    """Open a bot with its database and its packs loaded; it is not connected yet.

    `shard_count` None means as many as the platform recommends; `clock` is held against
    `monotonic`, if there is one. Unless `may_be_new`, a bot that ran before does not start with an
    empty database. `take_part` waits for a part of the shards, None for a bot that has all of them.
    Raises StorageError or PackError, and leaves the stored packs as they were.
    """
    store, part = await Store.open(settings.database, random.Random()), None
    try:
        if take_part is not None:
            part = await take_part(store)
        with store.database.explain_errors():
            await load_packs(store, settings.seeds, clock)
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        bot = FanBot(
            store=store,
            clock=clock,
            settings=settings,
            shard_count=shard_count,
            may_be_new=may_be_new,
            monotonic=monotonic,
            part=part,
        )
        yield bot
    finally:
        if part is not None:
            await store.rotation.flush()
            await part.release()
        await store.close()


async def freeze_gc() -> None:
    """Exclude all objects that exist now from later garbage collections.

    With 10,000 guilds a full collection would block the event loop for 0.2 s. Objects that a new
    connection has replaced are collected first.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


async def run_on_discord(
    settings: Settings,
    *,
    may_be_new: bool = False,
    limits: HealthLimits = DEFAULT_LIMITS,
    lease_s: float = LEASE_S,
) -> None:
    """Run until stopped; while the platform blocks this computer's address, wait and try again.

    Unless `may_be_new`, a bot that ran before is not started with an empty database. Raises
    StartError when Discord refuses the bot, UnreachableError when it does not answer as it should,
    StorageError when the database is damaged, BusyError when another bot runs on it or has taken
    over, and HungError when only a new process helps. On a server, the process holds a part of the
    shards, by a lease of `lease_s` seconds.
    """
    token = settings.require_token()
    wait_s = FIRST_BLOCK_WAIT_S
    with lock_database(settings.database, is_start=True):
        async with open_health_service(settings, limits) as health:
            while True:
                try:
                    await _run_once(settings, token, health, lease_s, may_be_new=may_be_new)
                except BlockedError as error:
                    delay = max(wait_s, error.retry_after)
                    log.error("%s I try again in %d minutes.", error, delay / 60)
                    await health.sleep(delay, str(error))
                    wait_s = min(2 * wait_s, MAX_BLOCK_WAIT_S)
                else:
                    return


async def _run_once(
    settings: Settings, token: str, health: HealthService, lease_s: float, *, may_be_new: bool
) -> None:
    async def take_part(store: Store) -> Part:
        # Imported late: its driver may not be installed.
        from bot.parts.part import Part

        return await Part.take(store, settings, system_clock, lease_s, health.stand_by)

    opened = open_bot(
        settings,
        system_clock,
        settings.shards,
        time.monotonic,
        may_be_new=may_be_new,
        take_part=take_part if isinstance(settings.database, PostgresUrl) else None,
    )
    async with opened as bot:
        log.info("everything is kept in %s", bot.store.database.name)
        bot.add_listener(freeze_gc, "on_ready")
        if settings.backups and isinstance(settings.database, Path):
            bot.scheduler.periodic_jobs.register(
                "daily backup",
                DailyBackup(settings.database, settings.backups, bot.concerns).make,
                INTERVAL,
            )
        reloading = reload_on_signal(bot.reload_packs)
        with translate_login_errors(bot.store.database), reloading:
            async with bot:
                bot.scheduler.start()
                try:
                    program = bot.start(token)
                    if bot.part is not None:
                        program = bot.part.run(program, bot.part_listeners, bot.is_connected)
                    await health.run_bot(bot, program)
                except asyncio.CancelledError:
                    await bot.tell_restart()
                    raise
