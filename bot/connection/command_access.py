"""Finds commands that Discord hides from a role which may use them.

An app gives its commands the permission that members need by default. Only people can show one to
further roles, in Server Settings, Integrations:
https://discord.com/developers/docs/interactions/application-commands#permissions
"""

from __future__ import annotations

import logging

import discord

from bot.base import BotBase
from bot.connection.command_sync import fetch_command_ids
from bot.markdown import Markdown
from bot.messaging.sending import REQUEST_ERRORS
from bot.messaging.timeouts import wait_at_most

log = logging.getLogger(__name__)

FETCH_TIMEOUT_S = 5.0
"""Seconds that the diagnosis waits for what Discord says of one command."""
_ROLE_OVERRIDE = 1
"""The type of an override that is for a role."""


def format_remedy(command: Markdown) -> Markdown:
    """Return how a server shows a command to a role."""
    return (
        f"To show it to them, open Server Settings, Integrations, choose me, then `/{command}`, "
        "and add the role."
    )


def sees_by_default(role: discord.Role) -> bool:
    """Return whether a role is shown the commands of those who manage the guild."""
    granted = role.permissions | role.guild.default_role.permissions
    return granted.administrator or granted.manage_guild


async def is_command_hidden(bot: BotBase, role: discord.Role, command: str) -> bool:
    """Return whether a role is not shown a command; False while Discord does not say."""
    if sees_by_default(role):
        return False
    guild = role.guild
    try:
        shown_to = await wait_at_most(FETCH_TIMEOUT_S, _fetch_roles(bot, guild, command))
    except REQUEST_ERRORS as error:
        log.info("server %d: who sees /%s is not known: %r", guild.id, command, error)
        return False
    if shown_to is None:
        return False
    return role.id not in shown_to and guild.default_role.id not in shown_to


async def _fetch_roles(bot: BotBase, guild: discord.Guild, command: str) -> set[int] | None:
    """Return the ids of the roles to which a guild shows a command beside the default.

    None while Discord has not been sent the command.
    """
    command_id = (await fetch_command_ids(bot.tree, bot.settings.dev_guild)).get(command)
    if command_id is None:
        return None
    assert bot.application_id is not None, "known once logged in"
    try:
        overrides = await bot.http.get_application_command_permissions(
            bot.application_id, guild.id, command_id
        )
    except discord.NotFound:
        # The guild has changed nothing about this command.
        return set()
    return {
        int(one["id"])
        for one in overrides["permissions"]
        if one["type"] == _ROLE_OVERRIDE and one["permission"]
    }
