"""The composition root: opens the store, loads the canon, builds and runs the client."""

from __future__ import annotations

import gc
import logging
import random
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import discord

from bot.base import Clock
from bot.client import FanBot
from bot.errors import StartError, UnreachableError
from bot.settings import Settings
from seeds.loader import compute_pack_digest, load_pack
from storage.database import translate_sqlite_errors
from storage.store import Store

log = logging.getLogger(__name__)

AUTHENTICATION_FAILED = 4004
"""What the platform closes a connection with whose token was reset."""
BAD_LOGIN_ADVICE = (
    "Discord does not accept DISCORD_TOKEN: reset the token on the Bot page of your application in "
    "the Developer Portal and set the new one."
)


def system_clock() -> datetime:
    """The computer's own time, aware, in UTC."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_bot(
    settings: Settings, clock: Clock = system_clock, shard_count: int | None = None
) -> AsyncGenerator[FanBot]:
    """A bot with its store open and its canon loaded, not yet connected.

    Raises StorageError or PackError, with the stored canon as it was.
    """
    store = await Store.open(settings.database, random.Random())
    try:
        with translate_sqlite_errors(settings.database):
            await load_canon(store, settings.seeds, clock)
            manifest = await store.canon.get_manifest()
        bot = FanBot(
            store=store,
            manifest=manifest,
            clock=clock,
            settings=settings,
            shard_count=shard_count,
        )
        yield bot
    finally:
        await store.close()


async def load_canon(store: Store, directory: Path, clock: Clock) -> None:
    """Bring the stored canon up to the pack in `directory`, unless it already is.

    Reads files on the event loop: nobody is being served yet.
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
    """Leave what is loaded by now out of every later garbage collection.

    Looking through ten thousand servers again and again would hold up everybody for a fifth of a
    second each time. What a new connection has replaced meanwhile is let go of first.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


async def run_on_discord(settings: Settings) -> None:
    """Run until stopped. Raises StartError when Discord turns the bot away."""
    token = settings.require_token()
    async with open_bot(settings) as bot:
        bot.add_listener(freeze_gc, "on_ready")
        try:
            async with bot:
                bot.scheduler.start()
                await bot.start(token)
        except discord.LoginFailure:
            raise StartError(BAD_LOGIN_ADVICE) from None
        except discord.PrivilegedIntentsRequired:
            raise StartError(
                "BOT_MESSAGE_CONTENT is on, but the application may not read messages: switch on "
                "Message Content Intent on its Bot page, or set BOT_MESSAGE_CONTENT=false."
            ) from None
        except discord.ConnectionClosed as closed:
            if closed.code == AUTHENTICATION_FAILED:
                raise StartError(BAD_LOGIN_ADVICE) from None
            raise UnreachableError(f"Discord has closed the connection: {closed}.") from closed
        except (OSError, discord.HTTPException, discord.GatewayNotFound) as error:
            raise UnreachableError(f"Discord cannot be reached: {error}.") from error
