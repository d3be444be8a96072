"""The `/timeline` command."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.base import BotBase, Interaction
from bot.permissions import ANYWHERE
from bot.ui.name_search import MAX_CHOICES, NameIndex
from bot.ui.replies import get_audience_id, reply_card, reply_text
from bot.ui.text import clip, escape, join_words
from bot.welcome.first_commands import HELP_POSITION
from cogs.timeline.views import TimelineFilter, timeline_page


class TimelineCog(commands.Cog, name="Timeline"):
    """The command that lists dated events."""

    def __init__(self, bot: BotBase) -> None:
        self._timeline = bot.store.timeline
        self._topics = NameIndex({topic.slug: (topic.name,) for topic in bot.manifest.topics})

    @app_commands.command(
        description="The story so far, newest first, with dates as exact as anyone knows",
        extras={ANYWHERE: True, HELP_POSITION: 60},
    )
    @app_commands.describe(year="Only this year", topic="Only this topic")
    async def timeline(
        self,
        interaction: Interaction,
        year: app_commands.Range[int, 1, 9999] | None = None,
        topic: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        """Show the first page of the events that fit, or say which years and topics have any."""
        slug = self._topics.find(topic) if topic else None
        if topic and slug is None:
            await reply_text(
                interaction, await self._unknown_topic_text(get_audience_id(interaction), topic)
            )
            return
        card = await timeline_page(
            interaction.client, get_audience_id(interaction), TimelineFilter(year, slug), 0
        )
        if card is None:
            await reply_text(
                interaction, await self._no_events_text(get_audience_id(interaction), year, slug)
            )
        else:
            await reply_card(interaction, card)

    @timeline.autocomplete("year")
    async def _suggest_years(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        typed = interaction.namespace.topic
        slug = self._topics.find(typed) if typed else None
        years = await self._timeline.list_years(get_audience_id(interaction), slug)
        fitting = [year for year in years if str(year).startswith(str(current).strip())]
        return [app_commands.Choice(name=str(year), value=year) for year in fitting[:MAX_CHOICES]]

    @timeline.autocomplete("topic")
    async def _suggest_topics(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        used = set(await self._timeline.list_topics(get_audience_id(interaction)))
        return [choice for choice in self._topics.suggest(current) if choice.value in used]

    async def _unknown_topic_text(self, audience_id: int, typed: str) -> str:
        names = [
            escape(self._topics.get_name(slug))
            for slug in await self._timeline.list_topics(audience_id)
        ]
        return f"I don't have a topic called “{escape(clip(typed, 50))}”. Try {join_words(names)}."

    async def _no_events_text(self, audience_id: int, year: int | None, slug: str | None) -> str:
        about = f" about “{escape(self._topics.get_name(slug))}”" if slug else ""
        if year is None:
            return f"I don't have any dates{about} yet."
        years = [str(known) for known in await self._timeline.list_years(audience_id, slug)]
        known = f" Try {join_words(years, 12)}." if years else ""
        return f"I don't have anything{about} from {year}.{known}"
