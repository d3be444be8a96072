"""Takes in the entries of a file: its form, the preview, and the button that confirms it."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator
from typing import Any, NamedTuple, Self

import discord
from discord.ext import commands

from bot.base import BotBase, Interaction, ResourceKey, get_pack
from bot.errors import RefusedError
from bot.messaging.uploads import PendingUploads
from bot.permissions import require_admin
from bot.ui.components import PersistentButton
from bot.ui.error_replies import interaction_scope
from bot.ui.forms import ModalSubmission, PersistentModal, match_submission
from cogs.canon.permissions import get_guild
from cogs.canon.transfer import cards
from cogs.canon.transfer.import_plan import (
    ImportPlan,
    find_future_entries,
    find_import_blockers,
    plan_import,
)
from seeds.cleaning import clean_line
from seeds.loader import parse_pack
from seeds.pack import Pack, PackError, Problem
from seeds.schema import ENTRY_TYPES, AnyEntry
from storage.canon.audit_log import EntryChange
from storage.canon.guild_canon import GuildCanon
from storage.canon.guild_entries import GuildPerson, ImportedEntries, NewEntries

log = logging.getLogger(__name__)

MAX_FILE_BYTES = 1_000_000
MAX_LINE_BYTES = 4_000
"""Bytes of a line: valid texts are shorter, and hostile ones take minutes to parse."""
IMPORT_FORM_ID = re.compile(r"canon:import")
FILE_FIELD = "file"


class TransferError(RefusedError):
    """A file was not imported; the message is one sentence that says why."""


class NotTomlError(TransferError):
    """The name of the file does not end in .toml."""

    def __init__(self) -> None:
        super().__init__("That isn't a .toml file: send one that /review export made.")


class ImportExpiredError(TransferError):
    """The file was imported or dropped already, or belongs to another member."""

    def __init__(self) -> None:
        super().__init__(
            "I no longer have that file, because it was imported or I restarted: if it's missing, "
            "send it again with /import."
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
        colour = get_pack(interaction).colour
        await interaction.edit_original_response(view=result_card.build_view(colour))


def build_import_form() -> PersistentModal:
    """Return the form that takes a file to import."""
    upload: discord.ui.FileUpload[Any] = discord.ui.FileUpload(
        custom_id=FILE_FIELD, min_values=1, max_values=1
    )
    field = discord.ui.Label(
        text="The file",
        description="A .toml file from /review export, at most 1 MB",
        component=upload,
    )
    return PersistentModal("Import from another server", "canon:import", field)


class ImportFormsCog(commands.Cog, name="Import forms"):
    """Handles the forms that take a file, including those opened before a restart."""

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Handle a submitted form; ignore all other interactions."""
        submission = match_submission(interaction, IMPORT_FORM_ID)
        if submission is not None:
            async with interaction_scope(interaction):
                await on_import_form(interaction, submission)


async def on_import_form(interaction: Interaction, submission: ModalSubmission) -> None:
    """Check the file of a submitted form and show what importing it would add.

    Raises NotTomlError, or RefusedError for a file that is missing, too large or out of reach.
    """
    require_admin(interaction)
    file = submission.files.get(FILE_FIELD)
    if file is None or not file.name.casefold().endswith(".toml"):
        raise NotTomlError
    await interaction.response.defer(ephemeral=True, thinking=True)
    content = await file.read(interaction, MAX_FILE_BYTES)
    card = await _check_file(interaction, clean_line(file.name), content)
    await interaction.edit_original_response(view=card.build_view(get_pack(interaction).colour))


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
    problems = find_import_blockers(pack, get_pack(interaction).manifest, people)
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
        pending.pack, await list_all_entries(guild_canon), await guild_canon.get_people()
    )


async def list_all_entries(guild_canon: GuildCanon) -> list[AnyEntry]:
    """Return the entries of every kind that count in a guild."""
    return [entry for model in ENTRY_TYPES.values() for entry in await guild_canon.list_all(model)]


def _build_imported_entries(plan: ImportPlan, first: int) -> ImportedEntries:
    draft_entries = plan.to_entries(first)
    return ImportedEntries(
        NewEntries(
            draft_entries.entries, [GuildPerson(*person) for person in draft_entries.people]
        ),
        plan.to_corrections(first),
    )
