"""The release date that stands, and the time until it, never more exactly than it is known."""

from __future__ import annotations

from datetime import date

import pytest

from bot.ui.dates import format_time_until
from bot.ui.entry_cards import find_release_date, release_line
from seeds.dates import PartialDate
from seeds.pack import FILM_STAGES, Manifest
from seeds.schema import Status

TODAY = date(2026, 11, 28)
MANIFEST = Manifest(
    slug="lantern",
    title="Lantern",
    work="The Paper Lantern",
    awaited="the second lantern",
    description="Lamps.",
    colour="#ffaa00",
    motto="Light.",
    topics=(),
    people=(),
    stages=FILM_STAGES,
)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-11-28", "today"),
        ("2026-11-29", "tomorrow"),
        ("2027-03-28", "in 120 days"),
        ("2027-03-28~", "in about 120 days"),
        ("2030-11-28", "in 1,461 days"),
        ("2026-11", "this month"),
        ("2026-12", "next month"),
        ("2027-03", "in about 4 months"),
        ("2028-12", "in about 2 years and 1 month"),
        ("2026", "this year"),
        ("2027", "next year"),
        ("2029", "in 3 years"),
        ("2026-11-27", "yesterday"),
        ("2026-09", "about 2 months ago"),
        ("2025", "last year"),
    ],
)
def test_the_time_until_a_date_is_as_exact_as_the_date(when: str, expected: str) -> None:
    assert format_time_until(PartialDate.parse(when), TODAY) == expected


def build_statuses(*stages: str) -> list[Status]:
    """Return statuses, the newest first; "dated 2027" has a release date."""
    return [
        Status(
            id=f"status.{number}",
            as_of=PartialDate(2026),
            stage=stage.partition(" ")[0],
            headline="News",
            text="News.",
            certainty="reported",
            release_date=PartialDate.parse(stage.partition(" ")[2]) if " " in stage else None,
        )
        for number, stage in enumerate(stages)
    ]


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        (["dated 2027-06"], "2027-06"),
        (["dated 2027-06", "dated 2027-03"], "2027-06"),
        (["post-production", "filming 2027", "deals"], "2027"),
        (["filming", "filming 2027"], "2027"),
        (["filming", "dated 2027"], None),
        (["filming", "stalled", "filming 2027"], None),
        (["stalled", "dated 2027"], None),
        (["cancelled", "dated 2027"], None),
        (["released", "dated 2027"], None),
        (["dated", "filming 2027"], "2027"),
        (["deals", "writing"], None),
        (["no-such-stage", "dated 2027"], None),
    ],
)
def test_a_date_stands_until_another_or_until_the_production_falls_back(
    stages: list[str], expected: str | None
) -> None:
    found = find_release_date(build_statuses(*stages), MANIFEST)
    assert found == (PartialDate.parse(expected) if expected else None)


def test_a_date_that_has_passed_says_that_nothing_came() -> None:
    line = release_line(PartialDate(2026, 11, 25), TODAY)
    assert line == (
        "**Release date:** November 25, 2026 (3 days ago). I haven't heard that it's out."
    )
