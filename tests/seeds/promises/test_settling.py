"""What events make of promises: the last one added counts, and all else stays as it was."""

from __future__ import annotations

from seeds.dates import PartialDate
from seeds.promises.settling import is_open, list_open_promises, settle_promises
from seeds.schema import Event, Promise, PromiseOutcome, Settlement, Status

OPEN = Promise(text="It is shot in June", outcome=PromiseOutcome.OPEN, what_happened="No word.")
OTHER = OPEN.model_copy(update={"text": "Both leads are back"})


def build_status(name: str, *promises: Promise) -> Status:
    return Status(
        id=f"status.{name}",
        as_of=PartialDate(2025),
        stage="deals",
        headline="News",
        text="News.",
        certainty="reported",
        promises=promises,
    )


def build_event(title: str, *settles: Settlement) -> Event:
    return Event(
        id="event.own-1",
        sources=("source.own-1",),
        date=PartialDate(2026),
        title=title,
        text="News.",
        category="news",
        topics=("cast",),
        settles=settles,
    )


STATUS = build_status("one", OPEN, OTHER)
KEPT = Settlement(status="status.one", promise=OPEN.text, outcome=PromiseOutcome.KEPT)
PUT_OFF = Settlement(
    status="status.one",
    promise=OPEN.text,
    outcome=PromiseOutcome.SLIPPED,
    moved_to=PartialDate(2027),
)


def test_only_the_named_promise_of_the_named_status_is_settled() -> None:
    namesake = build_status("two", OPEN)
    [settled, untouched] = settle_promises([STATUS, namesake], [build_event("It was", KEPT)])

    assert settled.promises == (
        OPEN.model_copy(
            update={
                "outcome": PromiseOutcome.KEPT,
                "what_happened": "It was.",
                "sources": ("source.own-1",),
            }
        ),
        OTHER,
    )
    assert untouched is namesake


def test_the_last_event_added_counts_and_a_new_date_stays() -> None:
    events = [build_event("It moves!", PUT_OFF), build_event("It was shot.", KEPT)]
    [moved] = settle_promises([STATUS], events[:1])
    assert moved.promises[0].what_happened == "It moves!"
    assert is_open(moved.promises[0])
    [kept] = settle_promises([STATUS], events)
    assert kept.promises[0].outcome is PromiseOutcome.KEPT
    assert kept.promises[0].moved_to == PartialDate(2027)
    assert not is_open(kept.promises[0])
    [moved_again] = settle_promises([STATUS], reversed(events))
    assert moved_again.promises[0].outcome is PromiseOutcome.SLIPPED


def test_a_promise_that_no_status_makes_is_no_ones() -> None:
    gone = KEPT.model_copy(update={"promise": "It was reworded"})
    elsewhere = KEPT.model_copy(update={"status": "status.gone"})
    assert settle_promises([STATUS], [build_event("News", gone, elsewhere)]) == [STATUS]


def test_what_slipped_without_a_new_date_is_not_open() -> None:
    slipped = OPEN.model_copy(update={"outcome": PromiseOutcome.SLIPPED})
    broken = OPEN.model_copy(update={"outcome": PromiseOutcome.BROKEN})
    statuses = [build_status("one", slipped, broken, OTHER)]
    assert [promise for _, promise in list_open_promises(statuses)] == [OTHER]


def test_entries_of_before_there_were_settlements_are_stored_as_they_were() -> None:
    event, status = build_event("News"), build_status("one", OPEN)
    for later in ("settles", "release_date", "moved_to"):
        assert later not in event.model_dump_json() + status.model_dump_json()
    assert Event.model_validate_json(build_event("News", PUT_OFF).model_dump_json()).settles == (
        PUT_OFF,
    )
