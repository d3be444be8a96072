"""Opens the database, loads the pack, and builds and runs the client."""

from __future__ import annotations

import asyncio
import gc
import logging
import random
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.client import FanBot
from bot.clock_watch import Clock, MonotonicClock
from bot.connection.login_errors import translate_login_errors
from bot.errors import BlockedError
from bot.health.service import DEFAULT_LIMITS, HealthLimits, HealthService, open_health_service
from bot.hosting.daily_backup import INTERVAL, DailyBackup
from bot.settings import Settings
from seeds.loader import compute_pack_digest, load_pack
from storage.engines.process_lock import lock_database
from storage.store import Store

log = logging.getLogger(__name__)

SWITCH_INTERVAL_S = 0.0005
"""Seconds that a thread which reads feeds or draws pictures may keep the interpreter from the loop.

Python's default is ten times as long, and a command is held up by it several times.
"""
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
) -> AsyncGenerator[FanBot]:
    """Open a bot with its database and its pack loaded; it is not connected yet.

    `shard_count` None means as many as the platform recommends; `clock` is held against
    `monotonic`, if there is one. Unless `may_be_new`, a bot that ran before does not start with an
    empty database. Raises StorageError or PackError, and leaves the stored pack as it was.
    """
    store = await Store.open(settings.database, random.Random())
    try:
        with store.database.explain_errors():
            await load_canon(store, settings.seeds, clock)
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        bot = FanBot(
            store=store,
            clock=clock,
            settings=settings,
            shard_count=shard_count,
            may_be_new=may_be_new,
            monotonic=monotonic,
        )
        yield bot
    finally:
        await store.close()


async def load_canon(store: Store, directory: Path, clock: Clock) -> None:
    """Store the pack in `directory`, unless the stored one has the same content.

    Files are read on the event loop: no interaction can arrive before the client is connected.
    """
    digest = compute_pack_digest(directory)
    if digest == await store.canon.get_pack_digest():
        return
    pack = load_pack(directory)
    report = await store.canon.load_pack(pack, digest, clock())
    log.info(
        "loaded %s: %d added, %d changed, %d retired, %d revived",
        pack.manifest.title,
        report.added,
        report.changed,
        report.retired,
        report.restored,
    )


async def freeze_gc() -> None:
    """Exclude all objects that exist now from later garbage collections.

    With 10,000 guilds a full collection would block the event loop for 0.2 s. Objects that a new
    connection has replaced are collected first.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


async def run_on_discord(
    settings: Settings, *, may_be_new: bool = False, limits: HealthLimits = DEFAULT_LIMITS
) -> None:
    """Run until stopped; while the platform blocks this computer's address, wait and try again.

    Unless `may_be_new`, a bot that ran before is not started with an empty database. Raises
    StartError when Discord refuses the bot, UnreachableError when it does not answer as it should,
    StorageError when the database is damaged, BusyError when another bot runs on it, and HungError
    when only a new process helps.
    """
    token = settings.require_token()
    wait_s = FIRST_BLOCK_WAIT_S
    with lock_database(settings.database, is_start=True):
        async with open_health_service(settings, limits) as health:
            while True:
                try:
                    await _run_once(settings, token, health, may_be_new=may_be_new)
                except BlockedError as error:
                    delay = max(wait_s, error.retry_after)
                    log.error("%s I try again in %d minutes.", error, delay / 60)
                    await health.sleep(delay, str(error))
                    wait_s = min(2 * wait_s, MAX_BLOCK_WAIT_S)
                else:
                    return


async def _run_once(
    settings: Settings, token: str, health: HealthService, *, may_be_new: bool
) -> None:
    opened = open_bot(settings, system_clock, monotonic=time.monotonic, may_be_new=may_be_new)
    async with opened as bot:
        log.info("everything is kept in %s", bot.store.database.name)
        bot.add_listener(freeze_gc, "on_ready")
        if settings.backups and isinstance(settings.database, Path):
            bot.scheduler.periodic_jobs.register(
                "daily backup",
                DailyBackup(settings.database, settings.backups, bot.concerns).make,
                INTERVAL,
            )
        with translate_login_errors(bot.store.database):
            async with bot:
                bot.scheduler.start()
                try:
                    await health.run_bot(bot, bot.start(token))
                except asyncio.CancelledError:
                    await bot.tell_restart()
                    raise
