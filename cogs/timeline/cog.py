"""The `/timeline` command."""

from __future__ import annotations

from collections.abc import Sequence

from discord import app_commands
from discord.ext import commands

from bot.base import BotBase, Interaction, get_pack
from bot.markdown import Markdown, escape, format_number
from bot.permissions import ANYWHERE
from bot.ui.name_search import MAX_CHOICES, NameIndex
from bot.ui.replies import get_audience_id, get_canon, reply_card, reply_text
from bot.ui.text import clip, join_words
from bot.welcome.first_commands import HELP_POSITION
from cogs.timeline.views import TimelineFilter, timeline_page
from storage.canon.guild_canon import GuildCanon

MAX_YEARS_LISTED = 8


class TimelineCog(commands.Cog, name="Timeline"):
    """The command that lists dated events."""

    def __init__(self, bot: BotBase) -> None:
        self._timeline = bot.store.timeline

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
        slug = (await _get_topics(interaction)).find(topic) if topic else None
        if topic and slug is None:
            await reply_text(interaction, await self._unknown_topic_text(interaction, topic))
            return
        card = await timeline_page(
            interaction.client, get_audience_id(interaction), TimelineFilter(year, slug), 0
        )
        if card is None:
            await reply_text(interaction, await self._no_events_text(interaction, year, slug))
        else:
            await reply_card(interaction, card)

    @timeline.autocomplete("year")
    async def suggest_years(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        typed = interaction.namespace.topic
        slug = (await _get_topics(interaction)).find(typed) if typed else None
        years = await self._timeline.list_years(get_audience_id(interaction), slug)
        fitting = [year for year in years if str(year).startswith(str(current).strip())]
        return [app_commands.Choice(name=str(year), value=year) for year in fitting[:MAX_CHOICES]]

    @timeline.autocomplete("topic")
    async def _suggest_topics(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        used = set(await self._timeline.list_topics(get_audience_id(interaction)))
        suggested = (await _get_topics(interaction)).suggest(current)
        return [choice for choice in suggested if choice.value in used]

    async def _unknown_topic_text(self, interaction: Interaction, typed: str) -> Markdown:
        pack = get_pack(interaction)
        names: list[Markdown] = [
            escape(pack.get_topic_name(slug))
            for slug in await self._timeline.list_topics(get_audience_id(interaction))
        ]
        return f"I don't have a topic called “{escape(clip(typed, 50))}”. Try {join_words(names)}."

    async def _no_events_text(
        self, interaction: Interaction, year: int | None, slug: str | None
    ) -> Markdown:
        name = escape(get_pack(interaction).get_topic_name(slug)) if slug else ""
        about = f" about “{name}”" if slug else ""
        if year is None:
            return f"I don't have any dates{about} yet."
        found = await self._timeline.list_years(get_audience_id(interaction), slug)
        return f"I don't have anything{about} from {format_number(year)}.{suggest_years(found)}"


def suggest_years(years: Sequence[int]) -> Markdown:
    """Return " Try 2020 and 2019."; of many years, the first and the last; "" without any."""
    if len(years) <= MAX_YEARS_LISTED:
        listed: list[Markdown] = [format_number(one) for one in years]
        return f" Try {join_words(listed)}." if listed else ""
    first, last = min(years), max(years)
    gaps = "" if last - first < len(years) else ", with gaps"
    return f" I have {format_number(first)} to {format_number(last)}{gaps}."


async def _get_topics(interaction: Interaction) -> NameIndex:
    """Return the topics of the pack by their names."""
    return await get_canon(interaction).pack.derive(_index_topics)


async def _index_topics(canon: GuildCanon) -> NameIndex:
    return NameIndex({topic.slug: (topic.name,) for topic in canon.manifest.topics})
