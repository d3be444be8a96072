"""What opentdb.com sends: choices with a category and a difficulty, in one of four encodings."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from seeds.schema import Difficulty
from seeds.trivia_lists.models import TriviaList, TriviaListError, TriviaListQuestion
from seeds.trivia_lists.opentdb import parse_opentdb_list

LAMP = {
    "type": "multiple",
    "difficulty": "easy",
    "category": "Entertainment: Film",
    "question": 'Who says "It\'s lit" & folds 100% of the lamps?',
    "correct_answer": "Vera's aunt",
    "incorrect_answers": ["Ida & Per", "Amélie", "Nobody at all"],
}
BOOLEAN = {
    **LAMP,
    "type": "boolean",
    "difficulty": "hard",
    "question": "Is the lamp lit?",
    "correct_answer": "False",
    "incorrect_answers": ["True"],
}


def encode(value: Any, encode_text: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return encode_text(value)
    if isinstance(value, list):
        return [encode(one, encode_text) for one in value]
    return {key: encode(one, encode_text) for key, one in value.items()}


def parse(*items: Any, **envelope: Any) -> TriviaList:
    read = parse_opentdb_list(json.dumps({"response_code": 0, "results": items, **envelope}))
    assert read is not None
    return read


@pytest.mark.parametrize(
    "encode_text",
    [
        lambda text: html.escape(text),
        lambda text: quote(text, safe=""),
        lambda text: quote_plus(text),
        lambda text: base64.b64encode(text.encode()).decode(),
    ],
    ids=["HTML entities", "RFC 3986", "legacy URL", "Base64"],
)
def test_every_encoding_gives_the_same_questions(encode_text: Callable[[str], str]) -> None:
    read = parse(*(encode(one, encode_text) for one in (LAMP, BOOLEAN)))
    assert read.questions == [
        TriviaListQuestion(
            'Who says "It\'s lit" & folds 100% of the lamps?',
            ("Vera's aunt",),
            ("Ida & Per", "Amélie", "Nobody at all"),
            Difficulty.EASY,
        ),
        TriviaListQuestion("Is the lamp lit?", ("False",), ("True",), Difficulty.HARD),
    ]
    assert read.topic == "Entertainment: Film"


def test_the_results_alone_are_a_list_too() -> None:
    read = parse_opentdb_list(json.dumps([LAMP]))
    assert read is not None
    assert len(read.questions) == 1


def test_questions_of_several_categories_have_no_topic_of_their_own() -> None:
    assert parse(LAMP, {**BOOLEAN, "category": "History"}).topic == ""


def test_what_cannot_be_asked_is_left_out_by_its_number() -> None:
    read = parse(
        LAMP,
        {**BOOLEAN, "incorrect_answers": ["False"]},
        {**BOOLEAN, "question": ""},
        {**BOOLEAN, "correct_answer": "x" * 201},
        {**BOOLEAN, "incorrect_answers": "True"},
        {"question": "Alone?"},
        7,
        LAMP,
        {**BOOLEAN, "question": "\ud83d"},
    )
    assert len(read.questions) == 1
    assert [one.message for one in read.omitted] == [
        "question 2 has no wrong choices",
        "question 3 is left out: a question has 1 to 600 characters",
        "question 4 is left out: a choice has 1 to 200 characters",
        "question 5 needs question, correct_answer and incorrect_answers",
        "question 6 needs question, correct_answer and incorrect_answers",
        "question 7 needs question, correct_answer and incorrect_answers",
        "question 8 is already in the list",
        "question 9 has half a character (a lone surrogate)",
    ]


def test_an_answer_without_questions_says_so() -> None:
    with pytest.raises(TriviaListError, match=r"sent no questions \(code 5\)"):
        parse(response_code=5)


@pytest.mark.parametrize(
    "text", ["", "A?: a", '{"A?": ["a"]}', "[" * 100_000, f"[{'9' * 5_000}]", "[1, 2]", '"x"']
)
def test_anything_else_is_no_such_list(text: str) -> None:
    assert parse_opentdb_list(text) is None
