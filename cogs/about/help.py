"""The two cards of `/help` with their buttons: the first commands of a member's role, and all."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from typing import Any, Self

import discord
from discord import app_commands

from bot.base import BotBase, Interaction, ResourceKey, get_guild_id
from bot.connection.command_sync import fetch_command_ids
from bot.messaging.sending import REQUEST_ERRORS
from bot.messaging.timeouts import wait_at_most
from bot.permissions import ACCESS_LEVEL, AnyCommand, is_admin, is_usable_at, list_access_levels
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.replies import show_private_card
from bot.welcome.first_commands import HELP_POSITION
from bot.welcome.quick_setup import QuickSetupButton
from bot.welcome.tour import StartTourButton
from cogs.about.cards import (
    CommandFilter,
    SlashCommand,
    first_help_card,
    full_help_card,
    list_usable_commands,
)

log = logging.getLogger(__name__)

FETCH_TIMEOUT_S = 1.0
"""Seconds that an answer waits for the command ids, without which it works too."""


class CommandIds:
    """The platform's ids of the commands, fetched at their first use."""

    def __init__(self) -> None:
        self._by_name: dict[str, int] = {}

    async def get(self, bot: BotBase) -> dict[str, int]:
        """Return the ids by name; none while the platform does not answer."""
        if not self._by_name:
            try:
                self._by_name = await wait_at_most(
                    FETCH_TIMEOUT_S, fetch_command_ids(bot.tree, bot.settings.dev_guild)
                )
            except REQUEST_ERRORS as error:
                log.info("/help names commands without a link: %r", error)
        return self._by_name


COMMAND_IDS = ResourceKey[CommandIds]("command ids")


class HelpButton(PersistentButton, template=r"help:(?P<part>all|first)"):
    """A button that shows all commands, or the first ones again."""

    def __init__(self, *, shows_all: bool) -> None:
        label, part = ("Everything", "all") if shows_all else ("Back", "first")
        super().__init__(label, f"help:{part}")
        self._shows_all = shows_all

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(shows_all=match["part"] == "all")

    async def press(self, interaction: Interaction) -> None:
        build = build_full_help if self._shows_all else build_first_help
        await show_private_card(interaction, await build(interaction))


async def build_first_help(interaction: Interaction) -> Card:
    """Build the card of the commands that a member of this role uses most."""
    is_usable = await _build_filter(interaction)
    usable = [
        found
        for one in _list_offered_commands(interaction, is_usable)
        for found in list_usable_commands(one, is_usable)
        if HELP_POSITION in found.extras
    ]
    usable.sort(key=_get_help_position)
    ids = await interaction.client.resources[COMMAND_IDS].get(interaction.client)
    card = first_help_card(usable, ids)
    return card.with_buttons(*_iter_first_buttons(interaction))


async def build_full_help(interaction: Interaction) -> Card:
    """Build the card of all commands that the member may use here."""
    is_usable = await _build_filter(interaction)
    offered = _list_offered_commands(interaction, is_usable)
    ids = await interaction.client.resources[COMMAND_IDS].get(interaction.client)
    card = full_help_card(offered, ids, is_usable)
    return card.with_buttons(HelpButton(shows_all=False))


async def _build_filter(interaction: Interaction) -> CommandFilter:
    """Return the filter for what the member may use where they ask."""
    levels = await list_access_levels(interaction)

    def is_usable(command: AnyCommand) -> bool:
        return command.extras.get(ACCESS_LEVEL) in levels and is_usable_at(interaction, command)

    return is_usable


def _iter_first_buttons(interaction: Interaction) -> Iterator[PersistentButton]:
    yield HelpButton(shows_all=True)
    yield StartTourButton()
    if is_admin(interaction):
        yield QuickSetupButton(discord.ButtonStyle.secondary)


def _list_offered_commands(
    interaction: Interaction, is_usable: CommandFilter
) -> Sequence[SlashCommand]:
    """Return the commands and groups in which the member finds something to use."""
    known = interaction.client.tree.get_commands(type=discord.AppCommandType.chat_input)
    return [
        one
        for one in known
        if one.name != "help"
        and _is_offered(interaction, one)
        and list_usable_commands(one, is_usable)
    ]


def _is_offered(interaction: Interaction, command: SlashCommand) -> bool:
    """Return whether a command is offered here; who may use it is for the filter to say."""
    return get_guild_id(interaction) is not None or not command.guild_only


def _get_help_position(command: app_commands.Command[Any, ..., Any]) -> int:
    return int(command.extras[HELP_POSITION])
