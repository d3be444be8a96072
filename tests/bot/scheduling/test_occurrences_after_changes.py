"""A changed hour or zone never makes a second post for a local date, and never loses one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.scheduling.occurrences import (
    get_first_occurrence,
    get_next_occurrence,
    move_occurrence,
)
from storage.posts.models import Occurrence

LONDON = ZoneInfo("Europe/London")
TOKYO = ZoneInfo("Asia/Tokyo")
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
NIUE = ZoneInfo("Pacific/Niue")
KIRITIMATI = ZoneInfo("Pacific/Kiritimati")


@dataclass
class Server:
    """A server whose posts go out the moment they are due."""

    zone: ZoneInfo
    at: time
    posting: Occurrence
    posts: list[tuple[date, datetime]] = field(default_factory=list)

    @classmethod
    def set_up(cls, now: datetime, zone: ZoneInfo, at: time) -> Server:
        return cls(zone, at, get_first_occurrence(now, zone, at))

    @property
    def days(self) -> list[date]:
        return [day for day, _ in self.posts]

    def run_until(self, now: datetime, since: datetime) -> None:
        while self.posting.due_at <= now:
            moment = max(self.posting.due_at, since)
            assert moment < self.posting.until, "the post was missed"
            self.posts.append((self.posting.day, moment))
            self.posting = get_next_occurrence(self.posting.day, moment, self.zone, self.at)

    def change(self, now: datetime, zone: ZoneInfo, at: time) -> None:
        last = self.days[-1] if self.posts else None
        self.posting = move_occurrence(self.posting, now, zone, at, last_posted=last)
        self.zone, self.at = zone, at


def on(day: int, hour: int, zone: ZoneInfo) -> datetime:
    return datetime(2025, 1, day, hour, tzinfo=zone).astimezone(UTC)


def changed(
    was: tuple[ZoneInfo, int], change_at: tuple[int, int], to: tuple[ZoneInfo, int]
) -> Server:
    """A server set up on the 27th, changed at the given day and hour of its old zone."""
    zone, hour = was
    start, moment = on(27, 0, zone), on(*change_at, zone)
    server = Server.set_up(start, zone, time(hour))
    server.run_until(moment, start)
    server.change(moment, to[0], time(to[1]))
    server.run_until(moment + timedelta(days=3), moment)
    return server


def test_a_later_hour_after_the_post_of_today_waits_for_tomorrow() -> None:
    server = changed((LONDON, 9), (29, 12), (LONDON, 18))

    assert server.posts[2:4] == [
        (date(2025, 1, 29), on(29, 9, LONDON)),
        (date(2025, 1, 30), on(30, 18, LONDON)),
    ]


def test_an_earlier_hour_already_past_posts_today_at_once() -> None:
    server = changed((LONDON, 9), (29, 8), (LONDON, 6))

    assert server.posts[2:4] == [
        (date(2025, 1, 29), on(29, 8, LONDON)),
        (date(2025, 1, 30), on(30, 6, LONDON)),
    ]


def test_a_server_that_started_too_late_for_today_can_still_choose_a_later_hour() -> None:
    noon = on(29, 12, LONDON)
    server = Server.set_up(noon, LONDON, time(9))
    server.change(noon, LONDON, time(18))

    assert (server.posting.day, server.posting.due_at) == (date(2025, 1, 29), on(29, 18, LONDON))


def test_and_an_earlier_hour_does_not_summon_a_post_nobody_was_promised() -> None:
    noon = on(29, 12, LONDON)
    server = Server.set_up(noon, LONDON, time(9))
    server.change(noon, LONDON, time(6))

    assert server.posting.day == date(2025, 1, 30)


@pytest.mark.parametrize(
    ("was", "change_at", "to", "next_post"),
    [
        ((LONDON, 18), (29, 16), (TOKYO, 18), (date(2025, 1, 29), on(29, 16, LONDON))),
        ((LONDON, 9), (29, 16), (TOKYO, 9), (date(2025, 1, 30), on(30, 9, TOKYO))),
        ((TOKYO, 9), (29, 12), (LOS_ANGELES, 9), (date(2025, 1, 30), on(30, 9, LOS_ANGELES))),
        ((TOKYO, 9), (29, 8), (LOS_ANGELES, 9), (date(2025, 1, 29), on(29, 9, LOS_ANGELES))),
        ((NIUE, 18), (29, 23), (KIRITIMATI, 18), (date(2025, 1, 30), on(29, 23, NIUE))),
    ],
    ids=[
        "eastwards over midnight before the post: today's goes out at once",
        "eastwards after the post: tomorrow's is next",
        "westwards after the post: the date that comes again stays quiet",
        "westwards before the post: later the same date",
        "over the date line: the date that is skipped goes out at once",
    ],
)
def test_a_moved_server_gets_every_date_once(
    was: tuple[ZoneInfo, int],
    change_at: tuple[int, int],
    to: tuple[ZoneInfo, int],
    next_post: tuple[date, datetime],
) -> None:
    server = changed(was, change_at, to)
    before = [day for day, moment in server.posts if moment < on(*change_at, was[0])]

    assert server.posts[len(before)] == next_post
    assert server.days == [date(2025, 1, 27) + timedelta(days=n) for n in range(len(server.days))]


def test_a_promise_broken_by_an_outage_stays_missed_when_settings_change() -> None:
    promised = get_first_occurrence(on(26, 0, LONDON), LONDON, time(9))
    now = on(29, 12, LONDON)

    posting = move_occurrence(promised, now, LONDON, time(18), last_posted=date(2025, 1, 25))

    assert posting.day == date(2025, 1, 26)
    assert posting.until <= now
    assert get_next_occurrence(posting.day, now, LONDON, time(18)).day == date(2025, 1, 29)


@given(
    st.timedeltas(timedelta(0), timedelta(days=24 * 365)),
    st.lists(
        st.tuples(
            st.timedeltas(timedelta(0), timedelta(days=3)),
            st.sampled_from(sorted(available_timezones())).map(ZoneInfo),
            st.times().map(lambda at: at.replace(microsecond=0)),
        ),
        min_size=1,
        max_size=12,
    ),
)
def test_however_often_settings_change_dates_go_out_one_by_one(
    into: timedelta, changes: list[tuple[timedelta, ZoneInfo, time]]
) -> None:
    # From 2013 on: the last date that a place left out was in 2011.
    now = datetime(2013, 1, 1, tzinfo=UTC) + into
    _, zone, at = changes[0]
    server = Server.set_up(now, zone, at)
    for pause, zone, at in changes[1:]:
        server.run_until(now + pause, now)
        now += pause
        server.change(now, zone, at)
    server.run_until(now + timedelta(days=4), now)

    first = server.days[0]
    assert server.days == [first + timedelta(days=n) for n in range(len(server.days))]
