"""How long the production stayed in each stage, as exactly as its dates tell."""

from __future__ import annotations

from datetime import date

import pytest

from cogs.status.road import Stay, build_road, format_time_between
from seeds.dates import PartialDate
from seeds.pack import FILM_STAGES, Manifest
from seeds.schema import Status

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
TODAY = date(2026, 11, 28)


def build_status(as_of: str, stage: str) -> Status:
    return Status(
        id=f"status.{as_of}",
        as_of=PartialDate.parse(as_of),
        stage=stage,
        headline="News",
        text="News.",
        certainty="reported",
    )


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2025-01-01", "2025-01-01", "0 days"),
        ("2025-01-01", "2025-01-02", "1 day"),
        ("2025-01-01", "2025-02-25", "55 days"),
        ("2025-01-31", "2025-03-30", "58 days"),
        ("2025-01-31", "2025-03-31", "2 months"),
        ("2022-06-29", "2024-02-01", "1 year and 7 months"),
        ("2024-02-01", "2025-02-01", "1 year"),
        ("2024-02", "2024-11", "about 9 months"),
        ("2024-02-01~", "2024-11-01", "about 9 months"),
        ("2024-02", "2024-02-20", ""),
        ("2024", "2026-03", "about 2 years"),
        ("2024", "2024-05-03", ""),
        ("2025-01", "2024-05-03", ""),
    ],
)
def test_the_time_in_a_stage_is_as_exact_as_its_dates(start: str, end: str, words: str) -> None:
    assert format_time_between(PartialDate.parse(start), PartialDate.parse(end)) == words


def test_statuses_of_one_stage_in_a_row_are_one_stay() -> None:
    statuses = [
        build_status("2026-09-28", "stalled"),
        build_status("2025-03-01", "writing"),
        build_status("2024-02-01", "writing"),
        build_status("2022-06-29", "rumoured"),
    ]

    road = build_road(statuses, MANIFEST, TODAY, 4)

    assert (road.present, road.reached, len(road.stages), road.earlier) == ("Stalled", 2, 8, 0)
    assert road.stays == (
        Stay("Rumored", "June 29, 2022", "1 year and 7 months", False),
        Stay("Writing", "February 1, 2024", "2 years and 7 months", False),
        Stay("Stalled", "September 28, 2026", "2 months", True),
    )


def test_only_the_latest_stays_are_told_and_the_others_counted() -> None:
    stages = ("deals", "writing", "deals", "writing", "rumoured")
    statuses = [build_status(f"202{6 - place}", stage) for place, stage in enumerate(stages)]

    road = build_road(statuses, MANIFEST, TODAY, 3)

    assert [stay.stage for stay in road.stays] == ["Deals", "Writing", "Deals"]
    assert road.earlier == 2
    assert road.reached == 3


def test_a_stage_that_was_passed_without_a_report_is_told_apart() -> None:
    statuses = [build_status("2026-10-01", "filming"), build_status("2026-01-01", "writing")]

    road = build_road(statuses, MANIFEST, TODAY, 4)

    assert road.reached == 5
    assert road.skipped == ("Rumored", "Deals", "Greenlit")


def test_a_stage_that_the_pack_no_longer_names_is_off_the_road() -> None:
    road = build_road([build_status("2026-01-01", "glued-together")], MANIFEST, TODAY, 4)

    assert (road.present, road.reached) == ("Glued together", 0)
