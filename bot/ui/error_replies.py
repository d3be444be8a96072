"""Answers an interaction that failed: one sentence for the member, one traceback for the log."""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import discord
from discord import app_commands

from bot.base import get_guild_id
from bot.errors import RefusedError
from bot.instrumentation.interaction_reports import format_name, set_outcome, start_report
from bot.instrumentation.observers import IncidentLogged, Outcome
from bot.markdown import Markdown, escape, format_number
from bot.messaging.error_codes import EXPIRED_CODES, is_permission_missing
from bot.messaging.sending import REQUEST_ERRORS
from bot.messaging.timeouts import (
    acknowledge_if_late,
    cancel_acknowledgement,
    is_answered,
)
from bot.permissions import get_permission_name
from bot.ui.dates import set_language
from bot.ui.text import join_words
from storage.errors import DatabaseError, IntegrityError, StatementError

log = logging.getLogger(__name__)

DATABASE_FAILED = "I can't save anything right now: try again in a minute."


@asynccontextmanager
async def interaction_scope(interaction: discord.Interaction[Any]) -> AsyncGenerator[None]:
    """Write dates in the guild's language inside the block, and answer what it raises.

    For components and forms; the command tree does the same for commands.
    """
    acknowledge_if_late(interaction)
    report = start_report(interaction)
    try:
        set_language(await interaction.client.get_language(get_guild_id(interaction)))
        yield
    except Exception as error:
        await handle_error(interaction, error)
    finally:
        cancel_acknowledgement(interaction)
        report()


async def handle_error(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Tell the member privately what to do; log a bug under an incident id that they are given."""
    cause = getattr(error, "original", error)
    if _is_expired(cause):
        log.debug("too late to answer %s: %s", _format_source(interaction), cause)
        set_outcome(interaction, Outcome.EXPIRED)
        return
    if isinstance(cause, DatabaseError) and not isinstance(cause, IntegrityError | StatementError):
        # The disk is full, or another program holds the file.
        log.error("the database failed in %s: %s", _format_source(interaction), cause)
        set_outcome(interaction, Outcome.FAILED)
        await _send_error(interaction, DATABASE_FAILED)
        return
    message = _format_error(cause)
    set_outcome(interaction, Outcome.REFUSED if message else Outcome.FAILED)
    if message is None:
        incident = _log_incident(interaction, cause)
        message = (
            "Something went wrong on my end, and I've logged it. Try again. If it keeps "
            f"happening, tell a moderator this code: incident {escape(incident)}."
        )
    await _send_error(interaction, message)


def _log_incident(interaction: discord.Interaction[Any], error: Exception) -> str:
    """Log a bug, tell observers of it, and return its code."""
    code, command = secrets.token_hex(3), format_name(interaction)
    place = f" (server {interaction.guild_id})" if interaction.guild_id else ""
    log.error(
        "incident %s in %s%s",
        code,
        _format_source(interaction),
        place,
        exc_info=error,
        extra={"incident": code, "command": command},
    )
    interaction.client.observers.notify(IncidentLogged(code, command))
    return code


def _is_expired(error: Exception) -> bool:
    """Return whether Discord has given up the interaction, so that nothing can answer it."""
    return isinstance(error, discord.HTTPException) and error.code in EXPIRED_CODES


def _format_error(error: Exception) -> Markdown | None:
    """Return a sentence on what a member or an admin can do; None when the error is a bug."""
    match error:
        case RefusedError():
            return error.message
        case app_commands.CommandOnCooldown():
            return (
                f"Give me a moment: try again in {format_number(error.retry_after, '.0f')} seconds."
            )
        case app_commands.MissingPermissions():
            permissions = _format_permissions(error.missing_permissions)
            return f"You need {permissions} to do that here."
        case app_commands.BotMissingPermissions():
            missing = _format_permissions(error.missing_permissions)
            return f"I need {missing} to do that here: ask an admin to allow it."
        case app_commands.CheckFailure():
            return "You can't use that here: /help shows what you can."
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return "That command just changed: restart Discord and try again."
        case app_commands.TransformerError():
            return f"{escape(str(error.value))} doesn't work there: try something else."
        case discord.Forbidden() if is_permission_missing(error):
            flags = ("view_channel", "send_messages", "embed_links")
            needed = join_words([get_permission_name(flag) for flag in flags])
            return (
                "Discord won't let me do that here: ask an admin to allow "
                f"{needed} for me in this channel."
            )
        case _:
            return None


def _format_permissions(permissions: list[str]) -> Markdown:
    return " and ".join(map(get_permission_name, permissions))


def _format_source(interaction: discord.Interaction[Any]) -> str:
    command = interaction.command
    if command is not None:
        return f"/{command.qualified_name}"
    data: Any = interaction.data or {}
    return f"component {data.get('custom_id', '?')!r}"


async def _send_error(interaction: discord.Interaction[Any], message: Markdown) -> None:
    if interaction.type is discord.InteractionType.autocomplete:
        return
    try:
        if await is_answered(interaction):
            await interaction.followup.send(message, ephemeral=True)
        else:
            await interaction.response.send_message(message, ephemeral=True)
    except REQUEST_ERRORS as failure:
        log.log(
            logging.DEBUG if _is_expired(failure) else logging.WARNING,
            "could not tell the member about an error: %s",
            failure,
        )
