"""Sends the command definitions to Discord when they changed since they were last sent."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable
from typing import Any, NamedTuple, cast

import discord
from discord import app_commands

from bot.permissions import ANYWHERE, AnyCommand
from storage.command_syncs import GLOBAL_SCOPE, CommandSyncs

log = logging.getLogger(__name__)


async def sync_commands(
    tree: app_commands.CommandTree[Any],
    syncs: CommandSyncs,
    application_id: int,
    dev_guild: int | None,
) -> None:
    """Sync every scope whose definitions changed since they were last sent.

    With `dev_guild` the commands go to that guild only, where they appear at once. Other scopes are
    emptied, so that no command is listed twice.
    """
    if dev_guild is not None:
        tree.copy_global_to(guild=discord.Object(dev_guild))
    scope = dev_guild or GLOBAL_SCOPE
    digests = await syncs.get_digests(application_id)
    for stale_scope in digests.keys() - {scope}:
        await _remove_commands(tree, application_id, stale_scope)
        await syncs.delete_digest(application_id, stale_scope)
        log.info("removed the commands from %s", _format_scope(stale_scope))
    digest = _hash_commands(tree, _get_scope_guild(scope))
    if digests.get(scope) != digest:
        synced = await tree.sync(guild=_get_scope_guild(scope))
        await syncs.save_digest(application_id, scope, digest)
        log.info("gave %s %d command definitions", _format_scope(scope), len(synced))


def set_contexts(tree: app_commands.CommandTree[Any], *, allows_user_installs: bool) -> None:
    """Set where each command is offered; the tree's defaults are guilds and direct messages.

    Those that work anywhere go with a person who has installed the application, into guilds that
    have not added it and into conversations with others.
    """
    for command in tree.get_commands():
        if command.guild_only:
            command.allowed_contexts = app_commands.AppCommandContext(
                guild=True, dm_channel=False, private_channel=False
            )
        elif allows_user_installs and _works_anywhere(command):
            command.allowed_installs = app_commands.AppInstallationType(guild=True, user=True)
            command.allowed_contexts = app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            )


def _works_anywhere(command: AnyCommand | app_commands.Group) -> bool:
    """Return whether a command works outside, or one in a group does."""
    if isinstance(command, app_commands.Group):
        return any(map(_works_anywhere, command.commands))
    return ANYWHERE in command.extras


async def fetch_command_ids(
    tree: app_commands.CommandTree[Any], dev_guild: int | None
) -> dict[str, int]:
    """Return the platform's id of each command by name, for links to commands in text."""
    commands = await tree.fetch_commands(guild=_get_scope_guild(dev_guild or GLOBAL_SCOPE))
    return {command.name: command.id for command in commands}


class CommandDifferences(NamedTuple):
    """How the commands that the platform has differ from those of this version."""

    missing: tuple[str, ...]
    changed: tuple[str, ...]
    unknown: tuple[str, ...]
    """Names of commands that this version does not have."""
    is_sent_at_start: bool
    """Whether the next start sends all commands."""


async def compare_commands(
    tree: app_commands.CommandTree[Any],
    syncs: CommandSyncs,
    application_id: int,
    dev_guild: int | None,
) -> CommandDifferences:
    """Ask the platform for its commands, and compare them with those of the tree."""
    http, scope = tree.client.http, dev_guild or GLOBAL_SCOPE
    if dev_guild is None:
        registered: list[Any] = await http.get_global_commands(application_id)
    else:
        tree.copy_global_to(guild=discord.Object(dev_guild))
        registered = await http.get_guild_commands(application_id, dev_guild)
    guild = _get_scope_guild(scope)
    theirs = {(one["type"], one["name"]): one for one in registered}
    ours = {
        (one["type"], one["name"]): one
        for one in (command.to_dict(tree) for command in tree.get_commands(guild=guild))
    }
    changed = [key for key in ours.keys() & theirs if not _is_defined_as(theirs[key], ours[key])]
    digests = await syncs.get_digests(application_id)
    return CommandDifferences(
        _sort_names(ours.keys() - theirs),
        _sort_names(changed),
        _sort_names(theirs.keys() - ours),
        digests.get(scope) != _hash_commands(tree, guild),
    )


def _sort_names(keys: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(sorted(name for _, name in keys))


def _is_defined_as(theirs: Any, ours: Any) -> bool:
    """Return whether the platform's definition has all that ours says.

    It leaves out what is empty, writes permissions as text, and adds keys of its own.
    """
    match ours, theirs:
        case dict(), dict():
            mine, other = cast("tuple[dict[str, Any], dict[str, Any]]", (ours, theirs))
            return all(_is_defined_as(other.get(key), value) for key, value in mine.items())
        case list(), list():
            rows, others = cast("tuple[list[Any], list[Any]]", (ours, theirs))
            return len(rows) == len(others) and all(map(_is_defined_as, others, rows))
        case _:
            return str(theirs or "") == str(ours or "")


def _hash_commands(tree: app_commands.CommandTree[Any], guild: discord.Object | None) -> str:
    definitions = [command.to_dict(tree) for command in tree.get_commands(guild=guild)]
    definitions.sort(key=lambda definition: (definition["type"], definition["name"]))
    return hashlib.sha256(json.dumps(definitions, sort_keys=True).encode()).hexdigest()


async def _remove_commands(
    tree: app_commands.CommandTree[Any], application_id: int, scope: int
) -> None:
    http = tree.client.http
    if scope == GLOBAL_SCOPE:
        await http.bulk_upsert_global_commands(application_id, payload=[])
        return
    try:
        await http.bulk_upsert_guild_commands(application_id, scope, payload=[])
    except (discord.Forbidden, discord.NotFound):
        log.info("the bot has left server %d, its commands went with it", scope)


def _get_scope_guild(scope: int) -> discord.Object | None:
    return None if scope == GLOBAL_SCOPE else discord.Object(scope)


def _format_scope(scope: int) -> str:
    return "every server" if scope == GLOBAL_SCOPE else f"server {scope}"
