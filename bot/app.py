"""Opens the database, loads the pack, and builds and runs the client."""

from __future__ import annotations

import asyncio
import gc
import logging
import random
import re
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import discord

from bot.base import Clock
from bot.client import FanBot
from bot.errors import BlockedError, StartError, UnreachableError
from bot.logs import remove_html_pages
from bot.settings import Settings
from seeds.loader import compute_pack_digest, load_pack
from storage.store import Store

log = logging.getLogger(__name__)

AUTHENTICATION_FAILED = 4004
"""The close code of the gateway for a token that is no longer valid."""
SWITCH_INTERVAL_S = 0.0005
"""Seconds that a thread which reads feeds or draws pictures may keep the interpreter from the loop.

Python's default is ten times as long, and a command is held up by it several times.
"""
FIRST_BLOCK_WAIT_S = 15 * 60.0
"""How long to wait after the first refusal of the address; it doubles with each."""
MAX_BLOCK_WAIT_S = 4 * 60 * 60.0
_CLOUDFLARE_CODE = re.compile(r"error\D{0,40}(1\d{3})\b", re.IGNORECASE)
"""The code in the page of Discord's proxy: 1015 for too many requests, 1006–1008 for a ban."""
BAD_LOGIN_ADVICE = (
    "Discord doesn't accept DISCORD_TOKEN: reset the token on the Bot page of your "
    "application in the Developer Portal and use the new one."
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
        with store.database.explain_errors():
            await load_canon(store, settings.seeds, clock)
            manifest = await store.canon.get_manifest()
        sys.setswitchinterval(SWITCH_INTERVAL_S)
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
    """Run until stopped; while the platform blocks this computer's address, wait and try again.

    Raises StartError when Discord refuses the bot, UnreachableError when it does not answer.
    """
    token = settings.require_token()
    wait_s = FIRST_BLOCK_WAIT_S
    while True:
        try:
            await _run_once(settings, token)
        except BlockedError as error:
            delay = max(wait_s, error.retry_after)
            log.error("%s I try again in %d minutes.", error, delay / 60)
            await asyncio.sleep(delay)
            wait_s = min(2 * wait_s, MAX_BLOCK_WAIT_S)
        else:
            return


async def _run_once(settings: Settings, token: str) -> None:
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
                "BOT_MESSAGE_CONTENT is on, but your application isn't allowed to read "
                "messages: turn on Message Content Intent on its Bot page, or set "
                "BOT_MESSAGE_CONTENT=false."
            ) from None
        except discord.ConnectionClosed as closed:
            if closed.code == AUTHENTICATION_FAILED:
                raise StartError(BAD_LOGIN_ADVICE) from None
            raise UnreachableError(f"Discord closed the connection: {closed}.") from closed
        except discord.HTTPException as error:
            raise _translate_http_error(error) from error
        except (OSError, discord.GatewayNotFound) as error:
            raise UnreachableError(f"I can't reach Discord: {error}.") from error


def _translate_http_error(error: discord.HTTPException) -> UnreachableError:
    """Return the error as one sentence, without the page that a proxy in front of Discord sends."""
    if error.status not in (403, 429) or error.code:
        return UnreachableError(f"I can't reach Discord: {remove_html_pages(str(error))}.")
    code = _CLOUDFLARE_CODE.search(error.text)
    details = f"HTTP {error.status}" + (f", code {code[1]}" if code else "")
    retry_after = error.response.headers.get("Retry-After", "")
    return BlockedError(
        (
            f"Discord is blocking this computer's address for now ({details}), as it does "
            "after too many requests from it."
        ),
        int(retry_after) if retry_after.isdecimal() and len(retry_after) < 6 else 0,
    )
