"""Generates questions about the years and the order of events."""

from __future__ import annotations

import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from cogs.trivia.questions.dated_events import DatedEvent, Timeline, YearBounds
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
BIRTH_GAP_DAYS = 5 * 365
"""The least days between compared events; with fewer only a guess is possible."""
RECENT_YEARS = 8
"""An event of so many years ago or fewer has options one year apart."""
NARROW_STEPS, WIDE_STEPS = (1,), (2, 3)
"""Years between neighbouring options; narrow ones for recent and well-known times."""
MEDIUM_ORDER_GAP_DAYS, EASY_ORDER_GAP_DAYS = 3 * 365, 10 * 365
"""The least days between any two of three events that make their order that easy to tell."""
_MIN_PLACES = 2
"""The places among the options that the right year must be able to have: one tells it."""
_NEAREST = 3
"""The nearest neighbours that the bounds of a gap are chosen from."""
_ORDER_TOPIC_SHARE = 2
"""The events of three whose topic is that of a question about their order."""


def generate_date_questions(
    dated: Sequence[DatedEvent], prominence: Prominence, bounds: YearBounds
) -> Iterator[TriviaQuestion]:
    """Yield every question about the dates of events; births are compared with births alone.

    Of people who are not leading ones, birthdays and years of birth are not asked: they are only
    to be guessed.
    """
    births = [one for one in dated if one.is_birth]
    others = [one for one in dated if not one.is_birth]
    leading = [one for one in births if prominence.is_leading(one.event.people[0])]
    yield from _generate_year_questions([*others, *leading], bounds)
    yield from _generate_birthday_questions(leading, births)
    timeline, uses = Timeline(others, EVENT_GAP_DAYS), _UseCounts()
    yield from _generate_first_event_questions(timeline, uses)
    yield from _generate_order_questions(timeline, uses)
    yield from _generate_between_questions(timeline, uses)
    # Of three people one can tell the oldest, but the order of all only by guessing.
    yield from _generate_first_event_questions(Timeline(births, BIRTH_GAP_DAYS), _UseCounts())


class _UseCounts:
    """How many questions each event is in, so that no few of them are in most."""

    def __init__(self) -> None:
        self._counts = Counter[str]()

    def order(self, events: Sequence[DatedEvent], rng: random.Random) -> list[DatedEvent]:
        """Return the events, those in the fewest questions first, others in random order."""
        shuffled = rng.sample(events, len(events))
        return sorted(shuffled, key=lambda one: self._counts[one.event.id])

    def add(self, *events: DatedEvent) -> None:
        """Count one more question with these events."""
        self._counts.update(one.event.id for one in events)


def _generate_year_questions(
    dated: Sequence[DatedEvent], bounds: YearBounds
) -> Iterator[TriviaQuestion]:
    """Yield, for each event, a choice of years in their order."""
    years_by_name: defaultdict[str, set[int]] = defaultdict(set)
    for one in dated:
        years_by_name[one.folded_name].add(one.event.date.year)
    for one in dated:
        key = f"year.{_strip_id_prefix(one)}"
        year = one.event.date.year
        taken = years_by_name[one.folded_name] - {year}
        within = bounds.get_years(one.event)
        is_recent = within.stop - 1 - year <= RECENT_YEARS
        has_narrow_steps = is_recent or bounds.is_close_to_main_premiere(one.event)
        years = _pick_years(year, taken, within, random.Random(key), has_narrow_steps)
        if years:
            question = build_question(
                key,
                QuestionKind.WHEN,
                one.question,
                [str(option) for option in years],
                one.sentence,
                [one.event],
                Difficulty.EASY if bounds.is_main_premiere(one.event) else Difficulty.MEDIUM,
            )
            yield question.model_copy(update={"right": years.index(year)})


def _generate_birthday_questions(
    asked: Sequence[DatedEvent], births: Sequence[DatedEvent]
) -> Iterator[TriviaQuestion]:
    """Yield, for each birth of `asked`, the question whose birthday its day is."""
    known = [one for one in births if one.event.date.day is not None]
    for one in asked:
        if one.event.date.day is None:
            continue
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


