"""Which date a server is promised after an admin changed something."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.scheduling.occurrences import (
    get_due_at,
    get_first_occurrence,
    reschedule_occurrence,
    upcoming_dates,
)
from storage.posts.models import PauseReason, Schedule, ScheduleSettings

UTC_ZONE = ZoneInfo("UTC")
NINE = time(9)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def schedule(made: str, *, settled: date | None = None) -> Schedule:
    """A schedule at nine in UTC, as it was promised at `made`."""
    posting = get_first_occurrence(at(made), UTC_ZONE, NINE)
    return Schedule(
        guild_id=1,
        kind="lamps",
        settings=ScheduleSettings(10, NINE, None, {}, 7),
        zone="UTC",
        next_day=posting.day,
        due_at=posting.due_at,
        until=posting.until,
        settled_day=settled,
        tries=0,
        pause_reason=None,
        pause_detail="",
        paused_day=None,
        has_open_claim=False,
    )


def test_nothing_past_is_promised_at_first() -> None:
    posting = reschedule_occurrence(None, at("2026-03-01 10:00"), UTC_ZONE, NINE)
    assert posting.day == date(2026, 3, 2)


def test_a_schedule_nobody_has_heard_of_begins_anew_with_the_new_hour() -> None:
    fresh = schedule("2026-03-01 08:00")
    posting = reschedule_occurrence(fresh, at("2026-03-01 08:05"), UTC_ZONE, time(7))
    assert posting.day == date(2026, 3, 2)


def test_a_schedule_that_has_posted_keeps_its_date_and_posts_at_once() -> None:
    running = schedule("2026-03-01 08:00", settled=date(2026, 2, 28))
    posting = reschedule_occurrence(running, at("2026-03-01 08:05"), UTC_ZONE, time(7))
    assert (posting.day, posting.due_at) == (date(2026, 3, 1), at("2026-03-01 07:00"))


def test_a_first_date_whose_hour_has_come_is_kept() -> None:
    late = schedule("2026-03-01 08:00")
    posting = reschedule_occurrence(late, at("2026-03-01 09:30"), UTC_ZONE, NINE)
    assert posting.day == date(2026, 3, 1)


def test_what_may_have_gone_out_stays_promised_as_it_was() -> None:
    open_claim = replace(schedule("2026-03-01 08:00"), has_open_claim=True)
    posting = reschedule_occurrence(open_claim, at("2026-03-01 09:30"), UTC_ZONE, time(23))
    assert (posting.day, posting.due_at) == (open_claim.next_day, open_claim.due_at)


def test_after_a_pause_by_hand_nothing_past_is_promised() -> None:
    paused = replace(
        schedule("2026-03-01 08:00", settled=date(2026, 2, 28)), pause_reason=PauseReason.MANUAL
    )
    posting = reschedule_occurrence(paused, at("2026-03-05 12:00"), UTC_ZONE, NINE)
    assert posting.day == date(2026, 3, 6)


@given(
    st.integers(0, 59),
    st.lists(st.times().map(lambda one: one.replace(second=0, microsecond=0)), max_size=5),
)
def test_however_often_a_fresh_one_is_changed_nothing_is_due_in_the_past(
    minute: int, hours: list[time]
) -> None:
    instant, current = at(f"2026-03-01 08:{minute:02}"), schedule("2026-03-01 08:00")
    for hour in hours:
        posting = reschedule_occurrence(current, instant, UTC_ZONE, hour)
        assert posting.due_at > instant
        current = replace(current, next_day=posting.day, due_at=posting.due_at, until=posting.until)


def test_the_dates_to_come_have_their_instants() -> None:
    running = schedule("2026-03-01 08:00")
    days = upcoming_dates(running, lambda _schedule, day: day.day == 1)
    first, second = next(days), next(days)
    assert (first, get_due_at(running, first)) == (date(2026, 3, 1), at("2026-03-01 09:00"))
    assert (second, get_due_at(running, second)) == (date(2026, 4, 1), at("2026-04-01 09:00"))
