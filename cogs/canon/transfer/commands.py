"""`/review export` and `/import`: a guild's own entries as one TOML file."""

from __future__ import annotations

import asyncio
import io
import re
from collections import Counter
from typing import Any

import discord
from discord import app_commands

from bot.base import BotBase, Interaction
from bot.permissions import FOR_ADMINS, FOR_REVIEWERS, HIDDEN_FROM_MEMBERS, require_admin
from bot.ui.replies import reply_file, reply_text
from cogs.canon.permissions import get_guild, require_reviewer
from cogs.canon.transfer import cards
from cogs.canon.transfer.export import build_guild_pack
from cogs.canon.transfer.importing import build_import_form, list_all_entries
from seeds.checks import find_pack_problems
from seeds.folding import fold
from seeds.pack import KnownSlugs, LocatedEntry, Pack
from seeds.schema import Source
from seeds.toml_writer import format_pack

MAX_SLUG_LENGTH = 60
_UNSAFE_CHARACTERS = re.compile(r"[^a-z0-9]+")


@app_commands.command(
    name="export",
    description="For reviewers: everything this server added, in one file",
    extras=FOR_REVIEWERS,
)
async def export_canon(interaction: Interaction) -> None:
    """Send a reviewer the guild's own entries as a file."""
    await require_reviewer(interaction)
    await interaction.response.defer(ephemeral=True)
    guild = interaction.guild
    name = build_export_name(guild.name if guild else "", get_guild(interaction).id)
    pack = await _load_guild_pack(interaction.client, get_guild(interaction).id, name)
    if not pack.entries:
        await reply_text(interaction, cards.NO_GUILD_ENTRIES)
        return
    text = await asyncio.to_thread(format_pack, pack)
    located = [LocatedEntry(name, entry) for entry in pack.entries.values()]
    slugs = KnownSlugs.from_manifest(pack.manifest)
    problems = [one.sentence for one in find_pack_problems(located, slugs, manifest_file=name)]
    counts = Counter(entry.kind for entry in pack.entries.values())
    file = discord.File(io.BytesIO(text.encode()), filename=name)
    await reply_file(interaction, cards.format_export_message(counts, problems), file)


@app_commands.command(
    name="import",
    description="For admins: add what another server exported",
    extras=FOR_ADMINS,
)
@app_commands.guild_only()
@app_commands.default_permissions(HIDDEN_FROM_MEMBERS)
async def import_canon(interaction: Interaction) -> None:
    """Open the form that takes a file."""
    require_admin(interaction)
    await build_import_form().open(interaction)


EXPORT_COMMANDS: list[app_commands.Command[Any, ..., Any]] = [export_canon]
IMPORT_COMMANDS: list[app_commands.Command[Any, ..., Any]] = [import_canon]


def build_export_name(guild_name: str, guild_id: int) -> str:
    """Return the name of the exported file: ASCII on every system, the id if no letter is left."""
    slug = _UNSAFE_CHARACTERS.sub("-", fold(guild_name))[:MAX_SLUG_LENGTH].strip("-")
    return f"canon-{slug or guild_id}.toml"


async def _load_guild_pack(bot: BotBase, guild_id: int, name: str) -> Pack:
    """Return a guild's own entries and the entries they cite, including retracted sources."""
    guild_canon = bot.store.canon.for_guild(guild_id)
    stored = await guild_canon.list_guild_entries()
    guild_entries = [one.entry for one in stored if not one.is_retired]
    ids = {entry.id for entry in guild_entries}
    retired = [one.entry for one in stored if one.is_retired and isinstance(one.entry, Source)]
    other_entries = [
        one for one in (*await list_all_entries(guild_canon), *retired) if one.id not in ids
    ]
    others_by_id = {entry.id: entry for entry in other_entries}
    return build_guild_pack(
        guild_canon.manifest, guild_entries, others_by_id, await guild_canon.get_people(), name
    )
