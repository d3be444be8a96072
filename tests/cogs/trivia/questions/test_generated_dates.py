"""Questions about years and orders: worded as if written, and provably right."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from pathlib import Path
from typing import cast

import pytest

from cogs.trivia.questions.dated_events import DatedEvent, select_dated_events
from seeds.schema import Difficulty, Event
from seeds.trivia_question import QuestionKind, TriviaQuestion
from tests.cogs.trivia.questions.materials import (
    FOLDERS,
    event,
    generate,
    generate_from,
    of_kind,
    read_pack,
    wrong_options,
)

PACKS = pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)
FIVE = [
    event("Dawn", "1990-02-01", short_title="The dawn", topics=("cast",)),
    event("Noon", "1994-03-01", short_title="The noon"),
    event("Dusk", "1998-04-01", short_title="The dusk", topics=("season-two",)),
    event("Night", "2002-05-01", short_title="The night"),
    event("Midnight", "2006-06-01", short_title="The midnight"),
]


def birth(name: str, date: str) -> Event:
    return event(
        f"{name} born", date, category="birth", people=(name.lower(),), text="A star was born."
    )


def events_of(question: TriviaQuestion, folder: Path) -> dict[str, DatedEvent]:
    """The dated events of a question by the name that its options give them."""
    pack = read_pack(folder)
    people = {person.slug: person.name for person in pack.manifest.people}
    found = [cast(Event, pack.entries[name]) for name in question.about]
    return {one.name: one for one in select_dated_events(found, people)}


@PACKS
def test_no_other_year_is_right_and_years_are_in_order(folder: Path) -> None:
    questions = of_kind(generate_from(folder), QuestionKind.WHEN)
    assert questions
    for question in questions:
        [one] = events_of(question, folder).values()
        assert question.answer == str(one.event.date.year)
        assert list(question.options) == sorted(question.options, key=int)
        assert question.answer in question.explanation


def test_no_place_among_the_years_is_right_too_often() -> None:
    questions = generate(events=[event(f"Fair {chr(97 + n)}", f"{1930 + n}") for n in range(26)])
    places = [question.right for question in questions.values()]
    assert {0, 1, 2, 3} == set(places)


def test_a_question_form_is_asked_and_a_short_title_answers() -> None:
    first_light = event(
        "Light", "2001-02-03", question="When did the lamp first burn?", short_title="The light"
    )
    question = generate(events=[first_light])["year.light"]
    assert question.text == "In what year did the lamp first burn?"
    assert question.explanation == "The light: February 3, 2001. All of Light was seen."


def test_an_event_of_an_older_pack_is_asked_for_by_its_title() -> None:
    question = generate(events=[event("Dawn", "2001-02-03")])["year.dawn"]
    assert question.text == "In what year did this happen?\nDawn happens"
    assert question.explanation == "Dawn happens: February 3, 2001. All of Dawn was seen."


def test_a_birth_is_asked_as_a_birth() -> None:
    people = "Ann Bea Cid Dee Eve"
    born = [birth(name, f"{1950 + 4 * n}-06-01") for n, name in enumerate(people.split())]
    questions = generate(events=born, people=people)
    assert questions["year.ann-born"].text == "In what year was Ann born?"
    assert (
        questions["year.ann-born"].explanation == "Ann was born on June 1, 1950. A star was born."
    )
    first = questions["first.ann-born"]
    assert (first.text, first.answer) == ("Who was born first?", "Ann")
    assert "order.cid-born" not in questions


def test_a_birthday_has_one_person_to_it_among_the_options() -> None:
    people = "Ann Bea Cid Dee Eve"
    born = [birth(name, f"{1950 + 4 * n}-06-0{n + 1}") for n, name in enumerate(people.split())]
    twin = birth("Fay", "1990-06-01")
    questions = generate(events=[*born, twin], people=f"{people} Fay")
    question = questions["birthday.ann-born"]
    assert question.text == "Who has a birthday on June 1?"
    assert question.answer == "Ann"
    assert "Fay" not in question.options, "hers is on June 1, too"
    assert question.explanation == "Ann was born on June 1, 1950. A star was born."


def test_only_of_leading_people_the_birthday_and_the_year_of_birth_are_asked() -> None:
    people = "Ann Bea Cid Dee"
    born = [birth(name, f"{1950 + 4 * n}-06-0{n + 1}") for n, name in enumerate(people.split())]
    others = [
        event(f"Lamp {letter}", f"{2000 + n}", people=("ann",))
        for n, letter in enumerate("abcdefg")
    ]
    questions = generate(events=[*born, *others], people=people)
    assert "year.ann-born" in questions
    assert "year.bea-born" not in questions
    assert "birthday.ann-born" in questions
    assert "birthday.bea-born" not in questions


@pytest.mark.parametrize("category", ["interview", "news"])
def test_when_something_was_said_or_reported_is_not_asked(category: str) -> None:
    pressed = event("Noon", "1994-03-01", short_title="The noon", category=category)
    questions = generate(events=[FIVE[0], pressed, *FIVE[2:]])
    assert questions
    assert not any(pressed.id in question.about for question in questions.values())


def test_only_things_of_one_kind_topic_or_person_are_compared() -> None:
    births_of_a_show = [
        event(f"Show {letter}", f"{1960 + 4 * n}", category="screen", topics=("season-two",))
        for n, letter in enumerate("abcde")
    ]
    for question in generate(events=[*births_of_a_show, *FIVE[:2]]).values():
        assert len({name.startswith("event.show") for name in question.about}) == 1, question


def test_births_are_compared_with_births_alone() -> None:
    born = [birth(name, f"{1988 + 4 * n}") for n, name in enumerate(["Ann", "Bea", "Cid", "Dee"])]
    questions = generate(events=[*FIVE, *born], people="Ann Bea Cid Dee")
    for question in questions.values():
        assert len({name.endswith("-born") for name in question.about}) == 1, question


@PACKS
def test_the_first_is_surely_before_each_of_the_others(folder: Path) -> None:
    for question in of_kind(generate_from(folder), QuestionKind.FIRST):
        events = events_of(question, folder)
        first = events[question.answer]
        assert {*events} == {*question.options}
        for other in wrong_options(question):
            assert first.event.date.is_before(events[other].event.date), question
            assert events[other].event.date.format_american() in question.explanation


@PACKS
def test_exactly_one_order_is_right(folder: Path) -> None:
    for question in of_kind(generate_from(folder), QuestionKind.ORDER):
        events = sorted(events_of(question, folder).values(), key=lambda one: one.first_day)
        assert len(events) == 3
        for one, other in itertools.pairwise(events):
            assert one.event.date.is_before(other.event.date)
        shown = [line.partition(". ")[2] for line in question.text.splitlines()[1:]]
        ordered = [shown[int(number) - 1] for number in question.answer.split(" → ")]
        assert ordered == [one.name for one in events]


@PACKS
def test_only_the_right_event_came_between(folder: Path) -> None:
    for question in of_kind(generate_from(folder), QuestionKind.BETWEEN):
        events = events_of(question, folder)
        start, end = (one for one in events.values() if one.name not in question.options)
        if end.event.date.is_before(start.event.date):
            start, end = end, start
        for option in question.options:
            date = events[option].event.date
            is_between = start.event.date.is_before(date) and date.is_before(end.event.date)
            is_outside = date.is_before(start.event.date) or end.event.date.is_before(date)
            assert (is_between, is_outside) == (
                option == question.answer,
                option != question.answer,
            ), question


def test_orders_are_explained_with_names_and_dates() -> None:
    question = generate(events=FIVE[:3])["order.dawn"]
    assert question.explanation == (
        "The dawn (February 1, 1990), then the noon (March 1, 1994), then the dusk (April 1, 1998)."
    )
    assert question.topics == ("cast",), "season two is the topic of one of the three"


@pytest.mark.parametrize(
    ("years", "difficulty"),
    [
        ((1990, 1992, 2020), Difficulty.HARD),
        ((1990, 1994, 2020), Difficulty.MEDIUM),
        ((1990, 2005, 2020), Difficulty.EASY),
    ],
)
def test_an_order_is_as_hard_as_its_two_nearest_events(
    years: tuple[int, ...], difficulty: Difficulty
) -> None:
    lamps = [event(f"Lamp {year % 9}", f"{year}-05-01") for year in years]
    orders = of_kind([*generate(events=lamps).values()], QuestionKind.ORDER)
    assert [one.difficulty for one in orders] == [difficulty]


def test_what_is_asked_for_gives_the_topic_and_wrong_options_do_not() -> None:
    questions = generate(events=FIVE[:4])
    assert questions["first.dawn"].topics == ("cast",)
    assert "event.dusk" in questions["first.dawn"].about


def test_no_two_questions_are_about_the_same_gap() -> None:
    fairs = [event(f"Lamp {n}", f"{1900 + 2 * n}-05-01") for n in range(12)]
    between = of_kind([*generate(events=fairs).values()], QuestionKind.BETWEEN)
    assert len(between) > 5
    assert len({question.text for question in between}) == len(between)


def test_no_event_is_in_most_questions() -> None:
    lamps = [event(f"Lamp {n}", f"{1900 + 2 * n}-05-01") for n in range(24)]
    asked = [*generate(events=lamps).values()]
    compared = [one for one in asked if one.kind is not QuestionKind.WHEN]
    uses = Counter(name for question in compared for name in question.about)
    assert max(uses.values()) < len(compared) / 4


def test_births_less_than_five_years_apart_are_not_compared() -> None:
    close = [birth(name, f"{1950 + 4 * n}-06-0{n + 1}") for n, name in enumerate("ABCDE")]
    assert "first.a-born" not in generate(events=close[:4], people="A B C D")
    assert "first.a-born" in generate(
        events=[close[0], *close[2:], birth("F", "1970-01-09")], people="A C D E F"
    )


def test_events_a_few_days_apart_are_not_compared() -> None:
    close = [event(f"Day {letter}", f"2001-02-0{n}") for n, letter in enumerate("abcde", start=1)]
    kinds = {question.kind for question in generate(events=close).values()}
    assert kinds == {QuestionKind.WHEN}


def test_what_happens_every_year_is_compared_with_nothing() -> None:
    fairs = [
        event("Fair", f"{year}", id=f"event.fair-{year}", short_title="The fair")
        for year in range(1992, 2010, 4)
    ]
    for question in generate(events=[*FIVE, *fairs]).values():
        is_about_fair = any("fair" in name for name in question.about)
        assert not is_about_fair or question.kind is QuestionKind.WHEN
        if is_about_fair:
            years = {str(one.date.year) for one in fairs}
            assert years & {*question.options} == {question.answer}


@pytest.mark.parametrize(
    "changes",
    [
        {"trivia": False},
        {"date_disputed": True, "disputed": "One page says May."},
        {"date": "2001~"},
        {"certainty": "announced"},
        {"certainty": "disputed"},
        {"title": "The fair of 2001"},
        {"title": "A magazine keeps the 25th birthday"},
        {"short_title": "20 years of light"},
    ],
)
def test_what_cannot_be_asked_for_fairly_is_not(changes: dict[str, object]) -> None:
    values = event("Dawn", "2001-02-03").model_dump() | changes
    assert generate(events=[Event.model_validate(values)]) == {}


def test_a_dispute_about_something_else_leaves_a_date_to_be_asked_for() -> None:
    disputed = event("Dawn", "2001-02-03", disputed="Two papers name two costume makers.")
    assert [*generate(events=[disputed])] == ["year.dawn"]


def test_the_time_for_many_events_grows_with_their_number_alone() -> None:
    def measure(number: int) -> float:
        events = [
            event(f"Happening x{n}", f"{1000 + n % 1000}-{n % 12 + 1:02}") for n in range(number)
        ]
        started = time.process_time()
        generate(events=events)
        return time.process_time() - started

    measure(100)
    assert measure(1_600) < 12 * measure(400)
