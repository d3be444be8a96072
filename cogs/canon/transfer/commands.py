"""`/canon export` and `/canon import`: a guild's own entries as one TOML file."""

from __future__ import annotations

import asyncio
import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple, Self

import discord
from discord import app_commands

from bot.base import BotBase, Interaction, ResourceKey
from bot.errors import RefusedError
from bot.messaging.sending import REQUEST_ERRORS
from bot.messaging.uploads import PendingUploads
from bot.permissions import FOR_ADMINS, FOR_REVIEWERS, require_admin
from bot.ui.components import PersistentButton
from cogs.canon.permissions import get_guild, require_reviewer
from cogs.canon.transfer import cards
from cogs.canon.transfer.export import build_guild_pack
from cogs.canon.transfer.import_plan import (
    ImportPlan,
    find_future_entries,
    find_import_blockers,
    plan_import,
)
from seeds.checks import find_pack_problems
from seeds.cleaning import clean_line
from seeds.folding import fold
from seeds.loader import parse_pack
from seeds.pack import KnownSlugs, LocatedEntry, Pack, PackError, Problem
from seeds.schema import ENTRY_TYPES, AnyEntry, Source
from seeds.toml_writer import format_pack
from storage.canon.audit_log import EntryChange
from storage.canon.guild_canon import GuildCanon
from storage.canon.guild_entries import GuildPerson, ImportedEntries, NewEntries

log = logging.getLogger(__name__)

MAX_FILE_BYTES = 1_000_000
MAX_LINE_BYTES = 4_000
"""Bytes of a line: valid texts are shorter, and hostile ones take minutes to parse."""
MAX_SLUG_LENGTH = 60
_UNSAFE_CHARACTERS = re.compile(r"[^a-z0-9]+")


class TransferError(RefusedError):
    """A file was not imported; the message is one sentence that says why."""


class NotTomlError(TransferError):
    """The name of the file does not end in .toml."""

    def __init__(self) -> None:
        super().__init__("That isn't a .toml file: send one that /canon export made.")


class FileTooLargeError(TransferError):
    """The file has more than `MAX_FILE_BYTES`."""

    def __init__(self) -> None:
        super().__init__("That file is larger than 1 MB: split it and send the parts.")


class ImportExpiredError(TransferError):
    """The file was imported or dropped already, or belongs to another member."""

    def __init__(self) -> None:
        super().__init__(
            "I no longer have that file, because it was imported or I restarted: if it's missing, "
            "send it again with /canon import."
        )


class PendingImport(NamedTuple):
    """A checked file that waits for confirmation."""

    guild_id: int
    member_id: int
    name: str
    pack: Pack


PENDING_IMPORTS = ResourceKey[PendingUploads[PendingImport]]("pending imports")


class ImportButton(PersistentButton, template=r"canon:import:(?P<token>[0-9a-f]{8})"):
    """Imports a file that was previewed."""

    def __init__(self, token: str) -> None:
        super().__init__("Import", f"canon:import:{token}", style=discord.ButtonStyle.success)
        self._token = token

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(match["token"])

    async def press(self, interaction: Interaction) -> None:
        require_admin(interaction)
        bot, guild_id = interaction.client, get_guild(interaction).id
        pending = bot.resources[PENDING_IMPORTS].pop(self._token, guild_id, interaction.user.id)
        await interaction.response.defer()
        plan = await confirm_import(bot, pending)
        card = None if plan.is_empty else cards.imported_card(plan, pending.name)
        result_card = card or cards.Card("Nothing new", cards.NO_NEW_ENTRIES)
        await interaction.edit_original_response(view=result_card.build_view(bot.colour))


TRANSFER_BUTTONS = (ImportButton,)


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
        await interaction.followup.send(cards.NO_GUILD_ENTRIES, ephemeral=True)
        return
    text = await asyncio.to_thread(format_pack, pack)
    located = [LocatedEntry(name, entry) for entry in pack.entries.values()]
    slugs = KnownSlugs.from_manifest(pack.manifest)
    problems = [one.sentence for one in find_pack_problems(located, slugs, manifest_file=name)]
    counts = Counter(entry.kind for entry in pack.entries.values())
    await interaction.followup.send(
        cards.format_export_message(counts, problems),
        file=discord.File(io.BytesIO(text.encode()), filename=name),
        ephemeral=True,
    )


@app_commands.command(
    name="import",
    description="For admins: add what another server exported",
    extras=FOR_ADMINS,
)
@app_commands.describe(file="A .toml file from /canon export, at most 1 MB")
async def import_canon(interaction: Interaction, file: discord.Attachment) -> None:
    """Check a file and show what importing it would add.

    Raises NotTomlError or FileTooLargeError.
    """
    require_admin(interaction)
    if not file.filename.casefold().endswith(".toml"):
        raise NotTomlError
    if file.size > MAX_FILE_BYTES:
        raise FileTooLargeError
    await interaction.response.defer(ephemeral=True)
    try:
        content = await file.read()
    except REQUEST_ERRORS as error:
        log.info("server %d: no file to import: %r", get_guild(interaction).id, error)
        await interaction.followup.send("Discord didn't give me that file: send it again.")
        return
    card = await _check_file(interaction, clean_line(file.filename), content)
    await interaction.edit_original_response(view=card.build_view(interaction.client.colour))


