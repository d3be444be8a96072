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

from bot.client import FanBot
from bot.messaging.sending import TROUBLE
from bot.ui.components import PersistentButton
from bot.ui.replies import say
from cogs.canon.group import canon
from cogs.canon.history.views import guild_of
from cogs.canon.permissions import REVIEWERS_ONLY, is_reviewer
from cogs.canon.transfer import cards
from cogs.canon.transfer.export import own_pack
from cogs.canon.transfer.import_plan import Plan, hindrances, plan_import
from seeds.checks import Located, find_problems
from seeds.loader import parse_pack
from seeds.pack import Pack
from seeds.problems import PackError
from seeds.schema import KINDS, AnyEntry, Source
from seeds.toml_writer import write_pack
from storage.canon.guild_entries import NewEntries, GuildPerson

if TYPE_CHECKING:
    from storage.canon.guild_canon import GuildCanon

log = logging.getLogger(__name__)

COG = "Exchange"
MAX_BYTES = 1_000_000
MAX_LINE = 4_000
"""Bytes of a line: the longest text needs fewer, and a hostile one takes minutes to read."""
MAX_OFFERS = 20
ADMINS_ONLY = "You need Manage Server on this server for that."
_SAFE = re.compile(r"[^a-z0-9]+")


class Offer(NamedTuple):
    """A file that was checked and waits for a yes."""

    guild_id: int
    member_id: int
    name: str
    pack: Pack


