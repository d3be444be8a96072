"""The rules of promises: which are open, and what events make of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from seeds.schema import Event, Promise, PromiseOutcome, Settlement, Status

UNSETTLED_OUTCOMES = frozenset({PromiseOutcome.OPEN, PromiseOutcome.UNKNOWN})
_SENTENCE_ENDS = (".", "!", "?", "…", "”")


class OpenPromise(NamedTuple):
    """A promise that news may settle, and the status it was made with."""

    status: Status
    promise: Promise


class _Settling(NamedTuple):
    settlement: Settlement
    event: Event


def is_settled(promise: Promise) -> bool:
    """Return whether it is known what became of a promise."""
    return promise.outcome not in UNSETTLED_OUTCOMES


def is_open(promise: Promise) -> bool:
    """Return whether news may settle a promise: one that was put off to a date is open again."""
    return not is_settled(promise) or (
        promise.outcome is PromiseOutcome.SLIPPED and promise.moved_to is not None
    )


def settle_promises(statuses: Iterable[Status], events: Iterable[Event]) -> list[Status]:
    """Return the statuses with their promises as `events` settle them.

    `events` are in the order in which they were added: the last one about a promise counts. One
    about a promise that no status makes changes nothing.
    """
    settling: defaultdict[str, list[_Settling]] = defaultdict(list)
    for event in events:
        for one in event.settles:
            settling[one.status].append(_Settling(one, event))
    return [
        _settle_status(status, settling[status.id]) if status.id in settling else status
        for status in statuses
    ]


def list_open_promises(statuses: Iterable[Status]) -> list[OpenPromise]:
    """Return the open promises of statuses, in their order."""
    return [
        OpenPromise(status, promise)
        for status in statuses
        for promise in status.promises
        if is_open(promise)
    ]


def _settle_status(status: Status, settling: Sequence[_Settling]) -> Status:
    promises = list(status.promises)
    for settlement, event in settling:
        promises = [
            _settle_promise(one, settlement, event) if one.text == settlement.promise else one
            for one in promises
        ]
    return status.model_copy(update={"promises": tuple(promises)})


def _settle_promise(promise: Promise, settlement: Settlement, event: Event) -> Promise:
    is_sentence = event.title.endswith(_SENTENCE_ENDS)
    return promise.model_copy(
        update={
            "outcome": settlement.outcome,
            "what_happened": event.title if is_sentence else f"{event.title}.",
            "sources": tuple(dict.fromkeys((*event.sources, *promise.sources))),
            "moved_to": settlement.moved_to or promise.moved_to,
        }
    )
