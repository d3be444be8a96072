"""The tour: private cards that a member tries one after the other, which features add."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Self

import discord

from bot.base import Interaction, ResourceKey
from bot.markdown import Markdown, format_number
from bot.ui.card import Card, FramedCard
from bot.ui.components import PersistentButton
from bot.ui.pagination import clamp_page
from bot.ui.replies import KEPT_PREFIX, replace_private_card

EMPTY_TOUR = Card("Nothing to see yet", "Type / to see what you can ask.")


@dataclass(frozen=True, slots=True)
class TourStop:
    """One card of the tour."""

    position: int
    """The sort key of the stop; the lowest comes first."""
    sentence: Markdown
    """What the card shows, and by which command a member gets it again."""
    build_card: Callable[[Interaction], Awaitable[Card]]
    """Return the card as the command shows it, with its buttons."""


class Tour:
    """The stops that the loaded features have added."""

    def __init__(self) -> None:
        self._stops: dict[int, TourStop] = {}

    @property
    def stops(self) -> Sequence[TourStop]:
        """The stops in their order."""
        return [self._stops[position] for position in sorted(self._stops)]

    def add(self, stop: TourStop) -> None:
        """Add a stop; it replaces the one with the same position."""
        self._stops[stop.position] = stop


TOUR = ResourceKey[Tour]("tour")


class StartTourButton(PersistentButton, template=r"tour:start"):
    """A button that shows the first card of the tour to the member alone."""

    def __init__(self, style: discord.ButtonStyle = discord.ButtonStyle.secondary) -> None:
        super().__init__("Show me around", "tour:start", style=style)

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:  # noqa: ARG003 - it has no state
        return cls()

    async def press(self, interaction: Interaction) -> None:
        await replace_private_card(interaction, await build_tour_card(interaction, 0))


class TourButton(PersistentButton, template=rf"{KEPT_PREFIX}(?P<page>\d{{1,2}})"):
    """A button that shows another card of the tour in place of this one."""

    def __init__(self, page: int, label: str = "", *, disabled: bool = False) -> None:
        style = (
            discord.ButtonStyle.primary if label == "Next stop" else discord.ButtonStyle.secondary
        )
        super().__init__(label, f"{KEPT_PREFIX}{page}", style=style, disabled=disabled)
        self._page = page

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["page"]))

    async def press(self, interaction: Interaction) -> None:
        await replace_private_card(interaction, await build_tour_card(interaction, self._page))


TOUR_BUTTONS = (StartTourButton, TourButton)


async def build_tour_card(interaction: Interaction, page: int) -> Card:
    """Build the stop nearest to `page`, counted from 0, between its sentence and the way on."""
    stops = interaction.client.resources[TOUR].stops
    if not stops:
        return EMPTY_TOUR
    page = clamp_page(page, len(stops), 1)
    card = await stops[page].build_card(interaction)
    position = f"{format_number(page + 1)} of {format_number(len(stops))}"
    return FramedCard(
        card.title,
        card.body,
        card.footer,
        card.buttons,
        card.picture,
        above=f"**{position}** · {stops[page].sentence}",
        rows=[_build_ways(page, len(stops))],
    )


def _build_ways(page: int, count: int) -> Sequence[TourButton]:
    """Return the buttons to the card before and the next; at the end, the way to the beginning."""
    if page + 1 < count:
        back = TourButton(max(page - 1, 0), "Back", disabled=page == 0)
        return (back, TourButton(page + 1, "Next stop"))
    return (TourButton(max(page - 1, 0), "Back"), TourButton(0, "Start over"))
