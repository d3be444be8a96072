"""The timeline as a picture: how much happened when, and what is on the page."""

from __future__ import annotations

from cogs.timeline.picture import MAX_BARS, MAX_COUNTS, build_timeline_picture
from seeds.dates import PartialDate
from seeds.schema import Event
from tests.pictures.comparison import assert_as_stored, assert_describes, render


def build_event(date: str, title: str = "Something happens") -> Event:
    return Event(
        id=f"event.e{date}",
        date=PartialDate.parse(date),
        title=title,
        text="It does.",
        category="release",
        topics=("film",),
    )


def test_years_are_bars_and_those_on_the_page_are_marked() -> None:
    counts = {"1996": 1, "1997": 6, "2005": 2, "2025": 9, "2026": 3}
    shown = [build_event("2026-02-01"), build_event("2025-03"), build_event("2025")]
    picture = build_timeline_picture("The story so far", counts, shown)

    assert_as_stored(picture, "timeline")
    assert_describes(
        picture,
        "The story so far: 21 events. On this page: 2025 to 2026.",
        "Most events: 9 in 2025, 6 in 1997 and 3 in 2026.",
    )
    assert [bar.start for bar in picture.bars if bar.is_shown] == ["2025", "2026"]


def test_one_year_is_told_by_month() -> None:
    counts = {"1997-00": 1, "1997-04": 2, "1997-12": 4}
    shown = [build_event("1997-12-24"), build_event("1997-04-25"), build_event("1997")]
    picture = build_timeline_picture("The story so far, 1997", counts, shown)

    assert_as_stored(picture, "timeline-year")
    assert_describes(
        picture,
        "7 events. On this page: 1997 to December 24, 1997.",
        "Most events: 4 in December, 2 in April and 1 in an unknown month.",
    )


def test_centuries_fit_the_picture_and_its_description() -> None:
    for years in (range(1, 9999, 7), range(1900, 2020), range(1950, 2050, 2), range(2026, 2027)):
        counts = {f"{year:04}": 12 for year in years}
        shown = [build_event(f"{years[-1]:04}"), build_event(f"{years[0]:04}")]
        picture = build_timeline_picture("The story so far", counts, shown)

        assert len(picture.bars) <= MAX_BARS
        assert sum(1 for bar in picture.bars if bar.number) <= MAX_COUNTS
        assert sum(bar.number for bar in picture.bars) == 12 * len(years)
        assert_describes(picture, f"{12 * len(years):,} events.")
        render(picture)
