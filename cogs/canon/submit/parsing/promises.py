"""Reads which open promises a piece of news settles."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

from cogs.canon.submit.parsing.date_input import parse_announced_date
from cogs.canon.submit.parsing.fields import FieldReader
from seeds.cleaning import clean_line
from seeds.dates import PartialDate
from seeds.promises.settling import OpenPromise
from seeds.schema import PromiseOutcome, Settlement

SettledOutcome: TypeAlias = Literal[
    PromiseOutcome.KEPT, PromiseOutcome.BROKEN, PromiseOutcome.SLIPPED
]
OUTCOMES: Mapping[str, SettledOutcome] = {
    "keeps": PromiseOutcome.KEPT,
    "breaks": PromiseOutcome.BROKEN,
    "moves": PromiseOutcome.SLIPPED,
}
"""The outcome of the promises that each field names, by their keys, one a line."""
NOT_OPEN = "One of the promises you chose isn't open anymore: choose again."


def get_promise_key(status_id: str, text: str) -> str:
    """Return the value of forms for a promise: at most 73 characters of ASCII."""
    return f"{status_id}:{zlib.crc32(text.encode()):08x}"


def index_promises(promises: Iterable[OpenPromise]) -> dict[str, OpenPromise]:
    """Return promises by their keys, in the same order."""
    return {get_promise_key(one.status.id, one.promise.text): one for one in promises}


def read_settlements(reader: FieldReader) -> tuple[Settlement, ...]:
    """Return what a draft makes of promises, in the order of the fields."""
    chosen = {field: reader.typed.get(field, "").splitlines() for field in OUTCOMES}
    times = Counter(key for keys in chosen.values() for key in keys)
    promises = reader.context.promises
    if any(key not in promises for key in times):
        reader.problems.append(NOT_OPEN)
        return ()
    reader.problems += [
        f"Choose one outcome for “{promises[key].promise.text}”."
        for key, count in times.items()
        if count > 1
    ]
    moved_to = _read_new_date(reader, chosen["moves"])
    return tuple(
        Settlement(
            status=promises[key].status.id,
            promise=promises[key].promise.text,
            outcome=outcome,
            moved_to=moved_to if outcome is PromiseOutcome.SLIPPED else None,
        )
        for field, outcome in OUTCOMES.items()
        for key in chosen[field]
    )


def _read_new_date(reader: FieldReader, moved_keys: Sequence[str]) -> PartialDate | None:
    typed = clean_line(reader.typed.get("moved_to", ""))
    if not typed:
        return None
    if not moved_keys:
        reader.problems.append("Choose the promise that has a new date, or clear that date.")
        return None
    return reader.try_parse(lambda: parse_announced_date(typed, reader.context.today))


def format_choices(settlements: Iterable[Settlement]) -> dict[str, str]:
    """Return the fields from which `read_settlements` returns the same settlements."""
    listed = list(settlements)
    chosen = {
        field: "\n".join(
            get_promise_key(one.status, one.promise) for one in listed if one.outcome is outcome
        )
        for field, outcome in OUTCOMES.items()
    }
    dates = [str(one.moved_to) for one in listed if one.moved_to]
    return {**chosen, "moved_to": dates[0] if dates else ""}
