"""Generates questions about the years and the order of events."""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from cogs.trivia.questions.dated_events import DatedEvent, Timeline
from cogs.trivia.questions.question_building import (
    WRONG_OPTION_COUNT,
    build_question,
    join_names,
    write_when,
)
from cogs.trivia.questions.role_index import Prominence
from seeds.cleaning import capitalize_first
from seeds.schema import Difficulty
from seeds.trivia_question import QuestionKind, TriviaQuestion

EVENT_GAP_DAYS = 60
BIRTH_GAP_DAYS = 365
"""The least days between compared events; with fewer only a guess is possible."""
RECENT_YEARS = 8
"""An event of so many years ago or fewer has options one year apart."""
RECENT_STEPS, DISTANT_STEPS = (1,), (2, 3)
"""Years between neighbouring options."""
_NEAREST = 3
"""The nearest neighbours that the bounds of a gap are chosen from."""


def generate_date_questions(
    dated: Sequence[DatedEvent], prominence: Prominence
) -> Iterator[TriviaQuestion]:
    """Yield every question about the dates of events; births are compared with births alone.

    Of people who are not leading ones, the year of birth is not asked: it is only to be guessed.
    """
    births = [one for one in dated if one.is_birth]
    others = [one for one in dated if not one.is_birth]
    leading = [one for one in births if prominence.is_leading(one.event.people[0])]
    yield from _generate_year_questions([*others, *leading])
    yield from _generate_birthday_questions(births)
    timeline = Timeline(others, EVENT_GAP_DAYS)
    yield from _generate_first_event_questions(timeline)
    yield from _generate_order_questions(timeline)
    yield from _generate_between_questions(timeline)
    # Of three people one can tell the oldest, but the order of all only by guessing.
    yield from _generate_first_event_questions(Timeline(births, BIRTH_GAP_DAYS))


def _generate_year_questions(dated: Sequence[DatedEvent]) -> Iterator[TriviaQuestion]:
    """Yield, for each event, a choice of years in their order."""
    latest = max((one.event.date.year for one in dated), default=0)
    years_by_name: defaultdict[str, set[int]] = defaultdict(set)
    for one in dated:
        years_by_name[one.folded_name].add(one.event.date.year)
    for one in dated:
        key = f"year.{_strip_id_prefix(one)}"
        year = one.event.date.year
        taken = years_by_name[one.folded_name] - {year}
        years = _pick_years(year, taken, latest, random.Random(key))
        if years:
            question = build_question(
                key,
                QuestionKind.WHEN,
                one.question,
                [str(option) for option in years],
                one.sentence,
                [one.event],
            )
            yield question.model_copy(update={"right": years.index(year)})


def _generate_birthday_questions(births: Sequence[DatedEvent]) -> Iterator[TriviaQuestion]:
    """Yield, for each birth, the question whose birthday its day is."""
    known = [one for one in births if one.event.date.day is not None]
    for one in known:
        key = f"birthday.{_strip_id_prefix(one)}"
        others = [other for other in known if _get_day(other) != _get_day(one)]
        if len(others) >= WRONG_OPTION_COUNT:
            wrong = random.Random(key).sample(others, WRONG_OPTION_COUNT)
            yield build_question(
                key,
                QuestionKind.BIRTHDAY,
                f"Who has a birthday on {one.event.date.format_american_day()}?",
                [one.name, *(other.name for other in wrong)],
                one.sentence,
                [one.event],
            )


def _get_day(one: DatedEvent) -> tuple[int | None, int | None]:
    return one.event.date.month, one.event.date.day


def _pick_years(year: int, taken: AbstractSet[int], latest: int, rng: random.Random) -> list[int]:
    """Return four years with the right one at a random place, none `taken` or after `latest`.

    Return an empty list when there are none.
    """
    steps = RECENT_STEPS if latest - year <= RECENT_YEARS else DISTANT_STEPS
    places = range(WRONG_OPTION_COUNT + 1)
    series = [
        [year + step * (other - place) for other in places] for step in steps for place in places
    ]
    fit = [
        years
        for years in series
        if years[0] > 0 and years[-1] <= latest and taken.isdisjoint(years)
    ]
    return rng.choice(fit) if fit else []


