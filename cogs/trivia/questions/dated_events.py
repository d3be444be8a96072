"""Selects the events that questions ask the date of, and words and orders them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cogs.trivia.questions.question_building import write_when
from seeds.folding import fold
from seeds.pack import Manifest
from seeds.schema import Event, Quote

MAX_NEIGHBOURS = 6
"""The events before or after an event to compare it with; distant ones are too easy."""
CLOSE_YEARS = 2
"""The most years between an event and the main production's first showing that are close."""
_MAX_SCANNED = 24
"""The events before or after one that are looked at for comparable ones."""
_DATE_PATTERN = re.compile(
    r"\b\d{4}\b|\b\d+(?:st|nd|rd|th)? (?:years?|birthday|anniversary)\b", re.IGNORECASE
)
"""A year, or an age from which it can be calculated."""
_UNCERTAIN = ("announced", "disputed")
_SHOWINGS = ("release", "screen", "stage")
"""Categories of events at which a production is shown."""
_PRESS = ("interview", "news")
"""Categories that are not asked about: what was said is of interest, and hardly ever when."""


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event with a certain date, as questions write it."""

    event: Event
    name: str
    """The event among others: its short title or title; of a birth, who was born."""
    question: str
    """Asks for the year; a second line, where there is one, is the title."""
    is_birth: bool
    folded_name: str
    first_day: int
    last_day: int
    """The days on which it can have been, as proleptic Gregorian ordinals."""

    @property
    def name_in_sentence(self) -> str:
        """The name inside a sentence; a title, which is no noun, in quotation marks."""
        if self.is_birth:
            return self.name
        if self.event.short_title is None:
            return f"“{self.name}”"
        article, space, rest = self.name.partition(" ")
        is_article = article in ("The", "A", "An")
        return f"{article.lower()}{space}{rest}" if is_article else self.name

    @property
    def sentence(self) -> str:
        """What happened and when, as an explanation says it."""
        date = self.event.date
        if self.is_birth:
            return f"{self.name} was born {write_when(date)}. {self.event.text}"
        return f"{self.name}: {date.format_american()}. {self.event.text}"

    def is_like(self, other: DatedEvent) -> bool:
        """Return whether the events are of one topic, person or kind, so that both are known."""
        one, two = self.event, other.event
        return (
            one.category == two.category
            or not set(one.topics).isdisjoint(two.topics)
            or not set(one.people).isdisjoint(two.people)
        )

    @property
    def dated_name(self) -> str:
        """The name with the date in brackets."""
        return f"{self.name_in_sentence} ({self.event.date.format_american()})"


def select_dated_events(events: Iterable[Event], people: Mapping[str, str]) -> list[DatedEvent]:
    """Return the events with a certain date that their wording does not tell, oldest first.

    `people` are names by slug. Only disputes about the date exclude an event.
    """
    fit = (_word_event(event, people) for event in events if _is_askable(event))
    usable = [one for one in fit if not _DATE_PATTERN.search(f"{one.name} {one.question}")]
    return sorted(usable, key=lambda one: (one.event.date, one.event.id))


def _is_askable(event: Event) -> bool:
    is_certain = not event.date_disputed and event.certainty not in _UNCERTAIN
    is_memorable = event.trivia and event.category not in _PRESS
    return is_memorable and is_certain and not event.date.circa


def _word_event(event: Event, people: Mapping[str, str]) -> DatedEvent:
    born = people.get(event.people[0]) if len(event.people) == 1 else None
    is_birth = event.category == "birth" and born is not None
    name = born if is_birth and born else event.short_title or event.title
    return DatedEvent(
        event=event,
        name=name,
        question=_word_question(event, born if is_birth else None),
        is_birth=is_birth,
        folded_name=fold(name),
        first_day=event.date.first_day.toordinal(),
        last_day=event.date.last_day.toordinal(),
    )


def _word_question(event: Event, born: str | None) -> str:
    if event.question is not None:
        return f"In what year{event.question.removeprefix('When')}"
    if born is not None:
        return f"In what year was {born} born?"
    return f"In what year did this happen?\n{event.title}"


class YearBounds:
    """The years that an event can have been in, as far as the canon tells."""

    def __init__(
        self, manifest: Manifest, events: Iterable[Event], quotes: Iterable[Quote]
    ) -> None:
        happened = [one for one in events if one.certainty != "announced"]
        dates = [one.date for one in happened] + [quote.said for quote in quotes]
        self._latest = max((date.year for date in dates), default=0)
        self._premieres: dict[str, Event] = {}
        """The first showing of the productions of a topic, the main production's topic first."""
        for topic in dict.fromkeys(one.topic for one in manifest.productions):
            shown = (one for one in happened if topic in one.topics and one.category in _SHOWINGS)
            first = min(shown, key=lambda one: (one.date, one.id), default=None)
            if first is not None:
                self._premieres[topic] = first
        self._main_topic = manifest.productions[0].topic if manifest.productions else None

    def get_years(self, event: Event) -> range:
        """Return the years from the first showing of what an event is about to the canon's last.

        At least one year after that of the event is among them, so that it is not always the last.
        """
        shown = (self._premieres[topic] for topic in event.topics if topic in self._premieres)
        earlier = (one.date.year for one in shown if one.date < event.date)
        return range(max(earlier, default=1), max(self._latest, event.date.year + 1) + 1)

    def is_close_to_main_premiere(self, event: Event) -> bool:
        """Return whether an event was about when the main production was first shown.

        All fans know that year, which rules out years farther from it.
        """
        premiere = self._premieres.get(self._main_topic) if self._main_topic else None
        if premiere is None or premiere == event:
            return False
        return abs(event.date.year - premiere.date.year) <= CLOSE_YEARS

    def is_main_premiere(self, event: Event) -> bool:
        """Return whether an event is the first showing of the main production."""
        return self._main_topic is not None and self._premieres.get(self._main_topic) == event


class Timeline:
    """Dated events, oldest first, for queries about those clearly before or after another."""

    def __init__(self, dated: Sequence[DatedEvent], gap_days: int) -> None:
        """Keep the events of `dated` whose name no other has; `gap_days` set two clearly apart."""
        counts = Counter(one.folded_name for one in dated)
        self.events = [one for one in dated if counts[one.folded_name] == 1]
        self._gap_days = gap_days
        self._first_days = [one.first_day for one in self.events]

    def is_before(self, one: DatedEvent, other: DatedEvent) -> bool:
        """Return whether `one` is clearly before `other`."""
        return one.last_day + self._gap_days <= other.first_day

    def list_before(self, one: DatedEvent) -> list[DatedEvent]:
        """Return the nearest comparable events clearly before, the nearest first."""
        end = bisect_left(self._first_days, one.first_day - self._gap_days + 1)
        near = self.events[max(0, end - _MAX_SCANNED) : end]
        # One whose month is unknown may reach beyond its place in the list.
        fit = [
            other for other in reversed(near) if self.is_before(other, one) and one.is_like(other)
        ]
        return fit[:MAX_NEIGHBOURS]

    def list_after(self, one: DatedEvent) -> list[DatedEvent]:
        """Return the nearest comparable events clearly after, the nearest first."""
        start = bisect_left(self._first_days, one.last_day + self._gap_days)
        near = self.events[start : start + _MAX_SCANNED]
        return [other for other in near if one.is_like(other)][:MAX_NEIGHBOURS]
