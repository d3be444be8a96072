"""Questions about parts: wrong options like the right one, and surely wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from seeds.loader import BUNDLED_PACK
from seeds.schema import Fact
from seeds.trivia_question import QuestionKind
from tests.cogs.trivia.questions.materials import (
    FILM,
    FOLDERS,
    LISTED,
    PEOPLE,
    PRODUCTIONS,
    VERA_ON_STAGE,
    generate,
    generate_from,
    of_kind,
    read_pack,
    role,
    wrong_options,
)

PACKS = pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)


def parts_of(folder: Path) -> set[tuple[str, str, str]]:
    """Every part of a pack: character, name of the performer, production."""
    pack = read_pack(folder)
    names = {person.slug: person.name for person in pack.manifest.people}
    facts = cast(list[Fact], pack.list_by_kind("fact"))
    return {
        (one.role.character, names[one.role.performer], one.role.production)
        for one in facts
        if one.role
    }


@PACKS
def test_only_the_right_option_is_a_part_of_the_pack(folder: Path) -> None:
    pack, parts = read_pack(folder), parts_of(folder)
    names = {person.slug: person.name for person in pack.manifest.people}
    productions = {one[0].upper() + one[1:]: one for _, _, one in parts}
    for question in generate_from(folder):
        fact = pack.entries[question.about[0]]
        if not isinstance(fact, Fact) or fact.role is None:
            continue
        character, performer, production = (
            fact.role.character,
            names[fact.role.performer],
            fact.role.production,
        )
        match question.key.partition(".")[0]:
            case "who-played":
                told = [(character, option, production) for option in question.options]
            case "played-whom":
                told = [(option, performer, production) for option in question.options]
            case "production":
                told = [(character, performer, productions[option]) for option in question.options]
            case _:
                continue
        expected = [n == question.right for n in range(4)]
        assert [part in parts for part in told] == expected, question


def test_who_was_not_in_a_cast_has_no_part_in_it_and_the_others_have() -> None:
    parts = parts_of(BUNDLED_PACK)
    questions = of_kind(generate_from(BUNDLED_PACK), QuestionKind.NOT_IN_CAST)
    assert questions
    for question in questions:
        production = question.text.removeprefix("Who was not in the cast of ").rstrip("?")
        cast_names = {name for _, name, where in parts if where == production}
        assert question.answer not in cast_names
        assert {*wrong_options(question)} <= cast_names


def test_performers_of_women_are_mixed_with_performers_of_women_alone() -> None:
    pack = read_pack(BUNDLED_PACK)
    genders = {
        name: one.gender for one in pack.manifest.characters for name in (one.name, *one.aliases)
    }
    played: dict[str, set[str | None]] = {}
    for character, name, _ in parts_of(BUNDLED_PACK):
        played.setdefault(name, set()).add(genders[character])
    for question in generate_from(BUNDLED_PACK):
        if question.key.startswith(("who-played.", "not-in-cast.")):
            assert len(set[str | None].union(*(played[one] for one in question.options))) == 1
        elif question.key.startswith("played-whom."):
            assert len({genders[one] for one in question.options}) == 1, question


def test_a_part_is_asked_for_with_others_of_the_same_production_first() -> None:
    questions = generate(facts=[*FILM, VERA_ON_STAGE], people=PEOPLE, **LISTED)
    question = questions["who-played.ann-vera-the-1990-film"]
    assert question.text == "Who played Vera in the 1990 film?"
    assert (question.answer, {*wrong_options(question)}) == ("Ann", {"Bea", "Cid", "Dee"})
    assert question.explanation == "Ann plays Vera. Others in the part: Eve (the 2000 play)."
    assert VERA_ON_STAGE.id in question.about
    assert question.topics == ("cast",)


def test_a_part_for_which_there_are_no_three_like_it_is_not_asked_for() -> None:
    questions = generate(facts=FILM, people=PEOPLE, **LISTED)
    assert "who-played.gus-zeno-the-1990-film" not in questions
    assert "played-whom.gus-zeno-the-1990-film" not in questions
    assert "played-whom.ann-vera-the-1990-film" in questions


def test_a_pack_that_lists_no_characters_still_asks_for_parts() -> None:
    questions = generate(facts=FILM, people=PEOPLE)
    assert questions["who-played.gus-zeno-the-1990-film"].answer == "Gus"
    kinds = {question.kind for question in questions.values()}
    assert kinds == {QuestionKind.WHO_PLAYED}


def test_two_names_of_one_character_are_not_both_options() -> None:
    third = role("Xenia", "Jon", "the 2000 play")
    facts = [*FILM, role("Wil", "Fay", "the 2000 play"), third, VERA_ON_STAGE]
    questions = generate(facts=facts, people=PEOPLE, **LISTED)
    options = questions["played-whom.eve-vera-the-2000-play"].options
    assert len({"Wil", "Wilma"} & {*options}) == 1


def test_which_of_two_known_parts_someone_played_is_not_asked() -> None:
    facts = [*FILM, role("Wil", "Fay", "the 2000 play"), VERA_ON_STAGE]
    assert "played-whom.eve-vera-the-2000-play" not in generate(facts=facts, people=PEOPLE)


def test_where_a_part_was_played_is_asked_with_productions_like_it() -> None:
    later = role("Vera", "Fay", "the 2010 play", topics=("season-two",))
    facts = [*FILM[:2], VERA_ON_STAGE, later, role("Vera", "Ian", "the 2020 series")]
    questions = generate(facts=facts, people=PEOPLE, **LISTED)
    question = questions["production.eve-vera-the-2000-play"]
    assert question.text == "In which of these did Eve play Vera?"
    assert question.answer == "The 2000 play"
    assert {*wrong_options(question)} == {"The 1990 film", "The 2010 play", "The 2020 series"}


def test_where_a_part_was_played_is_not_asked_when_a_production_can_be_ruled_out() -> None:
    later = role("Vera", "Fay", "the 2010 play", topics=("season-two",))
    questions = generate(facts=[*FILM[:2], VERA_ON_STAGE, later], people=PEOPLE, **LISTED)
    assert "production.eve-vera-the-2000-play" not in questions, "no Vera in the series"


def test_where_the_cast_of_the_main_production_played_is_too_easy() -> None:
    questions = generate(facts=[*FILM[:2], VERA_ON_STAGE], people=PEOPLE, **LISTED)
    assert "production.ann-vera-the-1990-film" not in questions


def test_a_production_that_may_be_right_too_is_no_wrong_option() -> None:
    mentioned = Fact.model_validate(
        {
            "id": "fact.eve-on-the-radio",
            "text": "Eve was heard on the radio.",
            "topics": ("radio",),
            "people": ("eve",),
            "sources": ("source.lamp-post",),
        }
    )
    questions = generate(facts=[*FILM[:2], VERA_ON_STAGE, mentioned], people=PEOPLE, **LISTED)
    assert "production.eve-vera-the-2000-play" not in questions


def test_who_is_not_in_the_cast_comes_from_a_production_like_it() -> None:
    questions = generate(facts=[*FILM, VERA_ON_STAGE], people=PEOPLE, **LISTED)
    question = questions["not-in-cast.eve-vera-the-2000-play"]
    assert question.text == "Who was not in the cast of the 1990 film?"
    assert question.answer == "Eve"
    assert {*wrong_options(question)} < {"Ann", "Bea", "Cid", "Dee"}
    assert question.explanation.startswith("Eve played Vera in the 2000 play. In the 1990 film: ")
    assert VERA_ON_STAGE.id in question.about
    assert len(question.about) == 4


def test_who_may_have_been_in_a_like_production_is_not_said_to_be_missing_in_it() -> None:
    earlier = [
        role(name, performer, "the 2010 play", topics=("season-two",))
        for name, performer in (("Wilma", "Fay"), ("Xenia", "Ian"), ("Yola", "Jon"))
    ]
    listed: dict[str, Any] = LISTED | {"productions": PRODUCTIONS[1:]}

    def ask(facts: list[Fact]) -> set[str]:
        questions = generate(facts=facts, people=PEOPLE, **listed)
        return {key for key in questions if key == "not-in-cast.eve-vera-the-2000-play"}

    assert ask([VERA_ON_STAGE, *earlier]) == set()
    vera = role("Vera", "Ann", "the 2010 play", topics=("season-two",))
    assert ask([VERA_ON_STAGE, *earlier, vera])


def test_a_part_is_asked_for_by_its_production_or_as_missing_in_another_not_both() -> None:
    keys = generate(facts=[*FILM, VERA_ON_STAGE], people=PEOPLE, **LISTED)
    places = {"production.eve-vera-the-2000-play", "not-in-cast.eve-vera-the-2000-play"}
    assert len(places & {*keys}) == 1


def test_the_only_part_of_a_production_is_not_asked_for() -> None:
    questions = generate(facts=[*FILM, VERA_ON_STAGE], people=PEOPLE, **LISTED)
    assert "who-played.eve-vera-the-2000-play" in questions
    assert "played-whom.eve-vera-the-2000-play" not in questions


def test_a_part_belongs_to_the_topic_of_its_production_too() -> None:
    facts = [
        role(name, performer, "the 2020 series")
        for name, performer in zip(("Vera", "Wilma", "Xenia", "Yola"), PEOPLE.split(), strict=False)
    ]
    question = generate(facts=facts, people=PEOPLE, **LISTED)["who-played.ann-vera-the-2020-series"]
    assert question.topics == ("cast", "radio")


def test_disputed_parts_are_not_asked_for() -> None:
    disputed = [fact.model_copy(update={"disputed": "Two pages name two."}) for fact in FILM]
    assert generate(facts=disputed, people=PEOPLE, **LISTED) == {}


def test_a_list_of_others_in_the_part_that_is_cut_says_so() -> None:
    others = [
        role("Vera", name, place, topics=("season-two",))
        for name, place in (
            ("Eve", "the 2000 play"),
            ("Fay", "the 2010 play"),
            ("Jon", "the 2020 series"),
        )
    ]
    question = generate(facts=[*FILM, *others], people=PEOPLE, **LISTED)[
        "who-played.ann-vera-the-1990-film"
    ]
    assert question.explanation == (
        "Ann plays Vera. Others in the part include Eve (the 2000 play) and Fay (the 2010 play)."
    )
