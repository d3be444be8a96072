"""The page of `/setup` for the pack of a guild, where the bot has more than one."""

from __future__ import annotations

from collections.abc import Iterator

import discord

from bot.base import BotBase
from bot.errors import RefusedError
from bot.markdown import Markdown, escape
from bot.setup.controls import footer_row
from bot.setup.page_card import SetupCard, SetupRow
from bot.setup.registry import INVALID_CHOICE, FieldChange, PageRequirements
from bot.setup.selects import option_select
from bot.ui.text import clip
from seeds.pack import Manifest

FIELDS = ("fandom", "fandom_b", "fandom_c", "fandom_d")
"""A select for each 25 packs, which is the most that Discord allows in one."""
MAX_OPTIONS = 25
MAX_LABEL = 100


class FandomPage:
    """The pack that the guild's cards, questions and posts come from."""

    key = "fandom"
    position = 5
    title: Markdown = "Fandom"

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot

    async def summarize(self, guild: discord.Guild) -> Markdown:
        return escape(self._get_manifest(guild).title)

    async def build_card(self, guild: discord.Guild) -> SetupCard:
        manifest = self._get_manifest(guild)
        chosen = self._bot.store.canon.get_chosen_slug(guild.id)
        body = (
            f"This server is about **{escape(manifest.work)}**: everything I show and ask here "
            "comes from that fandom, and from what this server added."
        )
        if chosen not in ("", manifest.slug):
            body += "\nI don't have the fandom you chose anymore: choose another."
        return SetupCard(self.title, body, (*self._build_rows(manifest), footer_row()))

    def _build_rows(self, chosen: Manifest) -> Iterator[SetupRow]:
        manifests = sorted(self._bot.store.canon.list_manifests(), key=lambda one: one.title)
        for number, field in enumerate(FIELDS):
            some = manifests[number * MAX_OPTIONS : (number + 1) * MAX_OPTIONS]
            if some:
                options = {one.slug: clip(one.title, MAX_LABEL) for one in some}
                select = option_select(
                    self.key, field, options, [chosen.slug], placeholder="Choose a fandom"
                )
                yield SetupRow("" if number else "**Fandom** of this server", (select,))

    async def apply_change(self, change: FieldChange) -> Markdown:
        if change.field not in FIELDS:
            raise RefusedError(INVALID_CHOICE)
        canon = self._bot.store.canon
        slug = change.get_option([one.slug for one in canon.list_manifests()])
        await canon.choose_pack(change.guild.id, slug, self._bot.clock())
        work = escape(self._get_manifest(change.guild).work)
        return (
            f"This server is about {work} now. What it added stays, and a game that is on goes on "
            "to its end."
        )

    async def get_requirements(self, _guild: discord.Guild) -> PageRequirements:
        return PageRequirements()

    def _get_manifest(self, guild: discord.Guild) -> Manifest:
        return self._bot.packs.get(guild.id).manifest
