"""When to post: clock changes on record, days that never were, and properties over all zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.scheduling.occurrences import (
    get_first_occurrence,
    get_next_occurrence,
    local_date,
    resolve_local_time,
)
from storage.posts.models import Occurrence

LONDON = ZoneInfo("Europe/London")
NUUK = ZoneInfo("America/Nuuk")
SAMOA = ZoneInfo("Pacific/Apia")
NINE = time(9)

zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
hours = st.times().map(lambda at: at.replace(microsecond=0))
moments = st.integers(0, 120 * 365 * 86_400).map(lambda second: datetime.fromtimestamp(second, UTC))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("2025-01-29 08:59:59", "2025-01-29 09:00"),
        ("2025-01-29 09:00", "2025-01-30 09:00"),
        ("2025-03-29 12:00", "2025-03-30 08:00"),
        ("2025-10-25 12:00", "2025-10-26 09:00"),
    ],
    ids=["just before", "strictly after", "into summer time", "out of summer time"],
)
def test_nine_in_london_is_nine_on_the_wall(after: str, expected: str) -> None:
    assert get_first_occurrence(utc(after), LONDON, NINE).due_at == utc(expected)


def test_the_answer_is_in_utc_whatever_zone_the_question_came_in() -> None:
    asked_in_london = datetime(2025, 7, 1, 12, tzinfo=LONDON)

    assert get_first_occurrence(asked_in_london, LONDON, NINE).due_at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        get_first_occurrence(datetime(2025, 1, 29), LONDON, NINE)  # noqa: DTZ001 - the very mistake


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("America/New_York", date(2025, 3, 9), time(2, 30), "2025-03-09 07:00"),
        ("America/Sao_Paulo", date(2018, 11, 4), time(0), "2018-11-04 03:00"),
        ("Asia/Beirut", date(2024, 3, 31), time(0), "2024-03-30 22:00"),
        ("Africa/Cairo", date(2024, 4, 26), time(0, 59), "2024-04-25 22:00"),
        ("Australia/Lord_Howe", date(2024, 10, 6), time(2, 15), "2024-10-05 15:30"),
        ("Antarctica/Troll", date(2024, 3, 31), time(2), "2024-03-31 01:00"),
        ("Asia/Pyongyang", date(2018, 5, 4), time(23, 45), "2018-05-04 15:00"),
        ("America/Nuuk", date(2024, 3, 30), time(23, 30), "2024-03-31 01:00"),
    ],
)
def test_a_local_time_that_a_gap_skips_moves_to_the_first_instant_after(
    zone: str, day: date, at: time, expected: str
) -> None:
    place = ZoneInfo(zone)
    instant = utc(expected)

    assert resolve_local_time(day, place, at) == instant
    assert get_first_occurrence(instant - timedelta(hours=20), place, at).due_at == instant
    assert get_first_occurrence(instant, place, at).due_at > instant + timedelta(hours=20)


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("America/New_York", date(2025, 11, 2), time(1, 30), "2025-11-02 05:30"),
        ("America/Havana", date(2024, 11, 3), time(0, 30), "2024-11-03 04:30"),
        ("America/Asuncion", date(2024, 3, 23), time(23, 30), "2024-03-24 02:30"),
        ("America/St_Johns", date(2010, 11, 7), time(0), "2010-11-07 02:30"),
        ("Australia/Lord_Howe", date(2024, 4, 7), time(1, 45), "2024-04-06 14:45"),
        ("Antarctica/Troll", date(2024, 10, 27), time(2), "2024-10-27 00:00"),
    ],
)
def test_a_local_time_that_comes_twice_posts_at_the_first(
    zone: str, day: date, at: time, expected: str
) -> None:
    place = ZoneInfo(zone)
    instant = utc(expected)

    assert get_first_occurrence(instant - timedelta(hours=20), place, at).due_at == instant
    second_time_round = instant + timedelta(hours=3)
    for after in (instant, instant + timedelta(minutes=31), second_time_round):
        assert get_first_occurrence(after, place, at).day == day + timedelta(days=1)


@pytest.mark.parametrize("at", [time(0), NINE, time(23, 59)])
def test_the_day_samoa_left_out_has_no_post_and_costs_no_other(at: time) -> None:
    posting = get_first_occurrence(utc("2011-12-28 09:59"), SAMOA, at)
    days = [posting.day]
    for _ in range(3):
        posting = get_next_occurrence(posting.day, posting.due_at, SAMOA, at)
        days.append(posting.day)
        assert posting.due_at.astimezone(SAMOA).time() == at

    assert days == [date(2011, 12, 28), date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)]


def test_a_post_pushed_past_midnight_keeps_its_own_date_and_tomorrow_keeps_its_post() -> None:
    half_past_eleven = time(23, 30)

    saturday = get_first_occurrence(utc("2024-03-30 12:00"), NUUK, half_past_eleven)
    sunday = get_next_occurrence(saturday.day, saturday.due_at, NUUK, half_past_eleven)

    assert saturday == Occurrence(
        date(2024, 3, 30), utc("2024-03-31 01:00"), utc("2024-04-01 01:00")
    )
    assert sunday == Occurrence(date(2024, 3, 31), utc("2024-04-01 00:30"), utc("2024-04-01 01:00"))
    assert local_date(saturday.due_at, NUUK) == sunday.day


def test_a_post_missed_at_nine_is_still_due_late_on_the_same_day() -> None:
    back_up = utc("2025-01-31 23:59:59")

    posting = get_next_occurrence(date(2025, 1, 28), back_up, LONDON, NINE)

    assert (posting.day, posting.due_at) == (date(2025, 1, 31), utc("2025-01-31 09:00"))


def test_after_midnight_it_is_missed_and_the_new_day_comes_next() -> None:
    back_up = utc("2025-02-01 00:00")

    assert get_next_occurrence(date(2025, 1, 28), back_up, LONDON, NINE).day == date(2025, 2, 1)


def test_a_server_set_up_after_its_hour_starts_tomorrow() -> None:
    assert get_first_occurrence(utc("2025-01-29 12:00"), LONDON, NINE).day == date(2025, 1, 30)


def test_a_date_already_settled_is_not_offered_again() -> None:
    posting = get_first_occurrence(
        utc("2025-01-29 08:00"), LONDON, NINE, last_posted=date(2025, 1, 29)
    )

    assert posting.day == date(2025, 1, 30)


@given(zones, moments, hours)
def test_a_post_is_the_first_moment_its_wall_clock_reaches_the_hour(
    zone: ZoneInfo, after: datetime, at: time
) -> None:
    posting = get_first_occurrence(after, zone, at)
    hour = datetime.combine(posting.day, at)

    def wall(before: timedelta) -> datetime:
        return (posting.due_at - before).astimezone(zone).replace(tzinfo=None)

    assert wall(timedelta(0)) >= hour
    assert all(wall(timedelta(seconds=1, minutes=15 * step)) < hour for step in range(200))


@given(zones, moments, hours)
def test_posts_follow_each_other_date_by_date_and_never_at_the_same_moment(
    zone: ZoneInfo, after: datetime, at: time
) -> None:
    first = get_first_occurrence(after, zone, at)
    second = get_first_occurrence(first.due_at, zone, at)

    assert after < first.due_at < second.due_at
    assert first.due_at < first.until
    assert second == get_next_occurrence(first.day, first.due_at, zone, at)
    skipped = (second.day - first.day).days - 1
    assert skipped == 0 or (skipped == 1 and second.due_at - first.due_at < timedelta(hours=26))


@given(zones, moments, hours, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_after_an_outage_the_newest_open_date_is_next_and_no_date_comes_back(
    zone: ZoneInfo, after: datetime, at: time, outage: timedelta
) -> None:
    settled = get_first_occurrence(after, zone, at)
    now = settled.due_at + outage

    posting = get_next_occurrence(settled.day, now, zone, at)

    assert posting.day > settled.day
    assert posting.until > now
    if posting.due_at <= now:
        assert local_date(posting.due_at, zone) == local_date(now, zone)
    else:
        assert posting == get_first_occurrence(now, zone, at, last_posted=settled.day)