class ExchangeCog(commands.Cog, name=COG):
    """Keeps files between their preview and the confirmation, not over a restart."""

    def __init__(self) -> None:
        self._offers: OrderedDict[str, Offer] = OrderedDict()

    def keep(self, offer: Offer) -> str:
        """Keep a file; gives what to ask for it by. The oldest go when there are too many."""
        token = secrets.token_hex(4)
        self._offers[token] = offer
        while len(self._offers) > MAX_OFFERS:
            self._offers.popitem(last=False)
        return token

    def take(self, token: str, guild_id: int, member_id: int) -> Offer | None:
        """The file, once, for whoever sent it."""
        offer = self._offers.get(token)
        if offer is None or (offer.guild_id, offer.member_id) != (guild_id, member_id):
            return None
        return self._offers.pop(token)

    async def bring_in(self, bot: FanBot, offer: Offer) -> Plan:
        """Store what is new by now; two imports at once do not add the same."""
        async with bot.panel.turn(offer.guild_id):
            plan = await plan_for(bot, offer)
            if plan.fresh:
                await bot.store.guild_entries.import_entries(
                    offer.guild_id,
                    plan.numbers,
                    lambda first: _addition(plan, first),
                    offer.member_id,
                    int(bot.clock().timestamp()),
                    f"from {offer.name}",
                )
        log.info(
            "server %d: user %d imported %d entries",
            *(offer.guild_id, offer.member_id, len(plan.fresh)),
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

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        bot, cog = interaction.client, interaction.client.get_cog(COG)
        if not _may_import(interaction):
            await say(interaction, ADMINS_ONLY)
            return
        assert isinstance(cog, ExchangeCog)
        offer = cog.take(self._token, guild_of(interaction), interaction.user.id)
        if offer is None:
            await say(interaction, cards.NOT_HERE)
            return
        await interaction.response.defer()
        plan = await cog.bring_in(bot, offer)
        card = cards.imported_card(plan, offer.name) if plan.fresh else None
        shown = card or cards.Card("Nothing new", cards.NOTHING_NEW)
        await interaction.edit_original_response(view=shown.view(bot.colour))


EXCHANGE_BUTTONS = (ImportButton,)


@canon.command(name="export", description="All that this server has added, as one file")
async def export_own(interaction: discord.Interaction[FanBot]) -> None:
    """Send the server's own pack to a reviewer."""
    if not await is_reviewer(interaction):
        await say(interaction, REVIEWERS_ONLY)
        return
    await interaction.response.defer(ephemeral=True)
    guild = interaction.guild
    name = f"canon-{_SAFE.sub('-', guild.name.casefold()).strip('-') if guild else ''}.toml"
    pack = await _own_pack(interaction.client, guild_of(interaction), name)
    if not pack.entries:
        await interaction.followup.send(cards.NOTHING_OWN, ephemeral=True)
        return
    text = await asyncio.to_thread(write_pack, pack)
    located = [Located(name, entry) for entry in pack.entries.values()]
    problems = [str(one) for one in find_problems(located, pack.manifest, describing=name)]
    counts = Counter(entry.kind for entry in pack.entries.values())
    await interaction.followup.send(
        cards.export_sentence(counts, problems),
        file=discord.File(io.BytesIO(text.encode()), filename=name),
        ephemeral=True,
    )


@canon.command(name="import", description="Take in what another server has exported")
@app_commands.describe(file="A .toml file of at most 1 MB, as /canon export makes it")
async def import_own(interaction: discord.Interaction[FanBot], file: discord.Attachment) -> None:
    """Check a file and show what it would add."""
    if not _may_import(interaction):
        await say(interaction, ADMINS_ONLY)
        return
    if not file.filename.casefold().endswith(".toml"):
        await say(interaction, "That is no .toml file: send one as /canon export makes it.")
        return
    if file.size > MAX_BYTES:
        await say(interaction, "That file is larger than 1 MB: split it and send the parts.")
        return
    await interaction.response.defer(ephemeral=True)
    try:
        content = await file.read()
    except TROUBLE as error:
        log.info("server %d: no file to import: %r", guild_of(interaction), error)
        await interaction.followup.send("Discord did not hand me that file: send it again.")
        return
    card = await _checked(interaction, file.filename, content)
    await interaction.edit_original_response(view=card.view(interaction.client.colour))


async def _checked(
    interaction: discord.Interaction[FanBot], name: str, content: bytes
) -> cards.Card:
    """What importing a file would do, over the button that does it; or what is wrong with it."""
    bot = interaction.client
    problems = list(_long_lines(content))
    if problems:
        return cards.problems_card(name, problems)
    try:
        pack = await asyncio.to_thread(parse_pack, name, content)
    except PackError as error:
        return cards.problems_card(name, [_in_words(*one) for one in error.problems])
    people = await bot.store.canon.for_guild(guild_of(interaction)).get_people()
    problems = hindrances(pack, [topic.slug for topic in bot.manifest.topics], people)
    if problems:
        return cards.problems_card(name, problems)
    offer = Offer(guild_of(interaction), interaction.user.id, name, pack)
    plan = await plan_for(bot, offer)
    cog = bot.get_cog(COG)
    if not plan.fresh or not isinstance(cog, ExchangeCog):
        return cards.Card("Nothing new", cards.NOTHING_NEW)
    return cards.preview_card(plan, name).with_buttons(ImportButton(cog.keep(offer)))


def _long_lines(content: bytes) -> Iterator[str]:
    for number, line in enumerate(content.split(b"\n"), start=1):
        if len(line) > MAX_LINE:
            yield f"Line {number} is longer than {MAX_LINE} bytes."


def _in_words(_file: str, entry: str, what: str) -> str:
    return what if entry == "-" else f"{entry}: {what}"


def _may_import(interaction: discord.Interaction[FanBot]) -> bool:
    return interaction.guild_id is not None and interaction.permissions.manage_guild


async def plan_for(bot: FanBot, offer: Offer) -> Plan:
    """What a file would add by now."""
    view = bot.store.canon.for_guild(offer.guild_id)
    return plan_import(offer.pack, await _everything(view), await view.get_people())


async def _everything(view: GuildCanon) -> list[AnyEntry]:
    return [entry for model in KINDS.values() for entry in await view.list_all(model)]


async def _own_pack(bot: FanBot, guild_id: int, name: str) -> Pack:
    """What a server owns, and all that it cites, with retracted sources that still are cited."""
    view = bot.store.canon.for_guild(guild_id)
    stored = await bot.store.guild_entries.list_all(guild_id)
    own = [one.entry for one in stored if not one.is_retired]
    ids = {entry.id for entry in own}
    retired = [one.entry for one in stored if one.is_retired and isinstance(one.entry, Source)]
    others = [one for one in (*await _everything(view), *retired) if one.id not in ids]
    further = {entry.id: entry for entry in others}
    return own_pack(bot.manifest, own, further, await view.get_people(), name)


def _addition(plan: Plan, first: int) -> NewEntries:
    written = plan.written(first)
    return NewEntries(written.entries, [GuildPerson(*person) for person in written.people])
