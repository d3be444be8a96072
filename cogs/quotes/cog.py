"""The `/quote` command."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.base import BotBase, Interaction
from bot.markdown import Markdown, escape
from bot.permissions import ANYWHERE
from bot.ui.name_search import NameIndex
from bot.ui.replies import get_audience_id, get_canon, reply_card, reply_text
from bot.ui.text import clip, join_words
from bot.welcome.first_commands import HELP_POSITION
from cogs.quotes.views import MAX_ABOUT_LENGTH, QuoteFilter, pick_quote_card
from storage.canon.guild_canon import GuildCanon


class QuotesCog(commands.Cog, name="Quotes"):
    """The command that shows a random quote."""

    def __init__(self, bot: BotBase) -> None:
        self._store = bot.store

    @app_commands.command(
        description="Something someone really said: who, when and where",
        extras={ANYWHERE: True, HELP_POSITION: 50},
    )
    @app_commands.describe(speaker="Who said it", about="What it should be about")
    async def quote(
        self,
        interaction: Interaction,
        speaker: app_commands.Range[str, 1, 100] | None = None,
        about: app_commands.Range[str, 1, MAX_ABOUT_LENGTH] | None = None,
    ) -> None:
        """Show the quote that this audience has not seen for the longest time."""
        speakers = await get_canon(interaction).derive(self._build_speaker_index)
        slug = speakers.find(speaker) if speaker else None
        if speaker and slug is None:
            typed = escape(clip(speaker, 50))
            known = join_words([escape(name) for name in speakers.names])
            await reply_text(
                interaction, f"I don't have any quotes from “{typed}”. You can ask for {known}."
            )
            return
        card = await pick_quote_card(
            interaction.client, get_audience_id(interaction), QuoteFilter(slug, about)
        )
        if card is None:
            await reply_text(
                interaction, _no_match_text(speakers.get_name(slug) if slug else None, about or "")
            )
        else:
            await reply_card(interaction, card)

    @quote.autocomplete("speaker")
    async def _suggest_speakers(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        speakers = await get_canon(interaction).derive(self._build_speaker_index)
        return speakers.suggest(current)

    async def _build_speaker_index(self, canon: GuildCanon) -> NameIndex:
        """Index the people who are quoted in a guild's canon, by name and alias."""
        people = await canon.get_people()
        slugs = await self._store.rotation.list_speakers(canon.guild_id)
        found = [people[slug] for slug in slugs if slug in people]
        return NameIndex({one.slug: (one.name, *one.aliases) for one in found})


def _no_match_text(speaker: str | None, about: str) -> Markdown:
    source = f" from {escape(speaker)}" if speaker else ""
    return f"I don't have a quote{source} about “{escape(about)}”. Try fewer or different words."