def _generate_first_event_questions(timeline: Timeline) -> Iterator[TriviaQuestion]:
    """Yield, for each event, the question which of it and later events came first."""
    for one in timeline.events:
        later = timeline.list_after(one)
        if len(later) < WRONG_OPTION_COUNT:
            continue
        key = f"first.{_strip_id_prefix(one)}"
        chosen = random.Random(key).sample(later, WRONG_OPTION_COUNT)
        yield build_question(
            key,
            QuestionKind.FIRST,
            "Who was born first?" if one.is_birth else "Which of these came first?",
            [one.name, *(other.name for other in chosen)],
            _explain_first(one, sorted(chosen, key=_get_first_day)),
            [one.event, *(other.event for other in chosen)],
        )


def _get_first_day(one: DatedEvent) -> int:
    return one.first_day


def _explain_first(one: DatedEvent, later: Sequence[DatedEvent]) -> str:
    verb = "Born" if one.is_birth else "That was"
    following = join_names([other.dated_name for other in later])
    return f"{verb} {write_when(one.event.date)}; then came {following}."


def _generate_order_questions(timeline: Timeline) -> Iterator[TriviaQuestion]:
    """Yield questions about the order of three events; an option is an order of their numbers."""
    seen: set[frozenset[str]] = set()
    for one in timeline.events:
        key = f"order.{_strip_id_prefix(one)}"
        rng = random.Random(key)
        line = _pick_orderable_events(one, timeline, rng)
        names = frozenset(other.event.id for other in line)
        if len(line) == WRONG_OPTION_COUNT and names not in seen:
            seen.add(names)
            yield _build_order_question(key, line, rng)


def _pick_orderable_events(
    one: DatedEvent, timeline: Timeline, rng: random.Random
) -> list[DatedEvent]:
    """Return `one` and two others that are clearly apart, oldest first; fewer if there are none."""
    others = [*timeline.list_before(one), *timeline.list_after(one)]
    rng.shuffle(others)
    line = [one]
    for candidate in others:
        if all(_are_apart(candidate, other, timeline) for other in line):
            line.append(candidate)
        if len(line) == WRONG_OPTION_COUNT:
            break
    return sorted(line, key=_get_first_day)


def _are_apart(one: DatedEvent, other: DatedEvent, timeline: Timeline) -> bool:
    return timeline.is_before(one, other) or timeline.is_before(other, one)


def _build_order_question(
    key: str, events: Sequence[DatedEvent], rng: random.Random
) -> TriviaQuestion:
    shown = list(events)
    rng.shuffle(shown)
    right = tuple(shown.index(one) + 1 for one in events)
    wrong = [order for order in itertools.permutations((1, 2, 3)) if order != right]
    orders = (right, *rng.sample(wrong, WRONG_OPTION_COUNT))
    listing = "\n".join(f"{place}. {one.name}" for place, one in enumerate(shown, start=1))
    first, second, third = (one.dated_name for one in events)
    return build_question(
        key,
        QuestionKind.ORDER,
        f"Put these in order, the earliest first.\n{listing}",
        [" → ".join(map(str, order)) for order in orders],
        f"{capitalize_first(first)}, then {second}, then {third}.",
        [one.event for one in events],
        Difficulty.HARD,
    )


def _generate_between_questions(timeline: Timeline) -> Iterator[TriviaQuestion]:
    """Yield, for each event, the question which of it and others came between two more."""
    for one in timeline.events:
        key = f"between.{_strip_id_prefix(one)}"
        rng = random.Random(key)
        earlier, later = timeline.list_before(one), timeline.list_after(one)
        if not (earlier and later):
            continue
        start, end = rng.choice(earlier[:_NEAREST]), rng.choice(later[:_NEAREST])
        outside = [*timeline.list_before(start), *timeline.list_after(end)]
        if len(outside) >= WRONG_OPTION_COUNT:
            wrong = rng.sample(outside, WRONG_OPTION_COUNT)
            yield _build_between_question(key, start, one, end, wrong)


def _build_between_question(
    key: str, start: DatedEvent, one: DatedEvent, end: DatedEvent, wrong: Sequence[DatedEvent]
) -> TriviaQuestion:
    line = (start.dated_name, one.dated_name, end.dated_name)
    return build_question(
        key,
        QuestionKind.BETWEEN,
        f"Which of these came between {start.name_in_sentence} and {end.name_in_sentence}?",
        [one.name, *(other.name for other in wrong)],
        f"{capitalize_first(line[0])}, then {line[1]}, then {line[2]}.",
        [one.event, start.event, end.event, *(other.event for other in wrong)],
        Difficulty.HARD,
    )


def _strip_id_prefix(one: DatedEvent) -> str:
    return one.event.id.removeprefix("event.")
