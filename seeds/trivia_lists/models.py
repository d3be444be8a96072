"""A list of trivia questions, its limits, and what was left out of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from seeds.schema import Difficulty

MAX_QUESTION_LENGTH = 600
MAX_TYPED_LENGTH = 100
"""Characters that a member can type as an answer."""
MAX_SHOWN_LENGTH = 1_000
"""Characters of an answer that is only shown, beside shorter ones that can be typed."""
MAX_OPTION_LENGTH = 200
MAX_ANSWERS = 50
"""Answers of one question; the longest lists in use have 34."""
MAX_DISTRACTORS = 3
"""Wrong options: with the right one and *Skip* they fill a row of buttons."""
MAX_AUTHOR_LENGTH = 200
MAX_DESCRIPTION_LENGTH = 300


class TriviaListQuestion(NamedTuple):
    """A question; each of `answers` is right, and the first is shown.

    With `distractors`, the wrong options, it is chosen and has one answer; without, it is typed.
    """

    text: str
    answers: tuple[str, ...]
    distractors: tuple[str, ...] = ()
    difficulty: Difficulty = Difficulty.MEDIUM


class TriviaListProblem(NamedTuple):
    """A problem and its line, counted from 1; 0 where the message names the question."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}" if self.line else self.message


@dataclass(frozen=True, slots=True)
class TriviaList:
    """A list of questions, in the order of the file."""

    questions: list[TriviaListQuestion]
    author: str = ""
    description: str = ""
    topic: str = ""
    """What the file says all of its questions are about, "" when it does not say."""
    omitted: tuple[TriviaListProblem, ...] = ()
    """What was left out, by line."""


class TriviaListError(Exception):
    """A file has no question that can be taken; `problems` are the reasons, by line."""

    def __init__(self, problems: Iterable[TriviaListProblem]) -> None:
        self.problems = sorted(problems)
        super().__init__("; ".join(map(str, self.problems)))


def join_surrogates(text: str) -> str | None:
    r"""Return the text with pairs of surrogates (`\ud83d\ude00`) joined; None with half of one."""
    if text.isascii():
        return text
    try:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        return None
