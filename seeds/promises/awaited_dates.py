"""The dates that a fandom waits for: open promises with a date, and events still to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from seeds.dates import PartialDate
from seeds.promises.settling import is_open
from seeds.schema import Event, PromiseOutcome, Status


class AwaitedDate(NamedTuple):
    """Something that is to happen by the last day that `due` can mean."""

    key: str
    """What identifies it: the entry's id, and the number of the promise in it."""
    text: str
    due: PartialDate
    entry: Event | Status

    @property
    def is_promise(self) -> bool:
        """Whether it was promised, and not announced as an event with a date of its own."""
        return isinstance(self.entry, Status)

    @property
    def is_deadline(self) -> bool:
        """Whether it was promised by a day, which is then the last one that `due` can mean."""
        return self.is_promise and not self.due.circa

    @property
    def day(self) -> date:
        """The day it is due: the last one of a deadline, else the first one `due` can mean."""
        return self.due.last_day if self.is_deadline else self.due.first_day


def list_awaited_dates(entries: Iterable[Event | Status], today: date) -> list[AwaitedDate]:
    """Return what is awaited on the local date `today`, the soonest first.

    `entries` are oldest first. Of those due at the same time the newest comes first; a promise that
    was repeated word for word is returned as it was made last.
    """
    found: dict[tuple[PartialDate, str], AwaitedDate] = {}
    for entry in entries:
        for awaited in _list_of_entry(entry, today):
            key = awaited.due, awaited.text.casefold()
            found.pop(key, None)
            found[key] = awaited
    newest_first = list(found.values())[::-1]
    return sorted(newest_first, key=lambda one: one.due.last_day)


def _list_of_entry(entry: Event | Status, today: date) -> Iterator[AwaitedDate]:
    if isinstance(entry, Event):
        if entry.date.first_day > today:
            yield AwaitedDate(entry.id, entry.title, entry.date, entry)
        return
    for number, promise in enumerate(entry.promises, start=1):
        due = promise.moved_to or promise.due
        is_awaited = is_open(promise) and promise.outcome is not PromiseOutcome.UNKNOWN
        if is_awaited and due is not None and due.last_day >= today:
            yield AwaitedDate(f"{entry.id}#{number}", promise.text, due, entry)
