"""`/canon export` and `/canon import`: a server's own entries as one file of TOML."""

from __future__ import annotations

import asyncio
import io
import logging
import re
import secrets
from collections import Counter, OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, Self

import discord
from discord import app_commands
from discord.ext import commands

from bot.base import BotBase, Interaction
from bot.messaging.sending import REQUEST_ERRORS
from bot.ui.components import PersistentButton
from bot.ui.replies import reply_text
from cogs.canon.group import canon
from cogs.canon.history.views import get_guild_id
from cogs.canon.permissions import REVIEWERS_ONLY, is_reviewer
from cogs.canon.transfer import cards
from cogs.canon.transfer.export import build_guild_pack
from cogs.canon.transfer.import_plan import ImportPlan, find_import_blockers, plan_import
from seeds.checks import LocatedEntry, find_pack_problems
from seeds.loader import parse_pack
from seeds.pack import Pack, PackError
from seeds.schema import ENTRY_TYPES, AnyEntry, Source
from seeds.toml_writer import format_pack
from storage.canon.guild_entries import GuildPerson, NewEntries

if TYPE_CHECKING:
    from storage.canon.guild_canon import GuildCanon

log = logging.getLogger(__name__)

COG_NAME = "Exchange"
MAX_FILE_BYTES = 1_000_000
MAX_LINE_BYTES = 4_000
"""Bytes of a line: the longest text needs fewer, and a hostile one takes minutes to read."""
MAX_PENDING_IMPORTS = 20
ADMINS_ONLY = "You need Manage Server on this server for that."
_UNSAFE_CHARACTERS = re.compile(r"[^a-z0-9]+")


class PendingImport(NamedTuple):
    """A file that was checked and waits for a yes."""

    guild_id: int
    member_id: int
    name: str
    pack: Pack


class TransferCog(commands.Cog, name=COG_NAME):
    """Keeps files between their preview and the confirmation, not over a restart."""

    def __init__(self) -> None:
        self._pending_imports: OrderedDict[str, PendingImport] = OrderedDict()

    def add_pending(self, pending: PendingImport) -> str:
        """Keep a file; gives what to ask for it by. The oldest go when there are too many."""
        token = secrets.token_hex(4)
        self._pending_imports[token] = pending
        while len(self._pending_imports) > MAX_PENDING_IMPORTS:
            self._pending_imports.popitem(last=False)
        return token

    def pop_pending(self, token: str, guild_id: int, member_id: int) -> PendingImport | None:
        """The file, once, for whoever sent it."""
        pending = self._pending_imports.get(token)
        if pending is None or (pending.guild_id, pending.member_id) != (guild_id, member_id):
            return None
        return self._pending_imports.pop(token)

    async def confirm_import(self, bot: BotBase, pending: PendingImport) -> ImportPlan:
        """Store what is new by now; two imports at once do not add the same."""
        async with bot.guild_locks.get(pending.guild_id):
            plan = await build_plan(bot, pending)
            if plan.new_entries:
                await bot.store.guild_entries.import_entries(
                    pending.guild_id,
                    plan.number_count,
                    lambda first: _build_new_entries(plan, first),
                    pending.member_id,
                    int(bot.clock().timestamp()),
                    f"from {pending.name}",
                )
        log.info(
            "server %d: user %d imported %d entries",
            *(pending.guild_id, pending.member_id, len(plan.new_entries)),
        )
        return plan


class ImportButton(PersistentButton, template=r"canon:import:(?P<token>[0-9a-f]{8})"):
    """Imports a file that was previewed."""

    def __init__(self, token: str) -> None:
        super().__init__("Import", f"canon:import:{token}", style=discord.ButtonStyle.success)
        self._token = token

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(match["token"])

    async def press(self, interaction: Interaction) -> None:
        bot, cog = interaction.client, interaction.client.get_cog(COG_NAME)
        if not _can_import(interaction):
            await reply_text(interaction, ADMINS_ONLY)
            return
        assert isinstance(cog, TransferCog)
        pending = cog.pop_pending(self._token, get_guild_id(interaction), interaction.user.id)
        if pending is None:
            await reply_text(interaction, cards.IMPORT_EXPIRED)
            return
        await interaction.response.defer()
        plan = await cog.confirm_import(bot, pending)
        card = cards.imported_card(plan, pending.name) if plan.new_entries else None
        result_card = card or cards.Card("Nothing new", cards.NO_NEW_ENTRIES)
        await interaction.edit_original_response(view=result_card.build_view(bot.colour))


TRANSFER_BUTTONS = (ImportButton,)


