"""The timeline's pages and their buttons."""

from __future__ import annotations

import re
from typing import NamedTuple, Self

from bot.base import BotBase, Interaction
from bot.ui import pagination
from bot.ui.card import Card
from bot.ui.citations import sources_card
from bot.ui.components import PersistentButton
from bot.ui.replies import get_audience_id, get_canon, show_private_card, update_or_reply_private
from cogs.timeline.cards import timeline_card
from seeds.schema import Event
from storage.canon.timeline import TimelinePage

PAGE_SIZE = 8
_STATE_PATTERN = r"(?P<page>-?\d{1,4}):(?P<year>\d{0,4}):(?P<topic>[a-z0-9-]{0,40})"


class TimelineFilter(NamedTuple):
    """Which events fit; None fits all."""

    year: int | None
    topic: str | None

    def build_title(self, bot: BotBase) -> str:
        """ "The story so far", with the subject and the year when there is one."""
        names = {topic.slug: topic.name for topic in bot.manifest.topics}
        subject = names.get(self.topic, self.topic) if self.topic else "The story so far"
        return f"{subject}, {self.year}" if self.year else subject

    def to_custom_id(self, page: int) -> str:
        """This filter and a page as part of a custom id."""
        return f"{page}:{self.year or ''}:{self.topic or ''}"

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        """The filter that `state` wrote."""
        return cls(int(match["year"]) if match["year"] else None, match["topic"] or None)


class TimelinePageButton(PersistentButton, template=f"timeline:page:{_STATE_PATTERN}"):
    """Turns to another page."""

    def __init__(self, event_filter: TimelineFilter, page: int, label: str, disabled: bool) -> None:
        super().__init__(
            label, f"timeline:page:{event_filter.to_custom_id(page)}", disabled=disabled
        )
        self._event_filter = event_filter
        self._page = page

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(TimelineFilter.from_match(match), int(match["page"]), "Turn", disabled=False)

    async def press(self, interaction: Interaction) -> None:
        card = await timeline_page(
            interaction.client, get_audience_id(interaction), self._event_filter, self._page
        )
        await update_or_reply_private(
            interaction, card or Card("Nothing left here", "These entries are gone.")
        )


class TimelineSourcesButton(PersistentButton, template=f"timeline:sources:{_STATE_PATTERN}"):
    """Opens the sources of everything on one page."""

    def __init__(self, event_filter: TimelineFilter, page: int) -> None:
        super().__init__("Sources", f"timeline:sources:{event_filter.to_custom_id(page)}")
        self._event_filter = event_filter
        self._page = page

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(TimelineFilter.from_match(match), int(match["page"]))

    async def press(self, interaction: Interaction) -> None:
        bot = interaction.client
        found = await _load_page(bot, get_audience_id(interaction), self._event_filter, self._page)
        sources = await get_canon(interaction).get_sources(_list_source_ids(found.events))
        await show_private_card(interaction, sources_card(sources, bot.today()))


BUTTONS = (TimelinePageButton, TimelineSourcesButton)


async def timeline_page(
    bot: BotBase, audience_id: int, event_filter: TimelineFilter, page: int
) -> Card | None:
    """The nearest page that exists, over its buttons; None when no event fits."""
    found = await _load_page(bot, audience_id, event_filter, page)
    if not found.total:
        return None
    page = pagination.clamp_page(page, found.total, PAGE_SIZE)
    if not found.events:
        found = await _load_page(bot, audience_id, event_filter, page)
    card = timeline_card(
        event_filter.build_title(bot),
        found.events,
        pagination.page_label(page, found.total, PAGE_SIZE),
        await bot.store.canon.for_guild(audience_id).get_sources(_list_source_ids(found.events)),
        bot.today(),
    )
    pager = pagination.pager_buttons(
        page,
        found.total,
        PAGE_SIZE,
        lambda to, label, off: TimelinePageButton(event_filter, to, label, off),
    )
    return card.with_buttons(*pager, TimelineSourcesButton(event_filter, page))


async def _load_page(
    bot: BotBase, audience_id: int, event_filter: TimelineFilter, page: int
) -> TimelinePage:
    return await bot.store.timeline.get_page(
        audience_id,
        year=event_filter.year,
        topic=event_filter.topic,
        offset=max(page, 0) * PAGE_SIZE,
        limit=PAGE_SIZE,
    )


def _list_source_ids(events: list[Event]) -> list[str]:
    return [name for event in events for name in event.sources]