TRANSFER_COMMANDS: list[app_commands.Command[Any, ..., Any]] = [export_canon, import_canon]


def build_export_name(guild_name: str, guild_id: int) -> str:
    """Return the name of the exported file: ASCII on every system, the id if no letter is left."""
    slug = _UNSAFE_CHARACTERS.sub("-", fold(guild_name))[:MAX_SLUG_LENGTH].strip("-")
    return f"canon-{slug or guild_id}.toml"


async def _check_file(interaction: Interaction, name: str, content: bytes) -> cards.Card:
    """Return the preview of an import with its button, or the problems of the file."""
    bot = interaction.client
    problems = list(_find_long_lines(content))
    if problems:
        return cards.import_problems_card(name, problems)
    try:
        pack = await asyncio.to_thread(parse_pack, name, content)
    except PackError as error:
        return cards.import_problems_card(name, [_format_problem(one) for one in error.problems])
    people = await bot.store.canon.for_guild(get_guild(interaction).id).get_people()
    problems = find_import_blockers(pack, bot.manifest, people)
    if problems:
        return cards.import_problems_card(name, problems)
    pending = PendingImport(get_guild(interaction).id, interaction.user.id, name, pack)
    plan = await build_plan(bot, pending)
    if plan.is_empty:
        return cards.Card("Nothing new", cards.NO_NEW_ENTRIES)
    problems = find_future_entries(plan, await bot.today_in(pending.guild_id))
    if problems:
        return cards.import_problems_card(name, problems)
    token = bot.resources[PENDING_IMPORTS].add(pending)
    return cards.import_preview_card(plan, name).with_buttons(ImportButton(token))


def _find_long_lines(content: bytes) -> Iterator[str]:
    for number, line in enumerate(content.split(b"\n"), start=1):
        if len(line) > MAX_LINE_BYTES:
            yield f"Line {number} is longer than {MAX_LINE_BYTES} bytes."


def _format_problem(problem: Problem) -> str:
    """Return the problem with its line, without the file, which the card names."""
    place = "" if problem.line is None else f"Line {problem.line}: "
    return f"{place}{problem.sentence}"


async def confirm_import(bot: BotBase, pending: PendingImport) -> ImportPlan:
    """Store the entries that are new now, and return the plan that was carried out."""
    change = EntryChange(pending.guild_id, pending.member_id, bot.clock(), f"from {pending.name}")
    async with bot.guild_locks.get(pending.guild_id):
        plan = await build_plan(bot, pending)
        if not plan.is_empty:
            await bot.store.guild_entries.import_entries(
                change,
                plan.number_count,
                plan.replaced_entries,
                lambda first: _build_imported_entries(plan, first),
            )
    log.info(
        "server %d: user %d imported %d entries and corrected %d",
        pending.guild_id,
        pending.member_id,
        len(plan.new_entries),
        len(plan.corrected_entries),
    )
    return plan


async def build_plan(bot: BotBase, pending: PendingImport) -> ImportPlan:
    """Return what a file would add to the current canon of the guild."""
    guild_canon = bot.store.canon.for_guild(pending.guild_id)
    return plan_import(
        pending.pack, await _list_all_entries(guild_canon), await guild_canon.get_people()
    )


async def _list_all_entries(guild_canon: GuildCanon) -> list[AnyEntry]:
    return [entry for model in ENTRY_TYPES.values() for entry in await guild_canon.list_all(model)]


async def _load_guild_pack(bot: BotBase, guild_id: int, name: str) -> Pack:
    """Return a guild's own entries and the entries they cite, including retracted sources."""
    guild_canon = bot.store.canon.for_guild(guild_id)
    stored = await guild_canon.list_guild_entries()
    guild_entries = [one.entry for one in stored if not one.is_retired]
    ids = {entry.id for entry in guild_entries}
    retired = [one.entry for one in stored if one.is_retired and isinstance(one.entry, Source)]
    other_entries = [
        one for one in (*await _list_all_entries(guild_canon), *retired) if one.id not in ids
    ]
    others_by_id = {entry.id: entry for entry in other_entries}
    return build_guild_pack(
        bot.manifest, guild_entries, others_by_id, await guild_canon.get_people(), name
    )


def _build_imported_entries(plan: ImportPlan, first: int) -> ImportedEntries:
    draft_entries = plan.to_entries(first)
    return ImportedEntries(
        NewEntries(
            draft_entries.entries, [GuildPerson(*person) for person in draft_entries.people]
        ),
        plan.to_corrections(first),
    )
