"""What ends the client at its login or while it runs, as one sentence for the owner."""

from __future__ import annotations

import logging
import re
from collections.abc import Generator
from contextlib import contextmanager

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import BlockedError, StartError, UnreachableError
from bot.logs.redaction import remove_html_pages
from bot.ui.text import clip
from storage.database import Database
from storage.errors import DatabaseError

log = logging.getLogger(__name__)

AUTHENTICATION_FAILED = 4004
"""The close code of the gateway for a token that is no longer valid."""
SHARDING_REQUIRED = 4011
"""The close code of the gateway for a shard that would have too many guilds."""
_CLOUDFLARE_CODE = re.compile(r"error\D{0,40}(1\d{3})\b", re.IGNORECASE)
"""The code in the page of Discord's proxy: 1015 for too many requests, 1006–1008 for a ban."""
BAD_LOGIN_ADVICE = (
    "Discord doesn't accept DISCORD_TOKEN: reset the token on the Bot page of your "
    "application in the Developer Portal and use the new one."
)
NO_INTENT_ADVICE = (
    "BOT_MESSAGE_CONTENT is on, but your application isn't allowed to read messages: turn on "
    "Message Content Intent on its Bot page, or set BOT_MESSAGE_CONTENT=false."
)
MORE_SHARDS_ADVICE = (
    "Discord wants more shards for this many servers: start me again, with a higher BOT_SHARDS if "
    "you set it or BOT_PARTS."
)
UNREADABLE_ERRORS = (ValueError, TypeError, LookupError, AttributeError)
"""What the library raises at an answer or an event that is cut off or not as documented."""
MAX_ERROR_LENGTH = 200


@contextmanager
def translate_login_errors(database: Database) -> Generator[None]:
    """Raise a StartError or StorageError, with a sentence, for what ends the client unasked."""
    try:
        yield
    except Exception as error:
        cause = _find_cause(error)
        if isinstance(cause, DatabaseError):
            with database.explain_errors():
                raise cause from error
        sentence = describe_login_error(cause)
        if sentence is None and cause is error and isinstance(error, UNREADABLE_ERRORS):
            sentence = UnreachableError(f"I can't read what Discord answers: {_to_line(error)}.")
        if sentence is None:
            raise
        log.debug("the client has ended", exc_info=error)
        raise sentence from error


def _find_cause(error: BaseException) -> BaseException:
    """Return what a feature raised while it was loaded, any other error as it is."""
    while isinstance(error, commands.ExtensionFailed | app_commands.CommandInvokeError):
        error = error.original
    return error


def describe_login_error(
    error: BaseException, *, retry: str = "start me again"
) -> StartError | None:
    """Return what an error means to the owner; None when it is a bug.

    `retry` is what to do once Discord can be reached, as an imperative.
    """
    match error:
        case discord.LoginFailure():
            return StartError(BAD_LOGIN_ADVICE)
        case discord.ConnectionClosed(code=code) if code == AUTHENTICATION_FAILED:
            return StartError(BAD_LOGIN_ADVICE)
        case discord.ConnectionClosed(code=code) if code == SHARDING_REQUIRED:
            return UnreachableError(MORE_SHARDS_ADVICE)
        case discord.PrivilegedIntentsRequired():
            return StartError(NO_INTENT_ADVICE)
        case discord.ConnectionClosed():
            return UnreachableError(f"Discord closed the connection: {error}.")
        case discord.HTTPException():
            return _translate_http_error(error)
        case aiohttp.ClientPayloadError():
            return UnreachableError(f"I can't read what Discord answers: {_to_line(error)}.")
        case OSError() | aiohttp.ClientError() | discord.GatewayNotFound():
            return UnreachableError(
                f"I can't reach Discord: {_to_line(error)}. Check this computer's network, then "
                f"{retry}."
            )
        case _:
            return None


def _to_line(error: BaseException) -> str:
    """Return an error as one short line; some contain a whole page of HTML."""
    text = " ".join(remove_html_pages(str(error)).split()) or type(error).__name__
    return clip(text, MAX_ERROR_LENGTH)


def _translate_http_error(error: discord.HTTPException) -> UnreachableError:
    """Return the error as one sentence, without the page that a proxy in front of Discord sends."""
    if error.status not in (403, 429) or error.code:
        return UnreachableError(f"I can't reach Discord: {_to_line(error)}.")
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
