"""The timeline's pages and their buttons."""

from __future__ import annotations

import re
from typing import NamedTuple, Self

import discord

from bot.client import FanBot
from bot.ui import pagination
from bot.ui.card import Card
from bot.ui.citations import sources_card
from bot.ui.components import PersistentButton
from bot.ui.replies import audience_of, canon_for, open_private, turn_page
from cogs.timeline.cards import timeline_card
from seeds.schema import Event
from storage.canon.timeline import TimelinePage

PAGE_SIZE = 8
_STATE = r"(?P<page>-?\d{1,4}):(?P<year>\d{0,4}):(?P<topic>[a-z0-9-]{0,40})"


class Filter(NamedTuple):
    """Which events fit; None fits all."""

    year: int | None
    topic: str | None

    def title(self, bot: FanBot) -> str:
        """ "The story so far", with the subject and the year when there is one."""
        names = {topic.slug: topic.name for topic in bot.manifest.topics}
        subject = names.get(self.topic, self.topic) if self.topic else "The story so far"
        return f"{subject}, {self.year}" if self.year else subject

    def state(self, page: int) -> str:
        """This filter and a page as part of a custom id."""
        return f"{page}:{self.year or ''}:{self.topic or ''}"

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The filter that `state` wrote."""
        return cls(int(match["year"]) if match["year"] else None, match["topic"] or None)


class TurnButton(PersistentButton, template=f"timeline:page:{_STATE}"):
    """Turns to another page."""

    def __init__(self, fits: Filter, page: int, label: str, disabled: bool) -> None:
        super().__init__(label, f"timeline:page:{fits.state(page)}", disabled=disabled)
        self._fits = fits
        self._page = page

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(Filter.of(match), int(match["page"]), "Turn", disabled=False)

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        card = await timeline_page(
            interaction.client, audience_of(interaction), self._fits, self._page
        )
        await turn_page(interaction, card or Card("Nothing left here", "These entries are gone."))


class SourcesButton(PersistentButton, template=f"timeline:sources:{_STATE}"):
    """Opens the sources of everything on one page."""

    def __init__(self, fits: Filter, page: int) -> None:
        super().__init__("Sources", f"timeline:sources:{fits.state(page)}")
        self._fits = fits
        self._page = page

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(Filter.of(match), int(match["page"]))

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        bot = interaction.client
        found = await _read(bot, audience_of(interaction), self._fits, self._page)
        sources = await canon_for(interaction).get_sources(_cited(found.events))
        await open_private(interaction, sources_card(sources, bot.today()))


BUTTONS = (TurnButton, SourcesButton)


async def timeline_page(bot: FanBot, audience_id: int, fits: Filter, page: int) -> Card | None:
    """The nearest page that exists, over its buttons; None when no event fits."""
    found = await _read(bot, audience_id, fits, page)
    if not found.total:
        return None
    page = pagination.clamp(page, found.total, PAGE_SIZE)
    if not found.events:
        found = await _read(bot, audience_id, fits, page)
    card = timeline_card(
        fits.title(bot),
        found.events,
        pagination.position(page, found.total, PAGE_SIZE),
        await bot.store.canon.for_guild(audience_id).get_sources(_cited(found.events)),
        bot.today(),
    )
    turners = pagination.turners(
        page, found.total, PAGE_SIZE, lambda to, label, off: TurnButton(fits, to, label, off)
    )
    return card.with_buttons(*turners, SourcesButton(fits, page))


async def _read(bot: FanBot, audience_id: int, fits: Filter, page: int) -> TimelinePage:
    return await bot.store.timeline.get_page(
        audience_id,
        year=fits.year,
        topic=fits.topic,
        offset=max(page, 0) * PAGE_SIZE,
        limit=PAGE_SIZE,
    )


def _cited(events: list[Event]) -> list[str]:
    return [name for event in events for name in event.sources]
