"""Opens the database, loads the pack, and builds and runs the client."""

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
"""The close code of the gateway for a token that is no longer valid."""
BAD_LOGIN_ADVICE = (
    "Discord does not accept DISCORD_TOKEN: reset the token on the Bot page of your application in "
    "the Developer Portal and set the new one."
)


def system_clock() -> datetime:
    """Return the computer's time, aware, in UTC."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_bot(
    settings: Settings, clock: Clock = system_clock, shard_count: int | None = None
) -> AsyncGenerator[FanBot]:
    """Open a bot with its database and its pack loaded; it is not connected yet.

    `shard_count` None means as many as the platform recommends. Raises StorageError or PackError,
    and leaves the stored pack as it was.
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


async def run_on_discord(settings: Settings) -> None:
    """Run until stopped.

    Raises StartError when Discord refuses the bot, UnreachableError when it does not answer.
    """
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
