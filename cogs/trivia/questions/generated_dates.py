"""Generates questions about the years and the order of events."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterable, Iterator, Sequence

from seeds.folding import fold
from seeds.schema import Difficulty, Event
from seeds.trivia_question import QuestionKind, TriviaQuestion

WRONG_OPTION_COUNT = 3
YEAR_SPAN = 6
"""The most years between the right year and a wrong one."""
MAX_NEIGHBOURS = 6
"""The events before or after an event to compare it with; distant ones are too easy."""
_YEAR_PATTERN = re.compile(r"\b\d{4}\b")
_UNCERTAIN = ("announced", "disputed")


def with_certain_dates(events: Iterable[Event]) -> list[Event]:
    """Return the events with a certain date that their title does not contain, oldest first.

    Only disputes about the date exclude an event.
    """
    fit = [
        event
        for event in events
        if not event.date_disputed
        and event.certainty not in _UNCERTAIN
        and not event.date.circa
        and not _YEAR_PATTERN.search(event.title)
    ]
    return sorted(fit, key=lambda event: (event.date, event.id))


def generate_year_questions(dated: Sequence[Event]) -> Iterator[TriviaQuestion]:
    """Yield, for each event, a choice of years and a true-or-false question about its year."""
    latest = max((event.date.year for event in dated), default=0)
    for number, event in enumerate(dated):
        key = f"year.{_strip_id_prefix(event)}"
        wrong = _pick_wrong_years(event, dated, latest, random.Random(key))
        if len(wrong) < WRONG_OPTION_COUNT:
            continue
        year = str(event.date.year)
        text = f"{_format_as_sentence(event)}\nIn which year was that?"
        yield _build_question(
            key, QuestionKind.WHEN, text, (year, *wrong), event, Difficulty.MEDIUM
        )
        yield _build_true_false_question(
            event, year if number % 2 == 0 else wrong[0], is_true=number % 2 == 0
        )


def _format_as_sentence(event: Event) -> str:
    """Return the title as a sentence."""
    return event.title if event.title.endswith((".", "!", "?")) else f"{event.title}."


def _pick_wrong_years(
    event: Event, dated: Sequence[Event], latest: int, rng: random.Random
) -> list[str]:
    """Return years near the right one, none after `latest` or with an event of the same title."""
    named_alike = {other.date.year for other in dated if fold(other.title) == fold(event.title)}
    near = range(event.date.year - YEAR_SPAN, min(event.date.year + YEAR_SPAN, latest) + 1)
    fit = [year for year in near if year not in named_alike]
    return [str(year) for year in rng.sample(fit, min(WRONG_OPTION_COUNT, len(fit)))]


def _build_true_false_question(event: Event, year: str, *, is_true: bool) -> TriviaQuestion:
    text = f"{_format_as_sentence(event)}\nTrue or false: that was in {year}."
    question = _build_question(
        f"true-year.{_strip_id_prefix(event)}",
        QuestionKind.TRUE_OR_FALSE,
        text,
        ("True", "False"),
        event,
        Difficulty.EASY,
    )
    return question.model_copy(update={"right": 0 if is_true else 1})


def generate_first_event_questions(dated: Sequence[Event]) -> Iterator[TriviaQuestion]:
    """Yield, for each event, the question which of it and later events came first."""
    for event in dated:
        later = [other for other in dated if event.date.is_before(other.date)]
        later = [other for other in later if fold(other.title) != fold(event.title)]
        if not later:
            continue
        key = f"first.{_strip_id_prefix(event)}"
        near = later[:MAX_NEIGHBOURS]
        chosen = random.Random(key).sample(near, min(WRONG_OPTION_COUNT, len(near)))
        options = (event.title, *(other.title for other in chosen))
        yield _build_question(
            key,
            QuestionKind.FIRST,
            "Which of these came first?",
            options,
            event,
            Difficulty.MEDIUM,
            chosen,
        )


def generate_order_questions(dated: Sequence[Event]) -> Iterator[TriviaQuestion]:
    """Yield questions about the order of three events; an option is an order of their numbers."""
    seen: set[frozenset[str]] = set()
    for event in dated:
        key = f"order.{_strip_id_prefix(event)}"
        rng = random.Random(key)
        line = _pick_orderable_events(event, dated, rng)
        names = frozenset(other.id for other in line)
        if len(line) == WRONG_OPTION_COUNT and names not in seen:
            seen.add(names)
            yield _build_order_question(key, line, rng)


def _pick_orderable_events(event: Event, dated: Sequence[Event], rng: random.Random) -> list[Event]:
    """Return `event` and two others in a certain order, oldest first; fewer if there are none."""
    index = dated.index(event)
    near = dated[max(0, index - MAX_NEIGHBOURS) : index + MAX_NEIGHBOURS + 1]
    others = [other for other in near if fold(other.title) != fold(event.title)]
    rng.shuffle(others)
    line = [event]
    for candidate in others:
        if all(_have_certain_order(candidate, other) for other in line):
            line.append(candidate)
        if len(line) == WRONG_OPTION_COUNT:
            break
    return sorted(line, key=lambda other: other.date)


def _have_certain_order(event: Event, other: Event) -> bool:
    return event.date.is_before(other.date) or other.date.is_before(event.date)


def _build_order_question(key: str, events: Sequence[Event], rng: random.Random) -> TriviaQuestion:
    shown = list(events)
    rng.shuffle(shown)
    right = tuple(shown.index(event) + 1 for event in events)
    wrong = [order for order in itertools.permutations((1, 2, 3)) if order != right]
    orders = (right, *rng.sample(wrong, WRONG_OPTION_COUNT))
    listing = "\n".join(f"{place}. {event.title}" for place, event in enumerate(shown, start=1))
    question = _build_question(
        key,
        QuestionKind.ORDER,
        f"Put these in order, the earliest first.\n{listing}",
        tuple(" → ".join(map(str, order)) for order in orders),
        events[0],
        Difficulty.HARD,
        events[1:],
    )
    dates = zip(right, (event.date.format_english() for event in events), strict=True)
    explanation = "; ".join(f"{number}: {date}" for number, date in dates)
    return question.model_copy(update={"explanation": f"{explanation}."})


def _build_question(
    key: str,
    kind: QuestionKind,
    text: str,
    options: tuple[str, ...],
    event: Event,
    difficulty: Difficulty,
    others: Sequence[Event] = (),
) -> TriviaQuestion:
    cited = (event, *others)
    return TriviaQuestion(
        key=key,
        kind=kind,
        text=text,
        options=options,
        explanation=f"{event.date.format_english()}. {event.text}",
        topic=event.topics[0],
        difficulty=difficulty,
        about=tuple(source_event.id for source_event in cited),
        sources=tuple(
            dict.fromkeys(name for source_event in cited for name in source_event.sources)
        ),
    )


def _strip_id_prefix(event: Event) -> str:
    return event.id.removeprefix("event.")
