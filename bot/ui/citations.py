"""Sources as one line at the foot of a card, as a card of their own, and the button to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar, Self

from bot.base import Interaction, get_guild_id
from bot.markdown import Markdown, escape, format_link, format_number
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.dates import format_age, format_date
from bot.ui.replies import get_canon, show_private_card
from seeds.dates import DateInterval, PartialDate
from seeds.schema import Event, Origin, Source
from storage.canon.guild_canon import GuildCanon
from storage.store import Store

MAX_FOOTER_SOURCES = 2
_HALF_YEAR = 6
"""Months."""
UNKNOWN_PUBLISHER = "an article I can't place"
ENTRY_GONE_TEXT = "It was removed after this card was posted."
ENTRY_GONE_CARD = Card("That's gone", ENTRY_GONE_TEXT)
CERTAINTY_NOTES: dict[str, Markdown] = {
    "single source": "one source",
    "announced": "announced",
    "disputed": "sources disagree",
}
"""Notes on an event's certainty; what two sources agree on needs none."""
DATE_DISPUTED_NOTE = "sources disagree on the date"
"""Shown instead of the certainty where the date itself is in dispute."""

ORIGIN_LABELS: dict[Origin, Markdown] = {
    Origin.DOCUMENTS: "one of the articles I started with",
    Origin.GUILD: "added by this server",
}


async def get_shown_sources(store: Store, canon: GuildCanon, ids: Iterable[str]) -> list[Source]:
    """Return the sources with these ids as cards in the canon's guild show them.

    They are in the order asked for, without unknown ids.
    """
    return await hide_links(store, canon.guild_id, await canon.get_sources(ids))


async def hide_links(store: Store, guild_id: int | None, sources: Iterable[Source]) -> list[Source]:
    """Return the sources, those that members added without links if the guild hides these."""
    shown = list(sources)
    has_guild_sources = any(one.origin is Origin.GUILD for one in shown)
    if not has_guild_sources or (await store.guild_settings.get(guild_id)).shows_links:
        return shown
    return [
        one.model_copy(update={"url": None}) if one.origin is Origin.GUILD else one for one in shown
    ]


def source_line(sources: Sequence[Source], today: date) -> Markdown:
    """Return "Sources: Collider, January 30, 2025 (1 year ago) · People, 2024 · and 2 more".

    Only the newest of those shown has its age: that is how old the card's information is.
    """
    shown = sources[:MAX_FOOTER_SOURCES]
    newest = max(shown, key=_get_last_publication_day, default=None)
    dates: list[Markdown] = [_format_short_date(one) for one in shown]
    names: list[Markdown] = [
        f"{_format_publisher(one)}, {_add_age(when, one, today) if one is newest else when}"
        for one, when in zip(shown, dates, strict=True)
    ]
    if len(sources) > len(shown):
        names.append(f"and {format_number(len(sources) - len(shown))} more")
    return f"{'Source' if len(sources) == 1 else 'Sources'}: {' · '.join(names)}"


def certainty_note(event: Event) -> Markdown:
    """ " *(one source)*", the doubt about an event as it follows its title; "" without one."""
    mark = DATE_DISPUTED_NOTE if event.date_disputed else CERTAINTY_NOTES.get(event.certainty or "")
    return f" *({mark})*" if mark else ""


def sources_card(sources: Sequence[Source], today: date) -> Card:
    """Build the card of every source with its date, how that is known, and its address.

    No sources mean that the entry is gone, and the card says so.
    """
    if not sources:
        return ENTRY_GONE_CARD
    return Card("Sources", "\n".join(_format_source(source, today) for source in sources))


def format_publication(source: Source, today: date) -> Markdown:
    """Return the publication date as far as it is known, with its age; "undated" without one."""
    return _add_age(format_publication_date(source), source, today)


class SourcesButton(PersistentButton, template=r"(?!)"):
    """A button that opens the sources of a card privately."""

    def __init__(self, custom_id: str) -> None:
        super().__init__("Sources", custom_id)

    async def press(self, interaction: Interaction) -> None:
        bot = interaction.client
        cited = await self.get_sources(interaction)
        sources = await hide_links(bot.store, get_guild_id(interaction), cited)
        card = sources_card(sources, await bot.today_for(interaction))
        await show_private_card(interaction, card)

    async def get_sources(self, interaction: Interaction) -> Sequence[Source]:
        """Return the sources to show, with their links; none when what cited them is gone."""
        raise NotImplementedError


class EntrySourcesButton(SourcesButton, template=r"sources:(?P<id>[a-z0-9.-]{1,64})"):
    """Opens the sources that one entry cites."""

    custom_id_format: ClassVar[str] = "sources:{}"
    """The custom id, with a place for the entry's id."""

    def __init__(self, entry_id: str) -> None:
        super().__init__(self.custom_id_format.format(entry_id))
        self._entry_id = entry_id

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(match["id"])

    async def get_sources(self, interaction: Interaction) -> Sequence[Source]:
        return await get_canon(interaction).get_cited_sources(self._entry_id)


def format_publication_date(source: Source) -> Markdown:
    """Return the publication date as far as it is known; "undated" without one."""
    return format_date(source.published) if source.published else "undated"


def _format_short_date(source: Source) -> Markdown:
    """Return the publication date for a line; of one between two months, the part of the year."""
    when = source.published
    if not isinstance(when, DateInterval) or when.end is None or when.start.year != when.end.year:
        return format_publication_date(source)
    if when.end.last_day.month <= _HALF_YEAR:
        return f"early {format_number(when.end.year)}"
    if when.start.first_day.month > _HALF_YEAR:
        return f"late {format_number(when.end.year)}"
    return format_publication_date(source)


def _add_age(words: Markdown, source: Source, today: date) -> Markdown:
    if isinstance(source.published, PartialDate):
        return f"{words} ({format_age(source.published, today)})"
    return words


def _get_last_publication_day(source: Source) -> date:
    match source.published:
        case PartialDate() as when:
            return when.last_day
        case DateInterval() as interval:
            return (interval.end or interval.start).last_day
        case None:
            return date.min


def _format_source(source: Source, today: date) -> Markdown:
    lines: list[Markdown] = [
        f"**{_format_publisher(source)}** · {format_publication(source, today)}",
        escape(source.title),
    ]
    if source.origin in ORIGIN_LABELS:
        lines.append(f"-# Origin: {ORIGIN_LABELS[source.origin]}")
    if source.reference:
        lines.append(f"-# Where: {escape(source.reference)}")
    if source.dating:
        lines.append(f"-# Date: {escape(source.dating)}")
    return "\n".join(lines)


def _format_publisher(source: Source) -> Markdown:
    name = source.publisher or UNKNOWN_PUBLISHER
    return format_link(name, source.url) if source.url else escape(name)
