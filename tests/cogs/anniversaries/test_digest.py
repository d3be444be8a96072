"""What is told on a date is told once, and with what came of it."""

from __future__ import annotations

from cogs.anniversaries.digest import find_later_outcomes, find_promises, merge_statuses
from seeds.dates import PartialDate
from seeds.schema import Event, Promise, PromiseOutcome, Status


def an_event(slug: str, when: str, **changes: object) -> Event:
    return Event.model_validate(
        {
            "id": f"event.{slug}",
            "date": when,
            "title": "The reunion begins",
            "text": "Two friends drive to Tucson.",
            "category": "news",
            "topics": ("film",),
            **changes,
        }
    )


def a_status(slug: str, as_of: str, *events: str, **changes: object) -> Status:
    status = Status(
        id=f"status.{slug}",
        as_of=PartialDate.parse(as_of),
        stage="deals",
        headline="Deals are being made",
        text="Nobody has signed yet.",
        certainty="reported",
        events=tuple(f"event.{one}" for one in events),
    )
    return status.model_copy(update=changes)


def test_a_status_is_told_with_the_event_of_its_date_and_lends_it_quotes_and_sources() -> None:
    event = an_event("talk", "2025-01-07", quotes=("quote.host",), sources=("source.show",))
    lent = {"quotes": ("quote.guest", "quote.host"), "sources": ("source.paper", "source.show")}
    [told] = merge_statuses([event, a_status("close", "2025-01-07", "talk", **lent)])
    assert told.id == "event.talk"
    assert told.quotes == ("quote.guest", "quote.host")
    assert told.sources == ("source.show", "source.paper")


def test_a_status_of_another_date_or_without_an_event_is_told_by_itself() -> None:
    happenings = [
        an_event("talk", "2025-01-07"),
        a_status("later", "2025-01-08", "talk"),
        a_status("month", "2025-01", "talk"),
        a_status("alone", "2025-01-07"),
        a_status("elsewhere", "2025-01-07", "gone"),
    ]
    assert merge_statuses(happenings) == happenings


def test_what_became_of_it_is_the_newest_status_after_it() -> None:
    first, second = a_status("first", "2024-02-01", "talk"), a_status("second", "2025-01-30")
    talk, party = an_event("talk", "2024-02-01"), an_event("party", "2024-02-01")
    found = find_later_outcomes([talk, party, first], [first, second])
    assert found == {"event.talk": second, "status.first": second}
    assert find_later_outcomes([second], [first, second]) == {}


def test_what_is_told_on_the_same_card_is_not_told_as_what_became_of_it() -> None:
    early, late = an_event("early", "2023-01-30"), an_event("late", "2025-01-30")
    status = a_status("late", "2025-01-30", "early", "late")
    assert find_later_outcomes([early, late], [status]) == {}
    assert find_later_outcomes([early], [status]) == {"event.early": status}


def a_promise(text: str, outcome: PromiseOutcome) -> Promise:
    return Promise(text=text, outcome=outcome, what_happened=f"{text}: we know by now.")


def test_promises_that_are_settled_are_told_before_those_that_are_open() -> None:
    waiting = a_promise("A date", PromiseOutcome.OPEN)
    slipped = a_promise("A shoot", PromiseOutcome.SLIPPED)
    talk = an_event("talk", "2025-01-07")
    status = a_status("close", "2025-01-08", "talk", promises=(waiting, slipped))
    assert find_promises([talk], [status]) == {"event.talk": (slipped,)}
    status = a_status("close", "2025-01-08", "talk", promises=(waiting,))
    assert find_promises([talk], [status]) == {"event.talk": (waiting,)}
    assert find_promises([talk], [a_status("close", "2025-01-08", "talk")]) == {}


def test_one_promise_is_told_once_a_card() -> None:
    kept = a_promise("A script", PromiseOutcome.KEPT)
    talk, status = an_event("talk", "2025-01-07"), a_status("late", "2025-01-07", "talk")
    status = status.model_copy(update={"promises": (kept,)})
    assert find_promises([talk, status], [status]) == {"event.talk": (kept,)}
