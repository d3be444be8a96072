"""The line that counts the days to the next awaited date."""

from __future__ import annotations

from datetime import date

import pytest

from cogs.status.cards import format_awaited_date
from seeds.dates import PartialDate
from seeds.promises.awaited_dates import AwaitedDate
from seeds.schema import Event, Status

TODAY = date(2026, 11, 30)
STATUS = Status(
    id="status.one",
    as_of=PartialDate(2026),
    stage="writing",
    headline="A headline",
    text="A text.",
    certainty="reported",
)
EVENT = Event(
    id="event.premiere",
    date=PartialDate(2027),
    title="The premiere",
    text="It opens.",
    category="release",
    topics=("cast",),
)


@pytest.mark.parametrize(
    ("due", "line"),
    [
        ("2026-11-30", "November 30, 2026, the last day: “It opens”"),
        ("2026-12-01", "December 1, 2026, 1 day left: “It opens”"),
        ("2026-12", "by the end of December 2026, 31 days left: “It opens”"),
        ("2027", "by the end of 2027, 396 days left: “It opens”"),
        ("2030", "by the end of 2030, 1,492 days left: “It opens”"),
        ("2030~", "around 2030: “It opens”"),
    ],
)
def test_a_promise_has_the_days_until_it_can_no_longer_be_kept(due: str, line: str) -> None:
    awaited = AwaitedDate("status.one#1", "It opens", PartialDate.parse(due), STATUS)
    assert format_awaited_date(awaited, TODAY) == f"**Next promised date:** {line}"


@pytest.mark.parametrize(
    ("when", "line"),
    [
        ("2026-12-01", "December 1, 2026, tomorrow: The premiere"),
        ("2027-02", "February 2027, in 63 days: The premiere"),
    ],
)
def test_an_event_has_the_days_until_it_may_happen(when: str, line: str) -> None:
    awaited = AwaitedDate("event.premiere", "The premiere", PartialDate.parse(when), EVENT)
    assert format_awaited_date(awaited, TODAY) == f"**Coming up:** {line}"
