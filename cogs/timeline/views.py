"""The pages of the timeline and their buttons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self

from bot.base import BotBase, Interaction, get_former_slug
from bot.markdown import Markdown, escape, format_number
from bot.packs.shown_pack import ShownPack
from bot.ui import pagination
from bot.ui.card import Card, Picture, draw_picture
from bot.ui.citations import SourcesButton, get_shown_sources
from bot.ui.pagination import PageButton
from bot.ui.replies import get_audience_id, get_canon
from cogs.timeline.cards import timeline_card
from cogs.timeline.picture import build_timeline_picture
from seeds.schema import Event, Source
from storage.canon.timeline import TimelinePage

PAGE_SIZE = 8
NO_EVENTS_CARD = Card("Nothing left here", "They've been removed.")
_STATE_PATTERN = r"(?P<page>-?\d{1,4}):(?P<year>\d{0,4}):(?P<topic>[a-z0-9-]{0,40})"


class TimelineFilter(NamedTuple):
    """The events to show; None means all years, or all topics."""

    year: int | None
    topic: str | None

    def build_title(self, pack: ShownPack) -> Markdown:
        """Return "The story so far" or the topic's name, with the year when there is one."""
        subject = escape(pack.get_topic_name(self.topic)) if self.topic else "The story so far"
        return f"{subject}, {format_number(self.year)}" if self.year else subject

    def to_state(self) -> dict[str, str]:
        """Return the fields of a custom id, "" for None."""
        return {"year": str(self.year or ""), "topic": self.topic or ""}

    @classmethod
    def from_state(cls, state: Mapping[str, str]) -> Self:
        """Build the filter from the fields of a custom id, as `to_state` gives them."""
        return cls(int(state["year"]) if state["year"] else None, state["topic"] or None)


class TimelinePageButton(PageButton, template=f"timeline:page:{_STATE_PATTERN}"):
    """Opens a page of the events that fit a filter."""

    custom_id_format = "timeline:page:{page}:{year}:{topic}"
    updates_public_card = True

    async def page_card(self, interaction: Interaction, page: int) -> Card:
        event_filter = TimelineFilter.from_state(self.state)
        audience_id = get_audience_id(interaction)
        card = await timeline_page(interaction.client, audience_id, event_filter, page)
        return card or NO_EVENTS_CARD


class TimelineSourcesButton(SourcesButton, template=f"timeline:sources:{_STATE_PATTERN}"):
    """Opens the sources of all events on one page."""

    def __init__(self, event_filter: TimelineFilter, page: int) -> None:
        state = event_filter.to_state()
        super().__init__(f"timeline:sources:{page}:{state['year']}:{state['topic']}")
        self._event_filter = event_filter
        self._page = page

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(TimelineFilter.from_state(match.groupdict()), int(match["page"]))

    async def get_sources(self, interaction: Interaction) -> Sequence[Source]:
        audience_id = get_audience_id(interaction)
        slug = get_former_slug(interaction)
        found = await _load_page(
            interaction.client, audience_id, self._event_filter, self._page, slug
        )
        return await get_canon(interaction).get_sources(_list_source_ids(found.events))


BUTTONS = (TimelinePageButton, TimelineSourcesButton)


async def whole_timeline_card(interaction: Interaction) -> Card:
    """Build the first page of all events."""
    everything = TimelineFilter(None, None)
    card = await timeline_page(interaction.client, get_audience_id(interaction), everything, 0)
    return card or NO_EVENTS_CARD


async def timeline_page(
    bot: BotBase, audience_id: int, event_filter: TimelineFilter, page: int
) -> Card | None:
    """Build the existing page nearest to `page`, with its buttons; None when no event fits."""
    found = await _load_page(bot, audience_id, event_filter, page)
    if not found.total:
        return None
    page = pagination.clamp_page(page, found.total, PAGE_SIZE)
    if not found.events:
        found = await _load_page(bot, audience_id, event_filter, page)
    canon = bot.store.canon.for_guild(audience_id)
    card = timeline_card(
        event_filter.build_title(bot.packs.get(audience_id)),
        found.events,
        pagination.page_label(page, found.total, PAGE_SIZE),
        await get_shown_sources(bot.store, canon, _list_source_ids(found.events)),
        await bot.today_in(audience_id),
        found.births_left_out,
    )
    card = card.with_picture(await _draw_timeline(bot, audience_id, event_filter, found.events))
    pager = pagination.pager_buttons(
        page, found.total, PAGE_SIZE, TimelinePageButton, **event_filter.to_state()
    )
    return card.with_buttons(*pager, TimelineSourcesButton(event_filter, page))


async def _draw_timeline(
    bot: BotBase, audience_id: int, event_filter: TimelineFilter, shown: Sequence[Event]
) -> Picture | None:
    year, topic = event_filter
    counts = await bot.store.timeline.count_by_time(audience_id, year=year, topic=topic)
    pack = bot.packs.get(audience_id)
    drawing = build_timeline_picture(event_filter.build_title(pack), counts, shown)
    return await draw_picture(pack.pictures, drawing)


async def _load_page(
    bot: BotBase, audience_id: int, event_filter: TimelineFilter, page: int, pack_slug: str = ""
) -> TimelinePage:
    return await bot.store.timeline.get_page(
        audience_id,
        year=event_filter.year,
        topic=event_filter.topic,
        offset=max(page, 0) * PAGE_SIZE,
        limit=PAGE_SIZE,
        pack_slug=pack_slug,
    )


def _list_source_ids(events: list[Event]) -> list[str]:
    return [name for event in events for name in event.sources]
