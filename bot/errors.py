"""Turns whatever went wrong into one sentence for the member and one traceback for the log."""

from __future__ import annotations

import logging
import secrets
from typing import Any

import discord
from discord import app_commands

from bot.messaging.sending import TROUBLE

log = logging.getLogger(__name__)

_SHOWN = {"manage_guild": "Manage Server"}
"""Permissions that Discord shows under another name than its interface for programs gives them."""


async def answer_error(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Tell the member what to do, privately; log what is our fault with a shared incident id."""
    cause = getattr(error, "original", error)
    sentence = _sentence(cause)
    if sentence is None:
        incident = secrets.token_hex(3)
        log.error("incident %s in %s", incident, _place(interaction), exc_info=cause)
        sentence = (
            "Something went wrong on our side, and it is written down. Try again; if it keeps "
            f"happening, tell a moderator: incident {incident}."
        )
    await _tell(interaction, sentence)


def _sentence(error: Exception) -> str | None:
    """Words for what a member or an admin can mend themselves; None when the fault is ours."""
    match error:
        case app_commands.CommandOnCooldown():
            return f"A moment, please: try again in {error.retry_after:.0f} seconds."
        case app_commands.MissingPermissions():
            return f"You need {_names(error.missing_permissions)} on this server for that."
        case app_commands.BotMissingPermissions():
            missing = _names(error.missing_permissions)
            return f"I need {missing} here for that: ask an admin to give it to me."
        case app_commands.CheckFailure():
            return "That is not for you to use here."
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return "That command has just changed: restart Discord and try again."
        case app_commands.TransformerError():
            return f"{discord.utils.escape_markdown(str(error.value))} does not fit that option."
        case discord.Forbidden():
            return (
                "Discord does not let me do that here: ask an admin to allow me View Channel, "
                "Send Messages and Embed Links in this channel."
            )
        case _:
            return None


def _names(permissions: list[str]) -> str:
    return " and ".join(_SHOWN.get(name, name.replace("_", " ").title()) for name in permissions)


def _place(interaction: discord.Interaction[Any]) -> str:
    command = interaction.command
    if command is not None:
        return f"/{command.qualified_name}"
    data: Any = interaction.data or {}
    return f"component {data.get('custom_id', '?')!r}"


async def _tell(interaction: discord.Interaction[Any], sentence: str) -> None:
    if interaction.type is discord.InteractionType.autocomplete:
        return
    try:
        if interaction.response.is_done():
            await interaction.followup.send(sentence, ephemeral=True)
        else:
            await interaction.response.send_message(sentence, ephemeral=True)
    except TROUBLE as failure:
        log.warning("could not tell the member about an error: %s", failure)
