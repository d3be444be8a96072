"""Typed questions as banks complete them: with the other names of people, and with rivals."""

from __future__ import annotations

from cogs.trivia.questions.bank_inputs import complete_typed_questions
from seeds.pack import Person
from seeds.schema import Difficulty
from seeds.trivia_question import QuestionKind, TriviaQuestion

PEOPLE = [
    Person(slug="kristen", name="Kristen Wiig", aliases=("Wiigster",)),
    Person(slug="kristin", name="Kristin Wiig"),
    Person(slug="vera", name="Vera Dray", aliases=("The Lamp",)),
]


def build_typed_question(key: str, *accepted: str) -> TriviaQuestion:
    return TriviaQuestion(
        key=key,
        kind=QuestionKind.TYPED,
        text="Who made the first lantern?",
        accepted=accepted,
        explanation="",
        topic="cast",
        difficulty=Difficulty.EASY,
    )


def test_a_person_is_right_by_surname_and_alias() -> None:
    [question] = complete_typed_questions([build_typed_question("a", "Vera Dray")], PEOPLE)
    for guess in ("Vera Dray", "dray", "is it the lamp?"):
        assert question.match(guess) is not None
    assert question.accepted == ("Vera Dray",), "other names are not shown"
    assert question.match("Vera") is None


def test_another_person_of_the_pack_is_no_misspelling() -> None:
    [question] = complete_typed_questions([build_typed_question("a", "Kristen Wiig")], PEOPLE)
    assert question.match("Kristen Wig") is not None
    assert question.match("Kristin Wiig") is None
    assert question.match("Wiig") is None, "two people have this surname"


def test_questions_with_options_stay_as_they_are() -> None:
    choice = build_typed_question("a").model_copy(update={"options": ("Vera Dray", "Oil")})
    assert complete_typed_questions([choice], PEOPLE) == [choice]
