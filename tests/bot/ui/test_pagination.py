"""Pages cut a list without losing or repeating anything, and buttons lead only where pages are."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.pagination import (
    PageButton,
    clamp_page,
    page_count,
    page_label,
    page_slice,
    pager_buttons,
)

TOTALS, SIZES = st.integers(0, 200), st.integers(1, 25)


class TurnButton(PageButton, template=r"turn:(?P<page>-?\d+)"):
    """Goes to one page."""

    custom_id_format = "turn:{page}"


class FilteredButton(PageButton, template=r"filtered:(?P<page>-?\d+):(?P<year>\d*)"):
    """Opens one page of what a year has."""

    custom_id_format = "filtered:{page}:{year}"


class HistoryButton(PageButton, template=r"history:(?P<page>-?\d+)"):
    """Opens one page of a history."""

    custom_id_format = "history:{page}"
    label = "History"


def shown(page: int, total: int, size: int) -> list[tuple[str | None, str | None, bool]]:
    """Label, id and whether it is off, of each turning button."""
    buttons = pager_buttons(page, total, size, TurnButton)
    return [(one.item.label, one.item.custom_id, one.item.disabled) for one in buttons]


@given(TOTALS, SIZES)
def test_the_pages_together_are_the_list(total: int, size: int) -> None:
    things = list(range(total))
    pages = [page_slice(things, page, size) for page in range(page_count(total, size))]

    assert [thing for page in pages for thing in page] == things
    assert all(0 < len(page) <= size for page in pages) or pages == [[]]


@given(st.integers(-1000, 1000), TOTALS, SIZES)
def test_a_page_that_is_gone_becomes_the_nearest_there_is(page: int, total: int, size: int) -> None:
    nearest = clamp_page(page, total, size)
    pages = range(page_count(total, size))

    assert nearest == min(pages, key=lambda one: abs(one - page))


@given(TOTALS, SIZES, st.data())
def test_buttons_are_on_exactly_where_a_page_follows(
    total: int, size: int, data: st.DataObject
) -> None:
    pages = page_count(total, size)
    page = data.draw(st.integers(0, pages - 1))

    buttons = shown(page, total, size)

    assert bool(buttons) == (pages > 1)
    for _, custom_id, disabled in buttons:
        target = int(str(custom_id).removeprefix("turn:"))
        assert abs(target - page) == 1
        assert disabled == (target not in range(pages))


def test_the_middle_page_turns_both_ways() -> None:
    assert shown(1, 25, 10) == [("Previous", "turn:0", False), ("Next", "turn:2", False)]
    assert page_label(1, 25, 10) == "Page 2 of 3"


@pytest.mark.parametrize("total", [0, 1, 10])
def test_one_page_needs_neither_buttons_nor_a_number(total: int) -> None:
    assert shown(0, total, 10) == []
    assert page_label(0, total, 10) == ""


def test_a_button_that_opens_a_page_keeps_the_page_in_its_id() -> None:
    assert HistoryButton().custom_id == "history:0"
    assert HistoryButton().item.label == "History"
    older = HistoryButton(3, "Older", disabled=True)
    assert (older.custom_id, older.item.label, older.item.disabled) == ("history:3", "Older", True)


async def test_a_clicked_button_is_made_again_from_its_id() -> None:
    template = HistoryButton(3).template
    match = re.fullmatch(template, "history:3")
    assert match is not None

    assert HistoryButton.from_match(match).custom_id == "history:3"


def test_both_buttons_of_a_filtered_list_keep_its_filter() -> None:
    buttons = pager_buttons(1, 25, 10, FilteredButton, year="2025")

    assert [one.custom_id for one in buttons] == ["filtered:0:2025", "filtered:2:2025"]


def test_a_clicked_button_knows_its_filter() -> None:
    match = re.fullmatch(FilteredButton(3, year="2025").template, "filtered:3:2025")
    assert match is not None

    clicked = FilteredButton.from_match(match)

    assert (clicked.page, clicked.state) == (3, {"year": "2025"})
