"""Sends the command definitions to Discord when they changed since they were last sent."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import Any

import discord
from discord import app_commands

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


async def fetch_command_ids(
    tree: app_commands.CommandTree[Any], dev_guild: int | None
) -> dict[str, int]:
    """Return the platform's id of each command by name, for links to commands in text."""
    commands = await tree.fetch_commands(guild=_get_scope_guild(dev_guild or GLOBAL_SCOPE))
    return {command.name: command.id for command in commands}


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
