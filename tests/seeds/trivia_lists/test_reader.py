"""Files as they come: lists in the shapes that are in use, and files that are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.trivia_lists.models import TriviaListError
from seeds.trivia_lists.pictures import split_picture
from seeds.trivia_lists.reader import load_trivia_list, read_trivia_list

SHAPES = {
    "with an author and a description": (
        "AUTHOR: Ida\nDESCRIPTION: A trivia about lamps.\n"
        '"\\"The lantern\\" is the song of which season?":\n- The first\n'
        "10,000 lamps would be hung in which street?:\n- Rope Walk\n"
        "How many lamps were lit?:\n- 8\n- eight\n",
        3,
    ),
    "with indented answers and the author in a comment": (
        "#AUTHOR (another bot) Per\nWhich lamp is this? https://i.example.com/09dDNah.png:\n"
        "  - Paper\nWhich is that? https://i.example.com/0iRnWAj.png:\n  - Gas\n  - Gas lamp\n",
        2,
    ),
    "with values that YAML would take for others": (
        "Is it lit?:\n- No\n- false\nWhen does it begin?:\n- 12:30\nWhich year?:\n- 1984\n",
        3,
    ),
    "with the choices in the question": (
        "? |-\n  Which of these is NOT a lamp?\n  A) Paper\n  B) Rope\n:\n- B\n- B) Rope\n"
        '"Which is?\\nA) Paper\\nB) Rope":\n- A\n',
        2,
    ),
    "with a long key": (
        f"? {'Which lamp, of all the lamps there are, ' * 8}is it?\n: - Paper\n",
        1,
    ),
    "with a long answer beside short ones": (
        f"How many were rained out?:\n- 1, on a day in March{', because of the rain' * 10}\n- 1\n",
        1,
    ),
    "with an answer left empty": ("Who has a lamp?:\n- Vera\n-\nWho else?:\n- Ida\n", 2),
    "with a question asked twice": ("Who?:\n- Ida\nWhat?:\n- a\nWho?:\n- Per\n", 2),
    "with a schema and settings of another bot": (
        "$schema: https://example.org/trivia.schema.json\nAUTHOR: Ida\n"
        "CONFIG:\n  max_score: 5\n  timeout: 20.0\n  reveal_answer: true\nWho?:\n- Ida\n",
        1,
    ),
    "as JSON of questions and answers": (
        '{"Who?": ["Ida", "Vera"], "Lit \\ud83d\\ude00?": ["Yes"]}',
        2,
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_lists_in_use_are_taken(shape: str, line_end: str, encoding: str, tmp_path: Path) -> None:
    text, count = SHAPES[shape]
    file = tmp_path / "list.yaml"
    file.write_bytes(text.replace("\n", line_end).encode(encoding))
    read = load_trivia_list(file)
    assert len(read.questions) == count
    assert all("\r" not in one.text for one in read.questions)


def test_a_picture_stays_in_the_text_for_whoever_shows_it() -> None:
    text = SHAPES["with indented answers and the author in a comment"][0]
    [first, _] = read_trivia_list(text.encode()).questions
    assert split_picture(first.text) == (
        "Which lamp is this?",
        "https://i.example.com/09dDNah.png",
    )


def test_texts_come_without_invisible_characters() -> None:
    read = read_trivia_list(
        "Who\u200b is it?:\n- Ida\u202e Holm\n\u200b:\n- a\nB?:\n- \u2060\n".encode()
    )
    assert [(one.text, one.answers) for one in read.questions] == [("Who is it?", ("Ida Holm",))]
    assert read.omitted[-1].message.startswith("2 left out: their text is invisible")


def test_a_list_of_opentdb_is_known_by_its_keys() -> None:
    item = {"question": "Lit?", "correct_answer": "Yes", "incorrect_answers": ["No"]}
    read = read_trivia_list(json.dumps({"response_code": 0, "results": [item]}).encode())
    assert read.questions[0].distractors == ("No",)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<!DOCTYPE html>\n<html><body>Who?: Ida</body></html>", "looks like a web page"),
        (b'[[question]]\nid = "question.a"\ntext = "Who?"\n', "looks like TOML"),
        (b'slug = "lamps"\ntitle = "Lamps"\n', "looks like TOML"),
        (b"question,answer\nWho is it?,Ida\nWho else?,Per\n", "looks like a table"),
        (b"question;answer\nWho: is it?;Ida\n", "looks like a table"),
        (b'{"quiz": [{"q": "Who?", "a": 1}]}', "looks like another kind of JSON"),
        (b"[1, 2]", "looks like another kind of JSON"),
        (b"- Who?\n- What?\n", "looks like a YAML list"),
        (b"Once upon a time\nthere was a lamp\n", "looks like plain text"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (b"PK\x03\x04rest", "is a ZIP archive"),
        (b"%PDF-1.7", "is a PDF"),
    ],
)
def test_a_file_that_is_no_list_is_told_what_it_looks_like(content: bytes, what: str) -> None:
    with pytest.raises(TriviaListError) as error:
        read_trivia_list(content)
    [problem] = error.value.problems
    assert problem.message.startswith(what)
    assert problem.message.endswith(
        "questions in YAML with their answers, or what opentdb.com sends"
    )


def test_a_list_with_a_fault_is_not_taken_for_another_format() -> None:
    with pytest.raises(TriviaListError) as error:
        read_trivia_list(b"A?:\n- a\nB?:\n- 'open\n")
    assert [one.line for one in error.value.problems] == [5]


def test_a_file_in_another_encoding_is_told_with_its_line() -> None:
    with pytest.raises(TriviaListError) as error:
        read_trivia_list("A?:\n- a\nB?:\n- Amélie\n".encode("latin-1"))
    assert error.value.problems == [(4, "is not UTF-8 text: save it as UTF-8")]


YAML_PIECES = st.sampled_from(
    [
        *"?:-[]{}&*!|>'\"%@`#,\n \t<>\\~",
        *("A?", ": ", "\n- ", "<<: ", "*a", "&a ", "!!int ", "\\ud83d", "\\UFFFFFFFF", "\\u0000"),
        *("9" * 5_000, "---\n", "...\n", "%YAML 9.9\n", "\ufeff", "😀", "\x85"),
    ]
)


@given(st.lists(YAML_PIECES, max_size=40).map("".join))
def test_whatever_the_text_it_ends_in_a_list_or_in_sentences(text: str) -> None:
    assert count_questions_or_problems(text.encode())


@given(st.binary(max_size=200))
def test_whatever_the_bytes_it_ends_in_a_list_or_in_sentences(content: bytes) -> None:
    assert count_questions_or_problems(content)


def count_questions_or_problems(content: bytes) -> int:
    """Read a list, and return how many questions it has or, if none, how many problems."""
    try:
        return len(read_trivia_list(content).questions)
    except TriviaListError as error:
        return len([one for one in error.problems if one.message])