def _pick_years(
    year: int,
    taken: AbstractSet[int],
    within: range,
    rng: random.Random,
    has_narrow_steps: bool,
) -> list[int]:
    """Return four years `within` some, none `taken`, with the right one at a random place.

    Return an empty list when its place among them would tell it.
    """
    for steps in (NARROW_STEPS,) if has_narrow_steps else (WIDE_STEPS, NARROW_STEPS):
        places = range(WRONG_OPTION_COUNT + 1)
        series = [
            [year + step * (other - place) for other in places]
            for step in steps
            for place in places
        ]
        fit = [
            years
            for years in series
            if years[0] in within and years[-1] in within and taken.isdisjoint(years)
        ]
        if len({years.index(year) for years in fit}) >= _MIN_PLACES:
            return rng.choice(fit)
    return []


def _generate_first_event_questions(
    timeline: Timeline, uses: _UseCounts
) -> Iterator[TriviaQuestion]:
    """Yield, for each event, the question which of it and later events came first."""
    for one in timeline.events:
        later = timeline.list_after(one)
        if len(later) < WRONG_OPTION_COUNT:
            continue
        key = f"first.{_strip_id_prefix(one)}"
        chosen = uses.order(later, random.Random(key))[:WRONG_OPTION_COUNT]
        uses.add(one, *chosen)
        yield build_question(
            key,
            QuestionKind.FIRST,
            "Who was born first?" if one.is_birth else "Which of these came first?",
            [one.name, *(other.name for other in chosen)],
            _explain_first(one, sorted(chosen, key=_get_first_day)),
            [one.event],
            explained_by=[other.event for other in chosen],
        )


def _get_first_day(one: DatedEvent) -> int:
    return one.first_day


def _explain_first(one: DatedEvent, later: Sequence[DatedEvent]) -> str:
    verb = "Born" if one.is_birth else "That was"
    following = join_names([other.dated_name for other in later])
    return f"{verb} {write_when(one.event.date)}; then came {following}."


def _generate_order_questions(timeline: Timeline, uses: _UseCounts) -> Iterator[TriviaQuestion]:
    """Yield questions about the order of three events; an option is an order of their numbers."""
    seen: set[frozenset[str]] = set()
    for one in timeline.events:
        key = f"order.{_strip_id_prefix(one)}"
        rng = random.Random(key)
        line = _pick_orderable_events(one, timeline, uses, rng)
        names = frozenset(other.event.id for other in line)
        if len(line) == WRONG_OPTION_COUNT and names not in seen:
            seen.add(names)
            uses.add(*line)
            yield _build_order_question(key, line, rng)


def _pick_orderable_events(
    one: DatedEvent, timeline: Timeline, uses: _UseCounts, rng: random.Random
) -> list[DatedEvent]:
    """Return `one` and two others that are clearly apart, oldest first; fewer if there are none."""
    others = uses.order([*timeline.list_before(one), *timeline.list_after(one)], rng)
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
        _judge_order(events),
        topic_share=_ORDER_TOPIC_SHARE,
    )


def _judge_order(events: Sequence[DatedEvent]) -> Difficulty:
    """Return how hard the order of events, oldest first, is to tell, by their smallest gap."""
    gap = min(later.first_day - one.last_day for one, later in itertools.pairwise(events))
    if gap >= EASY_ORDER_GAP_DAYS:
        return Difficulty.EASY
    return Difficulty.MEDIUM if gap >= MEDIUM_ORDER_GAP_DAYS else Difficulty.HARD


def _generate_between_questions(timeline: Timeline, uses: _UseCounts) -> Iterator[TriviaQuestion]:
    """Yield, for each event, the question which of it and others came between two more.

    No two questions are about the same gap, as their texts would be the same.
    """
    gaps: set[tuple[str, str]] = set()
    for one in timeline.events:
        key = f"between.{_strip_id_prefix(one)}"
        rng = random.Random(key)
        starts = uses.order(timeline.list_before(one)[:_NEAREST], rng)
        ends = uses.order(timeline.list_after(one)[:_NEAREST], rng)
        for start, end in itertools.product(starts, ends):
            gap = start.event.id, end.event.id
            outside = [*timeline.list_before(start), *timeline.list_after(end)]
            if gap not in gaps and len(outside) >= WRONG_OPTION_COUNT:
                gaps.add(gap)
                wrong = uses.order(outside, rng)[:WRONG_OPTION_COUNT]
                uses.add(start, one, end, *wrong)
                yield _build_between_question(key, start, one, end, wrong)
                break


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
        [one.event, start.event, end.event],
        Difficulty.HARD,
        explained_by=[other.event for other in wrong],
    )


def _strip_id_prefix(one: DatedEvent) -> str:
    return one.event.id.removeprefix("event.")
