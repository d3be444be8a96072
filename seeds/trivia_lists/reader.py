"""Reads a trivia list from the bytes of a file, and says what other files look like."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from seeds.cleaning import clean_line, clean_text
from seeds.trivia_lists.models import (
    TriviaList,
    TriviaListError,
    TriviaListProblem,
    TriviaListQuestion,
)
from seeds.trivia_lists.opentdb import parse_opentdb_list
from seeds.trivia_lists.yaml_format import parse_yaml_list

EXPECTED = "questions in YAML with their answers, or what opentdb.com sends"
_SIGNATURES = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"SQLite format 3", "a database"),
)
_TOML_LINE = re.compile(r"^\s*(\[\[?[\w.\"-]+\]\]?|[\w-]+\s*=\s*.+)\s*$")
_SEPARATORS = "\t;,|"
_SAMPLE_LINES = 20


def load_trivia_list(path: Path) -> TriviaList:
    """Read the list in a file.

    Raises TriviaListError when there is nothing to take, OSError when the file cannot be read.
    """
    return read_trivia_list(path.read_bytes())


def read_trivia_list(content: bytes) -> TriviaList:
    """Parse a list; its texts come without invisible characters.

    Raises TriviaListError when the content is no list, or has no question that can be taken.
    """
    text = _decode(content)
    try:
        found = parse_opentdb_list(text) or parse_yaml_list(text)
    except TriviaListError:
        if what := _describe_format(text):
            message = f"looks like {what}; a list is {EXPECTED}"
            raise TriviaListError([TriviaListProblem(1, message)]) from None
        raise
    return _clean(found)


def _decode(content: bytes) -> str:
    for signature, what in _SIGNATURES:
        if content.startswith(signature):
            message = f"is {what}; a list is {EXPECTED}"
            raise TriviaListError([TriviaListProblem(0, message)])
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = "is not UTF-8 text: save it as UTF-8"
        raise TriviaListError([TriviaListProblem(line, message)]) from None
    return text.replace("\r\n", "\n")


def _describe_format(text: str) -> str:
    """Return what a text that is no list looks like, "" when it may be meant as one."""
    stripped = text.lstrip()
    lines = [line for line in stripped.splitlines()[:_SAMPLE_LINES] if line.strip()]
    if not lines:
        return ""
    if stripped.startswith("<"):
        return "a web page or XML"
    is_bracketed = stripped.startswith(("{", "["))
    if is_bracketed and _is_json(stripped):
        return "another kind of JSON"
    if all(_TOML_LINE.match(line) or line.startswith("#") for line in lines[:2]):
        return "TOML, as packs have it"
    return "" if is_bracketed else _describe_lines(lines)


def _describe_lines(lines: list[str]) -> str:
    """Return what the first lines of a text without markup look like, "" for those of a list."""
    if any(lines[0].count(one) and _has_columns(lines, one) for one in _SEPARATORS):
        return "a table (CSV)"
    if all(line.startswith(("- ", " ")) for line in lines):
        return "a YAML list without questions as its keys"
    if not any(":" in line for line in lines):
        return "plain text"
    return ""


def _is_json(text: str) -> bool:
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return False
    return True


def _has_columns(lines: list[str], separator: str) -> bool:
    return len(lines) > 1 and len({line.count(separator) for line in lines}) == 1


def _clean(found: TriviaList) -> TriviaList:
    """Return the list without invisible characters, and without texts that have no others."""
    questions: dict[str, TriviaListQuestion] = {}
    for question in found.questions:
        text = clean_text(question.text)
        answers, distractors = _clean_all(question.answers), _clean_all(question.distractors)
        is_complete = bool(answers) and bool(distractors) == bool(question.distractors)
        if text and is_complete:
            kept = TriviaListQuestion(text, answers, distractors, question.difficulty)
            questions.setdefault(text, kept)
    dropped = len(found.questions) - len(questions)
    omitted = found.omitted
    if dropped:
        message = f"{dropped} left out: their text is invisible, or the same as another's"
        omitted = (*omitted, TriviaListProblem(0, message))
    if not questions:
        raise TriviaListError(omitted)
    return replace(
        found,
        questions=list(questions.values()),
        author=clean_line(found.author),
        description=clean_line(found.description),
        topic=clean_line(found.topic),
        omitted=omitted,
    )


def _clean_all(texts: Iterable[str]) -> tuple[str, ...]:
    cleaned = [clean_text(text) for text in texts]
    return tuple(dict.fromkeys(text for text in cleaned if text))
