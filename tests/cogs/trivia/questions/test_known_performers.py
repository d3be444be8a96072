"""How well a performer is known decides which questions there are about their parts."""

from __future__ import annotations

from typing import Any

from seeds.schema import Difficulty
from tests.cogs.trivia.questions.materials import (
    CHARACTERS,
    FILM,
    LISTED,
    PEOPLE,
    VERA_ON_STAGE,
    event,
    generate,
    role,
    told_about,
)


def test_a_part_on_stage_is_hard_unless_a_leading_person_played_it() -> None:
    known = [event(f"Lamp {n}", f"{1990 + n}", people=("eve",), category="news") for n in range(3)]
    leading = [
        event(f"Star {n}", f"{1990 + n}", people=("jon",), category="news") for n in range(13)
    ]
    facts = [
        *FILM[:4],
        *(
            role(part, performer, "the 2000 play", topics=("season-two",))
            for part, performer in (("Vera", "Eve"), ("Wilma", "Jon"), ("Xenia", "Fay"))
        ),
    ]
    questions = generate(facts=facts, events=[*known, *leading], people=PEOPLE, **LISTED)
    assert questions["who-played.eve-vera-the-2000-play"].difficulty is Difficulty.HARD
    assert questions["who-played.jon-wilma-the-2000-play"].difficulty is Difficulty.MEDIUM


def test_who_is_hardly_known_is_asked_for_in_the_main_production_alone() -> None:
    facts = [*FILM, VERA_ON_STAGE, *told_about("Ann", 20), *told_about("Cid", 3)]
    questions = generate(facts=facts, people=PEOPLE, **LISTED)
    known, unknown = "who-played.cid-xenia-the-1990-film", "who-played.dee-yola-the-1990-film"
    assert questions[known].difficulty is Difficulty.MEDIUM
    assert questions[unknown].difficulty is Difficulty.HARD
    assert "played-whom.cid-xenia-the-1990-film" in questions
    assert "played-whom.dee-yola-the-1990-film" not in questions
    assert not any(VERA_ON_STAGE.id == question.about[0] for question in questions.values())


def test_a_leading_part_of_the_main_production_is_easy_and_asked_for_once() -> None:
    facts = [*FILM, *told_about("Ann", 20), *told_about("Cid", 3)]
    questions = generate(facts=facts, people=PEOPLE, **LISTED)
    assert questions["who-played.ann-vera-the-1990-film"].difficulty is Difficulty.EASY
    assert "played-whom.ann-vera-the-1990-film" not in questions


def test_a_cast_of_strangers_is_not_asked_who_is_missing_in_it() -> None:
    stage = [*told_about("Eve", 3, "season-two"), *told_about("Ann", 3)]
    questions = generate(facts=[*FILM, VERA_ON_STAGE, *stage], people=PEOPLE, **LISTED)
    assert "not-in-cast.eve-vera-the-2000-play" not in questions
    known = [*stage, *told_about("Bea", 3)]
    questions = generate(facts=[*FILM, VERA_ON_STAGE, *known], people=PEOPLE, **LISTED)
    assert {"Ann", "Bea"} < {*questions["not-in-cast.eve-vera-the-2000-play"].options}


def test_a_smaller_part_has_no_leading_performers_among_its_options() -> None:
    small = role("Una", "Fay", "the 1990 film"), role("Wanda", "Jon", "the 1990 film")
    women = [{"name": name, "gender": "female"} for name in ("Una", "Wanda")]
    known = [*told_about("Ann", 20), *told_about("Bea", 20), *told_about("Cid", 3)]
    listed: dict[str, Any] = LISTED | {"characters": [*CHARACTERS, *women]}
    questions = generate(facts=[*FILM, *small, *known], people=PEOPLE, **listed)
    assert {*questions["who-played.cid-xenia-the-1990-film"].options} == {
        "Cid",
        "Dee",
        "Fay",
        "Jon",
    }
    assert {*questions["played-whom.cid-xenia-the-1990-film"].options} == {
        "Xenia",
        "Yola",
        "Una",
        "Wanda",
    }


def test_leading_performers_fill_up_the_options_of_a_smaller_part() -> None:
    facts = [*FILM, *told_about("Ann", 20), *told_about("Cid", 3)]
    questions = generate(facts=facts, people=PEOPLE, **LISTED)
    assert {*questions["who-played.cid-xenia-the-1990-film"].options} == {
        "Ann",
        "Bea",
        "Cid",
        "Dee",
    }
