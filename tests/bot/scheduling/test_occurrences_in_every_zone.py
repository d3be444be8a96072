"""Every zone of the tz database for ten years, against a count that knows only UTC offsets.

The count finds the instants at which a zone's offset changes, and from them the first moment at
which the wall reaches a local time. It never asks for a local time's offset, so it cannot share a
misreading of gaps and repeats with the code under test.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import cycle
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.scheduling.occurrences import get_first_occurrence, get_next_occurrence, resolve_local_time

pytestmark = pytest.mark.slow

FIRST, LAST = date(2018, 1, 1), date(2027, 12, 31)
# As many as share no factor with a week, so that by turns every weekday meets every hour.
HOURS = [time(hour, minute) for hour in (0, 1, 2, 23) for minute in (0, 30)]
DAY = 86_400
EPOCH = date(1970, 1, 1).toordinal()
SPARE = timedelta(days=5)

Clock = tuple[tuple[int, int], ...]
"""From which UTC second on, how many seconds the wall is ahead of UTC."""


def offset(second: int, zone: ZoneInfo) -> int:
    ahead = datetime.fromtimestamp(second, zone).utcoffset()
    assert ahead is not None
    return int(ahead.total_seconds())


def clock_of(zone: ZoneInfo) -> Clock:
    """The zone's offsets over the ten years with a few days to spare on either side."""
    start, end = ((day.toordinal() - EPOCH) * DAY for day in (FIRST - SPARE, LAST + SPARE))
    pieces = [(start, offset(start, zone))]
    for midnight in range(start + DAY, end + 1, DAY):
        if offset(midnight, zone) != pieces[-1][1]:
            pieces.append(change_before(midnight, zone, pieces[-1][1]))
    return tuple(pieces)


def change_before(second: int, zone: ZoneInfo, was: int) -> tuple[int, int]:
    seconds = range(second - DAY, second)
    at = second - DAY + bisect_left(seconds, True, key=lambda one: offset(one, zone) != was)
    assert offset(at, zone) == offset(second, zone), f"{zone} changed twice in a day"
    return at, offset(at, zone)


@cache
def clocks() -> dict[Clock, ZoneInfo]:
    """One zone for each clock: zones that agree on every second of the ten years count as one."""
    found: dict[Clock, ZoneInfo] = {}
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        found.setdefault(clock_of(zone), zone)
    return found


def first_second(clock: Clock, day: date, at: time) -> int:
    """The first UTC second at which the wall shows `at` on `day`, or anything later."""
    wall = (day.toordinal() - EPOCH) * DAY + at.hour * 3_600 + at.minute * 60
    # No wall is more than a day from UTC, so the search can begin two days before.
    piece = max(0, bisect_right(clock, (wall - 2 * DAY, 0)) - 1)
    while True:
        since, ahead = clock[piece]
        reached = max(since, wall - ahead)
        if piece + 1 == len(clock) or reached < clock[piece + 1][0]:
            return reached
        piece += 1


def is_on_the_wall(clock: Clock, day: date) -> bool:
    second = first_second(clock, day, time(0))
    ahead = clock[bisect_right(clock, (second, DAY)) - 1][1]
    return (second + ahead) // DAY + EPOCH == day.toordinal()


def weeks_with_a_change(clock: Clock) -> Iterator[list[date]]:
    """Seven dates around each change of the clocks, but for those that never happen there."""
    for second, _ in clock[1:]:
        middle = datetime.fromtimestamp(second, UTC).date()
        week = [middle + timedelta(days=away) for away in range(-3, 4)]
        yield [day for day in week if is_on_the_wall(clock, day)]


def posted_in(zone: ZoneInfo, at: time, week: list[date]) -> list[tuple[date, float]]:
    """What goes out on those dates when each post is followed by the next."""
    now = datetime.combine(week[0], at, UTC) - timedelta(days=3)
    posting = get_first_occurrence(now, zone, at)
    posts: list[tuple[date, float]] = []
    while posting.day <= week[-1]:
        if posting.day >= week[0]:
            posts.append((posting.day, posting.due_at.timestamp()))
        assert (
            get_first_occurrence(posting.due_at - timedelta(seconds=1), zone, at).due_at
            == posting.due_at
        )
        posting = get_next_occurrence(posting.day, posting.due_at, zone, at)
    return posts


def test_there_are_zones_to_test() -> None:
    assert len(available_timezones()) > 400
    assert len(clocks()) > 50


def test_every_day_of_ten_years_has_its_post_at_the_first_moment_of_its_hour() -> None:
    dates = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    asked = list(zip(dates, cycle(HOURS), strict=False))

    wrong = [
        (zone.key, day, at)
        for clock, zone in clocks().items()
        for day, at in asked
        if resolve_local_time(day, zone, at).timestamp() != first_second(clock, day, at)
    ]
    assert wrong == []


def test_around_every_clock_change_each_date_is_posted_once_at_every_hour() -> None:
    wrong = [
        (zone.key, week[0], at)
        for clock, zone in clocks().items()
        for week in weeks_with_a_change(clock)
        for at in HOURS
        if posted_in(zone, at, week) != [(day, first_second(clock, day, at)) for day in week]
    ]
    assert wrong == []
