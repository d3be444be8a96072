"""Trivia lists in YAML: text stays text, and every fault is told with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.trivia_lists.models import (
    TriviaList,
    TriviaListError,
    TriviaListProblem,
    TriviaListQuestion,
)
from seeds.trivia_lists.yaml_format import format_yaml_list, parse_yaml_list

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60)
WORDS = TEXT.map(str.strip).filter(bool)


def pairs(read: TriviaList) -> list[tuple[str, tuple[str, ...]]]:
    """Return the questions of a list with their answers."""
    return [(one.text, one.answers) for one in read.questions]


def faults(text: str) -> list[TriviaListProblem]:
    with pytest.raises(TriviaListError) as error:
        parse_yaml_list(text)
    return error.value.problems


def test_questions_come_with_their_answers_in_the_order_of_the_file() -> None:
    read = parse_yaml_list("AUTHOR: Ida\nDESCRIPTION: lamps\nB?:\n- b\n- bee\nA?: a\n")
    assert (read.author, read.description) == ("Ida", "lamps")
    assert pairs(read) == [("B?", ("b", "bee")), ("A?", ("a",))]


@pytest.mark.parametrize(
    "answer", ["No", "yes", "07", "12:30", "1_000", "0x1F", "1e3", "~", "null", "2001-12-14", "off"]
)
def test_text_stays_text(answer: str) -> None:
    read = parse_yaml_list(f"Is it?:\n- {answer}\n")
    assert pairs(read) == [("Is it?", (answer,))]
    assert parse_yaml_list(format_yaml_list(read.questions)).questions == read.questions


def test_a_question_that_looks_like_something_else_is_text_too() -> None:
    assert pairs(parse_yaml_list("1984:\n- Orwell\n")) == [("1984", ("Orwell",))]


def test_what_is_good_is_taken_and_every_fault_is_told_with_its_line() -> None:
    read = parse_yaml_list("A?:\n- a\nB?: []\nC?:\n- {x: y}\nA?:\n- b\nD?:\n- ''\nE?: e\n")
    assert pairs(read) == [("A?", ("a",)), ("E?", ("e",))]
    assert read.omitted == (
        (3, "a question needs an answer"),
        (5, "an answer is text"),
        (6, "asks the same as line 1"),
        (9, "an answer is empty"),
    )


def test_a_list_of_nothing_but_faults_is_one() -> None:
    assert [fault.line for fault in faults("A?: []\nB?:\n- {x: y}\n")] == [1, 3]


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


def test_a_long_answer_is_shown_and_its_short_forms_can_be_typed() -> None:
    read = parse_yaml_list(f"A?:\n- {'x' * 377}\n- Plante\n")
    assert pairs(read) == [("A?", ("x" * 377, "Plante"))]
    assert read.omitted == ()


def test_a_question_whose_answers_nobody_can_type_is_left_out() -> None:
    assert faults(f"A?:\n- {'x' * 101}\n") == [(1, "needs an answer of at most 100 characters")]
    read = parse_yaml_list(f"A?:\n- a\n- {'x' * 1_001}\n")
    assert pairs(read) == [("A?", ("a",))]
    assert read.omitted == ((3, "an answer has at most 1000 characters"),)


def test_red_s_own_keys_are_no_questions() -> None:
    read = parse_yaml_list(
        "$schema: https://example.org/trivia.json\nAUTHOR:\n- Ida\n- Per\n"
        "CONFIG:\n  timeout: 20.0\n  bot_plays: false\nA?:\n- a\n"
    )
    assert pairs(read) == [("A?", ("a",))]
    assert read.author == "Ida, Per"
    assert read.omitted == ((5, "CONFIG is for another bot: games here are set with /trivia play"),)


def test_emoji_that_json_escapes_are_whole_and_halves_of_one_are_left_out() -> None:
    read = parse_yaml_list('"A \\ud83d\\ude00?":\n- "\\ud83d\\ude00"\n- "\\ud83d"\n')
    assert pairs(read) == [("A 😀?", ("😀",))]
    assert read.omitted == ((3, "an answer has half a character (a lone surrogate)"),)


@pytest.mark.parametrize("escape", [r"\UFFFFFFFF", r"\U00110000"])
def test_an_escape_beyond_unicode_is_told_with_its_line(escape: str) -> None:
    assert faults(f'A?: a\nB?: "{escape}"\n') == [(2, f"{escape} is not a Unicode character")]


def test_a_number_of_five_thousand_digits_is_text_that_is_too_long() -> None:
    assert faults(f"A?: {'9' * 5_000}\n") == [(1, "an answer has at most 1000 characters")]


def test_aliases_and_merge_keys_are_left_out_and_never_multiply() -> None:
    bomb = "\n".join(f"B{n}?: &b{n} [{', '.join([f'*b{n - 1}'] * 9)}]" for n in range(1, 9))
    read = parse_yaml_list(f"B0?: &b0 [lol]\n{bomb}\n<<: *b1\n<<: {{C: c}}\n")
    assert pairs(read) == [("B0?", ("lol",))]
    assert len(read.omitted) == 8 * 9 + 2
    assert read.omitted[-1].message == "a merge key (<<) brings in no questions: write them out"
    assert read.omitted[0].message == "an answer is text, not an alias (*b0): write it out"


def test_a_question_has_at_most_fifty_answers() -> None:
    read = parse_yaml_list("A?:\n" + "".join(f"- a{n}\n" for n in range(60)))
    assert len(read.questions[0].answers) == 50
    assert read.omitted == ((2, "has 60 answers: the first 50 are taken"),)


@given(st.dictionaries(WORDS, st.lists(WORDS, min_size=1, unique=True), min_size=1))
def test_what_is_written_reads_back_letter_for_letter(listed: dict[str, list[str]]) -> None:
    questions = [TriviaListQuestion(text, tuple(answers)) for text, answers in listed.items()]
    other_keys = ("$schema", "AUTHOR", "DESCRIPTION", "CONFIG", "<<")
    kept = [one for one in questions if one.text not in other_keys]
    if kept:
        assert parse_yaml_list(format_yaml_list(kept)).questions == kept


def test_the_same_question_of_two_lists_is_written_once() -> None:
    twice = [TriviaListQuestion("A?", ("a",)), TriviaListQuestion("A?", ("b", "a"))]
    assert pairs(parse_yaml_list(format_yaml_list(twice))) == [("A?", ("a", "b"))]


def test_an_export_has_its_author_and_description_and_the_choices_as_comments() -> None:
    choice = TriviaListQuestion("Which lamp?", ("Paper",), ("Oil\nlamp", "Gas"))
    text = format_yaml_list([choice], "Ida", "Lamps: all of them")
    assert "\n# Choices: Paper | Oil lamp | Gas\nWhich lamp?:\n- Paper\n" in text
    read = parse_yaml_list(text)
    assert (read.author, read.description) == ("Ida", "Lamps: all of them")
    assert pairs(read) == [("Which lamp?", ("Paper",))]
