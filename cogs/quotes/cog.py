"""The `/quote` command."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import FanBot
from bot.ui.name_search import Choices
from bot.ui.replies import audience_of, reply, say
from bot.ui.text import clip, escape, listed
from cogs.quotes.views import MAX_ABOUT, Wish, next_quote
from storage.canon.guild_canon import GuildCanon


class QuotesCog(commands.Cog, name="Quotes"):
    """Who said what."""

    def __init__(self, bot: FanBot) -> None:
        self._store = bot.store
        self._speakers: WeakKeyDictionary[GuildCanon, Choices] = WeakKeyDictionary()

    @app_commands.command(description="Something somebody really said, with who, when and where")
    @app_commands.describe(speaker="Who said it", about="Words it should be about")
    async def quote(
        self,
        interaction: discord.Interaction[FanBot],
        speaker: app_commands.Range[str, 1, 100] | None = None,
        about: app_commands.Range[str, 1, MAX_ABOUT] | None = None,
    ) -> None:
        """Show a quote that this audience has not seen for longest."""
        speakers = await self._speakers_for(audience_of(interaction))
        slug = speakers.find(speaker) if speaker else None
        if speaker and slug is None:
            typed = escape(clip(speaker, 50))
            known = listed(speakers.names)
            await say(
                interaction, f"Nobody called “{typed}” is quoted here. You can ask for {known}."
            )
            return
        card = await next_quote(interaction.client, audience_of(interaction), Wish(slug, about))
        if card is None:
            await say(interaction, _nothing(speakers.name(slug) if slug else None, about or ""))
        else:
            await reply(interaction, card)

    @quote.autocomplete("speaker")
    async def _suggest_speakers(
        self, interaction: discord.Interaction[FanBot], current: str
    ) -> list[app_commands.Choice[str]]:
        return (await self._speakers_for(audience_of(interaction))).suggest(current)

    async def _speakers_for(self, audience_id: int) -> Choices:
        """Everybody whom an audience can see quoted."""
        canon = self._store.canon.for_guild(audience_id)
        if canon not in self._speakers:
            people = await canon.get_people()
            slugs = await self._store.rotation.list_speakers(audience_id)
            found = [people[slug] for slug in slugs if slug in people]
            self._speakers[canon] = Choices({one.slug: (one.name, *one.aliases) for one in found})
        return self._speakers[canon]


def _nothing(speaker: str | None, about: str) -> str:
    who = escape(speaker) if speaker else "Nobody"
    verb = "is not on record with" if speaker else "is on record with"
    return f"{who} {verb} anything about “{escape(about)}”. Try fewer or other words."
