"""What is awaited: open promises whose date is not over, and events still to come."""

from __future__ import annotations

from datetime import date

from seeds.dates import PartialDate
from seeds.promises.awaited_dates import list_awaited_dates
from seeds.schema import Event, Promise, PromiseOutcome, Status

TODAY = date(2026, 6, 15)


def build_status(entry_id: str, *promises: Promise) -> Status:
    return Status(
        id=f"status.{entry_id}",
        as_of=PartialDate(2026, 1, 1),
        stage="writing",
        headline="A headline",
        text="A text.",
        certainty="reported",
        promises=promises,
    )


def build_promise(text: str, due: str | None, outcome: str = "open") -> Promise:
    return Promise(
        text=text,
        due=PartialDate.parse(due) if due else None,
        outcome=PromiseOutcome(outcome),
        what_happened="No word yet.",
    )


def build_event(when: str) -> Event:
    return Event(
        id=f"event.on-{when}",
        date=PartialDate.parse(when),
        title=when,
        text="It opens.",
        category="release",
        topics=("cast",),
    )


def list_texts(*entries: Event | Status) -> list[str]:
    return [one.text for one in list_awaited_dates(entries, TODAY)]


def test_an_open_promise_counts_until_the_last_day_that_keeps_it() -> None:
    status = build_status(
        "one",
        build_promise("this year", "2026"),
        build_promise("this month", "2026-06"),
        build_promise("today", "2026-06-15"),
        build_promise("yesterday", "2026-06-14"),
        build_promise("last month", "2026-05"),
        build_promise("some day", None),
    )
    assert list_texts(status) == ["today", "this month", "this year"]


def test_a_promise_that_is_settled_is_not_awaited() -> None:
    promises = [
        build_promise(outcome, "2027", outcome)
        for outcome in ("kept", "broken", "slipped", "unknown")
    ]
    assert list_texts(build_status("one", *promises)) == []


def test_a_promise_that_was_put_off_is_awaited_by_its_new_date() -> None:
    moved = build_promise("it opens", "2025", "slipped")
    moved = moved.model_copy(update={"moved_to": PartialDate(2027, 3)})
    [awaited] = list_awaited_dates((build_status("one", moved),), TODAY)
    assert awaited.due == PartialDate(2027, 3)
    assert (
        list_texts(build_status("one", moved.model_copy(update={"outcome": PromiseOutcome.KEPT})))
        == []
    )


def test_an_event_counts_until_it_may_have_happened() -> None:
    events = [build_event(when) for when in ("2026-06-16", "2026-07", "2026-06")]
    assert list_texts(*events) == ["2026-06-16", "2026-07"]


def test_of_two_promises_for_the_same_time_the_newer_comes_first() -> None:
    older = build_status("older", build_promise("it opens", "2027"))
    newer = build_status("newer", build_promise("it comes out", "2027"))
    assert list_texts(older, newer) == ["it comes out", "it opens"]


def test_a_promise_that_was_repeated_is_told_once_as_it_was_made_last() -> None:
    older = build_status("older", build_promise("It opens", "2027"))
    newer = build_status("newer", build_promise("it opens", "2027"))
    [awaited] = list_awaited_dates((older, newer), TODAY)
    assert (awaited.key, awaited.is_promise) == ("status.newer#1", True)
