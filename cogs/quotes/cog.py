"""The `/quote` command."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import FanBot
from bot.ui.choices import Choices
from bot.ui.replies import audience_of, reply, say
from bot.ui.text import clip, escape, listed
from cogs.quotes.views import MAX_ABOUT, Wish, next_quote


class QuotesCog(commands.Cog, name="Quotes"):
    """Who said what."""

    def __init__(self, bot: FanBot) -> None:
        self._draws = bot.store.draws
        self._people = {person.slug: person for person in bot.manifest.people}
        self._speakers = Choices({})

    async def cog_load(self) -> None:
        slugs = await self._draws.speakers()
        people = [self._people[slug] for slug in slugs if slug in self._people]
        self._speakers = Choices({one.slug: (one.name, *one.aliases) for one in people})

    @app_commands.command(description="Something somebody really said, with who, when and where")
    @app_commands.describe(speaker="Who said it", about="Words it should be about")
    async def quote(
        self,
        interaction: discord.Interaction[FanBot],
        speaker: app_commands.Range[str, 1, 100] | None = None,
        about: app_commands.Range[str, 1, MAX_ABOUT] | None = None,
    ) -> None:
        """Show a quote that this audience has not seen for longest."""
        slug = self._speakers.find(speaker) if speaker else None
        if speaker and slug is None:
            typed = escape(clip(speaker, 50))
            known = listed(self._speakers.names)
            await say(
                interaction, f"Nobody called “{typed}” is quoted here. You can ask for {known}."
            )
            return
        card = await next_quote(interaction.client, audience_of(interaction), Wish(slug, about))
        if card is None:
            await say(interaction, self._nothing(slug, about or ""))
        else:
            await reply(interaction, card)

    @quote.autocomplete("speaker")
    async def _suggest_speakers(
        self, _interaction: discord.Interaction[FanBot], current: str
    ) -> list[app_commands.Choice[str]]:
        return self._speakers.suggest(current)

    def _nothing(self, slug: str | None, about: str) -> str:
        who = self._speakers.name(slug) if slug else "Nobody"
        verb = "is not on record with" if slug else "is on record with"
        return f"{who} {verb} anything about “{escape(about)}”. Try fewer or other words."
