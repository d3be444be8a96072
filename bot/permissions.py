"""What Discord calls each permission, and who may use a command where."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeAlias

import discord
from discord import app_commands

from bot.base import Interaction, get_guild_id, is_outside
from bot.errors import RefusedError
from bot.markdown import Markdown, escape

PERMISSION_NAMES: dict[str, Markdown] = {
    "attach_files": "Attach Files",
    "embed_links": "Embed Links",
    "manage_guild": "Manage Server",
    "manage_roles": "Manage Roles",
    "read_message_history": "Read Message History",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "view_channel": "View Channel",
}
"""The names in the app, by the names of the attributes of `discord.Permissions`."""
POST_PERMISSIONS = ("view_channel", "send_messages", "read_message_history")
"""What a post needs. The history is searched after a crash, to see whether it was sent."""
GAME_PERMISSIONS = ("view_channel", "send_messages")
"""What a game needs in its channel; in a thread, see `IN_THREADS`."""
IN_THREADS = {"send_messages": "send_messages_in_threads"}
"""The permissions that have a counterpart for threads, with that counterpart."""
PICTURE_PERMISSIONS = ("attach_files",)
"""What the picture of a card needs; without it the card is sent as text."""
PIN_PERMISSIONS = ("pin_messages",)
"""What pinning the status card needs."""
ROLE_PERMISSIONS = ("manage_roles",)
"""What giving members the role to be pinged needs."""
EVENT_PERMISSION = "create_events"
"""What creating an event needs, and editing or canceling one's own, for the whole guild."""
ADMIN_PERMISSION = PERMISSION_NAMES["manage_guild"]
"""The name of the permission to change the settings of a guild."""
ADMINS_ONLY: Markdown = f"You need {ADMIN_PERMISSION} to do that here."


AnyCommand: TypeAlias = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu
"""A command that can be used, thus no group."""


class AccessLevel(StrEnum):
    """Who may use a command that not every member may use."""

    ADMINS = "admins"
    REVIEWERS = "reviewers"


HIDDEN_FROM_MEMBERS = discord.Permissions(manage_guild=True)
"""The default permissions of commands for reviewers and admins.

They belong to whole groups, so no group has commands of two access levels.
"""
ACCESS_LEVEL = "access_level"
"""The key of an `AccessLevel` in the `extras` of a command; without it, every member may use it."""
FOR_ADMINS = {ACCESS_LEVEL: AccessLevel.ADMINS}
FOR_REVIEWERS = {ACCESS_LEVEL: AccessLevel.REVIEWERS}
ANYWHERE = "anywhere"
"""The key of True in the `extras` of a command that works outside of the bot's guilds too."""
NOT_OUTSIDE = (
    "I can't do that here: use it in a server that has added me, or in a direct message with me."
)


def get_permission_name(flag: str) -> Markdown:
    """Return what the app calls a permission."""
    return PERMISSION_NAMES.get(flag) or escape(flag.replace("_", " ").title())


def list_invite_permissions(*, has_pictures: bool, pins_card: bool, gives_roles: bool) -> list[str]:
    """Return the attributes of `discord.Permissions` to ask for when the bot is invited."""
    flags = [*POST_PERMISSIONS, "send_messages_in_threads", "embed_links"]
    if has_pictures:
        flags += PICTURE_PERMISSIONS
    if pins_card:
        flags += PIN_PERMISSIONS
    if gives_roles:
        flags += ROLE_PERMISSIONS
    return flags


def is_usable_at(interaction: Interaction, command: AnyCommand) -> bool:
    """Return whether a command works where an interaction takes place."""
    return not is_outside(interaction) or ANYWHERE in command.extras


def is_admin(interaction: Interaction) -> bool:
    """Return whether the member may manage the guild at this moment.

    False without a guild, and in a guild that the bot is not in.
    """
    return get_guild_id(interaction) is not None and interaction.permissions.manage_guild


def require_admin(interaction: Interaction) -> None:
    """Raise RefusedError unless the member may manage the guild at this moment."""
    if not is_admin(interaction):
        raise RefusedError(ADMINS_ONLY)


async def is_reviewer(interaction: Interaction) -> bool:
    """Return whether the member may decide about entries of this guild at this moment."""
    guild_id = get_guild_id(interaction)
    if guild_id is None:
        return False
    if interaction.permissions.manage_guild:
        return True
    settings = await interaction.client.store.guild_settings.get(guild_id)
    member, role_id = interaction.user, settings.reviewer_role_id
    if role_id is None or not isinstance(member, discord.Member):
        return False
    return member.get_role(role_id) is not None


async def list_access_levels(interaction: Interaction) -> set[AccessLevel | None]:
    """Return the access levels that the member belongs to; None is that of every member."""
    levels: set[AccessLevel | None] = {None}
    if is_admin(interaction):
        levels.add(AccessLevel.ADMINS)
    if await is_reviewer(interaction):
        levels.add(AccessLevel.REVIEWERS)
    return levels