@canon.command(name="export", description="All that this server has added, as one file")
async def export_canon(interaction: Interaction) -> None:
    """Send the server's own pack to a reviewer."""
    if not await is_reviewer(interaction):
        await reply_text(interaction, REVIEWERS_ONLY)
        return
    await interaction.response.defer(ephemeral=True)
    guild = interaction.guild
    slug = _UNSAFE_CHARACTERS.sub("-", guild.name.casefold()).strip("-") if guild else ""
    name = f"canon-{slug}.toml"
    pack = await _load_guild_pack(interaction.client, get_guild_id(interaction), name)
    if not pack.entries:
        await interaction.followup.send(cards.NO_GUILD_ENTRIES, ephemeral=True)
        return
    text = await asyncio.to_thread(format_pack, pack)
    located = [LocatedEntry(name, entry) for entry in pack.entries.values()]
    problems = [str(one) for one in find_pack_problems(located, pack.manifest, manifest_file=name)]
    counts = Counter(entry.kind for entry in pack.entries.values())
    await interaction.followup.send(
        cards.format_export_message(counts, problems),
        file=discord.File(io.BytesIO(text.encode()), filename=name),
        ephemeral=True,
    )


@canon.command(name="import", description="Take in what another server has exported")
@app_commands.describe(file="A .toml file of at most 1 MB, as /canon export makes it")
async def import_canon(interaction: Interaction, file: discord.Attachment) -> None:
    """Check a file and show what it would add."""
    if not _can_import(interaction):
        await reply_text(interaction, ADMINS_ONLY)
        return
    if not file.filename.casefold().endswith(".toml"):
        await reply_text(interaction, "That is no .toml file: send one as /canon export makes it.")
        return
    if file.size > MAX_FILE_BYTES:
        await reply_text(interaction, "That file is larger than 1 MB: split it and send the parts.")
        return
    await interaction.response.defer(ephemeral=True)
    try:
        content = await file.read()
    except REQUEST_ERRORS as error:
        log.info("server %d: no file to import: %r", get_guild_id(interaction), error)
        await interaction.followup.send("Discord did not hand me that file: send it again.")
        return
    card = await _check_file(interaction, file.filename, content)
    await interaction.edit_original_response(view=card.build_view(interaction.client.colour))


async def _check_file(interaction: Interaction, name: str, content: bytes) -> cards.Card:
    """What importing a file would do, over the button that does it; or what is wrong with it."""
    bot = interaction.client
    problems = list(_find_long_lines(content))
    if problems:
        return cards.import_problems_card(name, problems)
    try:
        pack = await asyncio.to_thread(parse_pack, name, content)
    except PackError as error:
        return cards.import_problems_card(name, [_format_problem(*one) for one in error.problems])
    people = await bot.store.canon.for_guild(get_guild_id(interaction)).get_people()
    problems = find_import_blockers(pack, [topic.slug for topic in bot.manifest.topics], people)
    if problems:
        return cards.import_problems_card(name, problems)
    pending = PendingImport(get_guild_id(interaction), interaction.user.id, name, pack)
    plan = await build_plan(bot, pending)
    cog = bot.get_cog(COG_NAME)
    if not plan.new_entries or not isinstance(cog, TransferCog):
        return cards.Card("Nothing new", cards.NO_NEW_ENTRIES)
    return cards.import_preview_card(plan, name).with_buttons(
        ImportButton(cog.add_pending(pending))
    )


def _find_long_lines(content: bytes) -> Iterator[str]:
    for number, line in enumerate(content.split(b"\n"), start=1):
        if len(line) > MAX_LINE_BYTES:
            yield f"Line {number} is longer than {MAX_LINE_BYTES} bytes."


def _format_problem(_file: str, entry: str, message: str) -> str:
    return message if entry == "-" else f"{entry}: {message}"


def _can_import(interaction: Interaction) -> bool:
    return interaction.guild_id is not None and interaction.permissions.manage_guild


async def build_plan(bot: BotBase, pending: PendingImport) -> ImportPlan:
    """What a file would add by now."""
    guild_canon = bot.store.canon.for_guild(pending.guild_id)
    return plan_import(
        pending.pack, await _list_all_entries(guild_canon), await guild_canon.get_people()
    )


async def _list_all_entries(guild_canon: GuildCanon) -> list[AnyEntry]:
    return [entry for model in ENTRY_TYPES.values() for entry in await guild_canon.list_all(model)]


async def _load_guild_pack(bot: BotBase, guild_id: int, name: str) -> Pack:
    """What a server owns, and all that it cites, with retracted sources that still are cited."""
    guild_canon = bot.store.canon.for_guild(guild_id)
    stored = await bot.store.guild_entries.list_all(guild_id)
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


def _build_new_entries(plan: ImportPlan, first: int) -> NewEntries:
    draft_entries = plan.to_entries(first)
    return NewEntries(
        draft_entries.entries, [GuildPerson(*person) for person in draft_entries.people]
    )
