"""Trivia lists in YAML: text stays text, and every fault is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.trivia_yaml import (
    TriviaListError,
    TriviaListProblem,
    TriviaListQuestion,
    format_trivia_list,
    load_trivia_list,
    parse_trivia_list,
)

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60)
WORDS = TEXT.map(str.strip).filter(bool)


def faults(text: str) -> list[TriviaListProblem]:
    with pytest.raises(TriviaListError) as error:
        parse_trivia_list(text)
    return error.value.problems


def test_questions_come_with_their_answers_in_the_order_of_the_file() -> None:
    read = parse_trivia_list("AUTHOR: Ida\nDESCRIPTION: lamps\nB?:\n- b\n- bee\nA?: a\n")
    assert read.author == "Ida"
    assert read.questions == [("B?", ("b", "bee")), ("A?", ("a",))]


@pytest.mark.parametrize(
    "answer", ["No", "yes", "07", "12:30", "1_000", "0x1F", "1e3", "~", "null", "2001-12-14", "off"]
)
def test_text_stays_text(answer: str) -> None:
    read = parse_trivia_list(f"Is it?:\n- {answer}\n")
    assert read.questions == [("Is it?", (answer,))]
    assert parse_trivia_list(format_trivia_list(read.questions)).questions == read.questions


def test_a_question_that_looks_like_something_else_is_text_too() -> None:
    assert parse_trivia_list("1984:\n- Orwell\n").questions == [("1984", ("Orwell",))]


def test_every_fault_is_told_with_its_line() -> None:
    found = faults("A?:\n- a\nB?: []\nC?:\n- {x: y}\nA?:\n- b\nD?:\n- ''\n")
    assert [fault.line for fault in found] == [3, 5, 6, 9]
    assert found[2].message == "asks what line 1 asks"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("- just\n- a list\n", 1),
        ("AUTHOR: me\n", 1),
        ("A?:\n- a\n\tB?: b\n", 3),
        ("A?:\n- 'open\n", 3),
        ("A?: *nobody\n", 1),
        ("A?: &loop [*loop]\n", 1),
        ("A\x00?: a\n", 1),
        ("A?: a\nB?: \x07b\n", 2),
        ("A?: a\nB?:\n- b\n- " + "[" * 5_000, 4),
        ("A?: a\nB?: " + "{b: " * 5_000, 2),
    ],
)
def test_what_is_no_list_is_a_fault_and_never_a_traceback(text: str, line: int) -> None:
    assert [fault.line for fault in faults(text)] == [line]


def test_a_character_that_no_list_may_have_is_named() -> None:
    assert faults("A?: a\nB?: \x07b\n") == [(2, "has the character U+0007, which no list may have")]


def test_answers_too_long_to_type_are_faults() -> None:
    assert faults(f"A?:\n- a\n- {'x' * 101}\n") == [(3, "an answer has 1 to 100 characters")]


def test_a_file_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_bytes("A?:\n- a\nB?:\n- Amélie\n".encode("latin-1"))
    with pytest.raises(TriviaListError) as error:
        load_trivia_list(path)
    assert error.value.problems == [(4, "is not UTF-8 text")]
    path.write_bytes(b"\xef\xbb\xbfA?:\n- a\n")
    assert load_trivia_list(path).questions == [("A?", ("a",))]


@given(st.dictionaries(WORDS, st.lists(WORDS, min_size=1, unique=True), min_size=1))
def test_what_is_written_reads_back_letter_for_letter(listed: dict[str, list[str]]) -> None:
    questions = [TriviaListQuestion(text, tuple(answers)) for text, answers in listed.items()]
    kept = [one for one in questions if one.text not in ("AUTHOR", "DESCRIPTION", "CONFIG")]
    if kept:
        assert parse_trivia_list(format_trivia_list(kept)).questions == kept


def test_the_same_question_of_two_lists_is_written_once() -> None:
    twice = [TriviaListQuestion("A?", ("a",)), TriviaListQuestion("A?", ("b", "a"))]
    assert parse_trivia_list(format_trivia_list(twice)).questions == [("A?", ("a", "b"))]
