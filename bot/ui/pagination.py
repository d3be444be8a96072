"""Pages of a list, and the buttons that open and turn them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import ClassVar, Self, TypeVar

from bot.base import Interaction
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.replies import show_private_card

ItemT = TypeVar("ItemT")
ButtonT = TypeVar("ButtonT", bound=PersistentButton)


def page_count(total: int, size: int) -> int:
    """How many pages `total` things fill; an empty list still has its one page."""
    return max(1, -(-total // size))


def clamp_page(page: int, total: int, size: int) -> int:
    """The nearest page that exists: a list may have shrunk since its button was made."""
    return min(max(page, 0), page_count(total, size) - 1)


def page_slice(items: Sequence[ItemT], page: int, size: int) -> Sequence[ItemT]:
    """The items of page `page`, counted from 0."""
    return items[page * size : (page + 1) * size]


def page_label(page: int, total: int, size: int) -> str:
    """ "Page 2 of 5", counted from 1; nothing where there is but one."""
    count = page_count(total, size)
    return f"Page {page + 1} of {count}" if count > 1 else ""


def pager_buttons(
    page: int, total: int, size: int, make_button: Callable[[int, str, bool], ButtonT]
) -> list[ButtonT]:
    """Buttons to the page before and after, greyed at the ends; none when one page is all.

    `make` takes the page to go to, the label, and whether the button is off.
    """
    last = page_count(total, size) - 1
    if last == 0:
        return []
    return [
        make_button(page - 1, "Previous", page <= 0),
        make_button(page + 1, "Next", page >= last),
    ]


class PageButton(PersistentButton, template=r"(?!)"):
    """Opens one page of a list privately. Its template is its prefix and a group `page`."""

    prefix: ClassVar[str]
    label: ClassVar[str]

    def __init__(self, page: int = 0, label: str | None = None, disabled: bool = False) -> None:
        super().__init__(label or self.label, f"{self.prefix}:{page}", disabled=disabled)
        self._page = page

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["page"]))

    async def press(self, interaction: Interaction) -> None:
        await show_private_card(interaction, await self.page_card(interaction, self._page))

    async def page_card(self, interaction: Interaction, page: int) -> Card:
        """The card of page `page`, which may lie outside what there is."""
        raise NotImplementedError
