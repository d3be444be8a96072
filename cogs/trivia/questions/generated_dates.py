"""In which year, which came first, in which order."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterable, Iterator, Sequence

from cogs.trivia.rules.question import Kind, Question
from seeds.folding import fold
from seeds.schema import Difficulty, Event

WRONG = 3
SPAN = 6
"""Years around the right one that wrong years are taken from."""
NEAR = 6
"""Neighbours in time that an event is compared with; what lies far apart is too easily told."""
_YEAR = re.compile(r"\b\d{4}\b")
_UNSURE = ("announced", "disputed")


def datable(events: Iterable[Event]) -> list[Event]:
    """Events whose date is sure, undisputed and not given away by their title, oldest first."""
    fit = [
        event
        for event in events
        if not event.disputed
        and event.certainty not in _UNSURE
        and not event.date.circa
        and not _YEAR.search(event.title)
    ]
    return sorted(fit, key=lambda event: (event.date, event.id))


def when(dated: Sequence[Event]) -> Iterator[Question]:
    """The year of each event as a choice, and as a claim that is true every other time."""
    latest = max((event.date.year for event in dated), default=0)
    for number, event in enumerate(dated):
        key = f"year.{_stem(event)}"
        wrong = _wrong_years(event, dated, latest, random.Random(key))
        if len(wrong) < WRONG:
            continue
        year = str(event.date.year)
        text = f"{_told(event)}\nIn which year was that?"
        yield _asked(key, Kind.WHEN, text, (year, *wrong), event, Difficulty.MEDIUM)
        yield _claimed(event, year if number % 2 == 0 else wrong[0], is_true=number % 2 == 0)


def _told(event: Event) -> str:
    """The title as a sentence."""
    return event.title if event.title.endswith((".", "!", "?")) else f"{event.title}."


def _wrong_years(
    event: Event, dated: Sequence[Event], latest: int, chance: random.Random
) -> list[str]:
    """Years close by, none yet to come, in which nothing of the same name happened."""
    named_alike = {one.date.year for one in dated if fold(one.title) == fold(event.title)}
    near = range(event.date.year - SPAN, min(event.date.year + SPAN, latest) + 1)
    fit = [year for year in near if year not in named_alike]
    return [str(year) for year in chance.sample(fit, min(WRONG, len(fit)))]


def _claimed(event: Event, year: str, *, is_true: bool) -> Question:
    text = f"{_told(event)}\nTrue or false: that was in {year}."
    made = _asked(
        f"true-year.{_stem(event)}",
        Kind.TRUE_OR_FALSE,
        text,
        ("True", "False"),
        event,
        Difficulty.EASY,
    )
    return made.model_copy(update={"right": 0 if is_true else 1})


def which_first(dated: Sequence[Event]) -> Iterator[Question]:
    """Each event beside later ones: it came first, by dates that leave no doubt."""
    for event in dated:
        later = [one for one in dated if event.date.is_before(one.date)]
        later = [one for one in later if fold(one.title) != fold(event.title)]
        if not later:
            continue
        key = f"first.{_stem(event)}"
        near = later[:NEAR]
        chosen = random.Random(key).sample(near, min(WRONG, len(near)))
        options = (event.title, *(one.title for one in chosen))
        yield _asked(
            key, Kind.FIRST, "Which of these came first?", options, event, Difficulty.MEDIUM, chosen
        )


def in_order(dated: Sequence[Event]) -> Iterator[Question]:
    """Three events to be put in order; an option is an order of their numbers."""
    seen: set[frozenset[str]] = set()
    for event in dated:
        key = f"order.{_stem(event)}"
        chance = random.Random(key)
        line = _line_through(event, dated, chance)
        names = frozenset(one.id for one in line)
        if len(line) == WRONG and names not in seen:
            seen.add(names)
            yield _ordered(key, line, chance)


def _line_through(event: Event, dated: Sequence[Event], chance: random.Random) -> list[Event]:
    """`event` and two others, oldest first, each surely before the next; shorter if impossible."""
    place = dated.index(event)
    near = dated[max(0, place - NEAR) : place + NEAR + 1]
    others = [one for one in near if fold(one.title) != fold(event.title)]
    chance.shuffle(others)
    line = [event]
    for one in others:
        if all(_are_apart(one, other) for other in line):
            line.append(one)
        if len(line) == WRONG:
            break
    return sorted(line, key=lambda one: one.date)


def _are_apart(one: Event, other: Event) -> bool:
    return one.date.is_before(other.date) or other.date.is_before(one.date)


def _ordered(key: str, line: Sequence[Event], chance: random.Random) -> Question:
    shown = list(line)
    chance.shuffle(shown)
    right = tuple(shown.index(event) + 1 for event in line)
    wrong = [order for order in itertools.permutations((1, 2, 3)) if order != right]
    orders = (right, *chance.sample(wrong, WRONG))
    listing = "\n".join(f"{place}. {event.title}" for place, event in enumerate(shown, start=1))
    made = _asked(
        key,
        Kind.ORDER,
        f"Put these in order, the earliest first.\n{listing}",
        tuple(" → ".join(map(str, order)) for order in orders),
        line[0],
        Difficulty.HARD,
        line[1:],
    )
    dates = zip(right, (event.date.in_words() for event in line), strict=True)
    told = "; ".join(f"{number}: {date}" for number, date in dates)
    return made.model_copy(update={"explanation": f"{told}."})


def _asked(
    key: str,
    kind: Kind,
    text: str,
    options: tuple[str, ...],
    event: Event,
    difficulty: Difficulty,
    others: Sequence[Event] = (),
) -> Question:
    cited = (event, *others)
    return Question(
        key=key,
        kind=kind,
        text=text,
        options=options,
        explanation=f"{event.date.in_words()}. {event.text}",
        topic=event.topics[0],
        difficulty=difficulty,
        about=tuple(one.id for one in cited),
        sources=tuple(dict.fromkeys(name for one in cited for name in one.sources)),
    )


def _stem(event: Event) -> str:
    return event.id.removeprefix("event.")
