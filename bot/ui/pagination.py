"""Splits lists into pages, and builds the buttons that open a page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar, Self, TypeVar

from bot.base import Interaction
from bot.markdown import Markdown, format_number
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.replies import show_private_card, update_or_reply_private

ItemT = TypeVar("ItemT")
PageButtonT = TypeVar("PageButtonT", bound="PageButton")


def page_count(total: int, size: int) -> int:
    """Return how many pages of `size` items `total` items fill; at least 1."""
    return max(1, -(-total // size))


def clamp_page(page: int, total: int, size: int) -> int:
    """Return the existing page nearest to `page`: a list may be shorter than when a card was sent.

    Pages are counted from 0.
    """
    return min(max(page, 0), page_count(total, size) - 1)


def page_slice(items: Sequence[ItemT], page: int, size: int) -> Sequence[ItemT]:
    """Return the items of page `page`, counted from 0."""
    return items[page * size : (page + 1) * size]


def page_label(page: int, total: int, size: int) -> Markdown:
    """Return "Page 2 of 5" for page 1, counted from 0; "" when there is only one page."""
    count = page_count(total, size)
    return f"Page {format_number(page + 1)} of {format_number(count)}" if count > 1 else ""


class PageButton(PersistentButton, template=r"(?!)"):
    """A button that opens one page of a list.

    The custom id holds the page and the state that the list depends on, such as a filter. A
    subclass names them twice: in its template, as groups, and in `custom_id_format`, as fields.
    """

    custom_id_format: ClassVar[str]
    """Like "timeline:page:{page}:{year}"; `page` is required."""
    label: ClassVar[str] = "Open"
    updates_public_card: ClassVar[bool] = False
    """Whether the member who asked for a public card turns its pages in place."""

    def __init__(
        self, page: int = 0, label: str | None = None, disabled: bool = False, **state: str
    ) -> None:
        custom_id = self.custom_id_format.format(page=page, **state)
        super().__init__(label or self.label, custom_id, disabled=disabled)
        self.page = page
        self.state: Mapping[str, str] = state

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        state: dict[str, str] = match.groupdict()
        return cls(int(state.pop("page")), None, False, **state)

    async def press(self, interaction: Interaction) -> None:
        show = update_or_reply_private if self.updates_public_card else show_private_card
        await show(interaction, await self.page_card(interaction, self.page))

    async def page_card(self, interaction: Interaction, page: int) -> Card:
        """Build the card of page `page`, which may lie outside the list.

        Raises RefusedError when the member may not see the list.
        """
        raise NotImplementedError


def pager_buttons(
    page: int, total: int, size: int, button_type: type[PageButtonT], **state: str
) -> list[PageButtonT]:
    """Build the buttons to the previous and the next page, disabled at the ends of the list.

    An empty list when everything fits on one page.
    """
    last = page_count(total, size) - 1
    if last == 0:
        return []
    return [
        button_type(page - 1, "Previous", page <= 0, **state),
        button_type(page + 1, "Next", page >= last, **state),
    ]
