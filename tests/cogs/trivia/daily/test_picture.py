"""How a daily question was answered, as a picture and in words."""

from __future__ import annotations

from datetime import date

from cogs.trivia.daily.picture import build_daily_result
from cogs.trivia.daily.question_of_the_day import PreviousQuestion
from seeds.trivia_question import TriviaQuestion
from storage.trivia.daily import DailyAnswer
from tests.cogs.trivia.rules.games import choice_question, typed_question
from tests.pictures.comparison import assert_as_stored, assert_describes

DAY = date(2026, 4, 25)


def build_previous(question: TriviaQuestion, *answers: tuple[int | None, bool]) -> PreviousQuestion:
    """A question with answers: the option, None for a typed one, and whether it was right."""
    given = [
        DailyAnswer(member, option, "said", is_right)
        for member, (option, is_right) in enumerate(answers)
    ]
    return PreviousQuestion(DAY, question, given, [])


def test_every_option_has_its_answers_and_the_right_one_a_check_mark() -> None:
    question = choice_question()
    right, wrong = question.right, (question.right + 1) % 4
    picture = build_daily_result(
        build_previous(question, (right, True), (right, True), (wrong, False))
    )

    assert picture is not None
    assert_as_stored(picture, "daily-result")
    assert_describes(picture, "The question from April 25: What burns in the lantern?")
    told = picture.describe().splitlines()[1:]
    assert [line.rpartition(": ")[2] for line in told].count("0 answers.") == 2
    assert told[right] == f"{'ABCD'[right]}. {question.answer}, right: 2 answers."
    assert told[wrong].endswith(": 1 answer.")


def test_typed_answers_are_right_or_something_else() -> None:
    question = typed_question()
    picture = build_daily_result(build_previous(question, (None, True), (None, False)))

    assert picture is not None
    assert_describes(picture, f"{question.answer}, right: 1 answer.", "Something else: 1 answer.")


def test_a_question_without_answers_has_no_picture() -> None:
    assert build_daily_result(build_previous(choice_question())) is None
    assert build_daily_result(None) is None
