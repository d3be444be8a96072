"""Guesses judged by hand by two people; every third question was held out of development.

The author of the matcher judged those of the first set, a person who had not read its code those of
the second.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cogs.trivia.questions.bank_inputs import complete_typed_questions
from seeds.loader import BUNDLED_PACK, load_pack
from seeds.schema import Difficulty, Question
from seeds.trivia_question import QuestionKind, TriviaQuestion

FOLDER = Path(__file__).parent
FIRST_SET = ("judged_pack_answers.toml", "judged_answers_of_other_packs.toml")
SECOND_SET = ("second_judge_pack_answers.toml", "second_judge_answers_of_other_packs.toml")


class Judged(NamedTuple):
    """A question, and the guesses at it that have to count and that must not."""

    question: TriviaQuestion
    right: list[str]
    wrong: list[str]
    is_held_out: bool

    def list_refused(self) -> list[str]:
        """Return the right guesses that do not count."""
        return [guess for guess in self.right if self.question.match(guess) is None]

    def list_wrongly_taken(self) -> list[str]:
        """Return the wrong guesses that count."""
        return [guess for guess in self.wrong if self.question.match(guess) is not None]


class Figures(NamedTuple):
    """Counts over all guesses of some questions."""

    recall: float
    """The share of right guesses that count."""
    precision: float
    """The share of guesses that count which are right."""


def is_held_out(number: int) -> bool:
    return number % 3 == 2


@cache
def load_judged(files: tuple[str, str]) -> tuple[Judged, ...]:
    pack_file, other_file = files
    return (*_load_pack_guesses(FOLDER / pack_file), *_load_other_guesses(FOLDER / other_file))


def _load_pack_guesses(path: Path) -> Iterator[Judged]:
    pack = load_pack(BUNDLED_PACK)
    entries = [entry for entry in pack.entries.values() if isinstance(entry, Question)]
    questions = complete_typed_questions(
        map(TriviaQuestion.from_entry, entries), pack.manifest.people
    )
    by_id = {question.key.removeprefix("question."): question for question in questions}
    judged: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    for number, (entry_id, guesses) in enumerate(judged.items()):
        # Questions come and go with the pack; the guesses at the others stay useful.
        if entry_id in by_id:
            yield Judged(by_id[entry_id], guesses["right"], guesses["wrong"], is_held_out(number))


def _load_other_guesses(path: Path) -> Iterator[Judged]:
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["question"]
    for number, row in enumerate(rows):
        question = TriviaQuestion(
            key=row["text"],
            kind=QuestionKind.TYPED,
            text=row["text"],
            accepted=tuple(row["answers"]),
            explanation="",
            topic="film",
            difficulty=Difficulty.EASY,
        )
        yield Judged(question, row["right"], row["wrong"], is_held_out(number))


def measure(judged: list[Judged]) -> Figures:
    right = sum(len(one.right) for one in judged)
    counted = right - sum(len(one.list_refused()) for one in judged)
    taken = sum(len(one.list_wrongly_taken()) for one in judged)
    return Figures(counted / right, counted / (counted + taken))


def test_there_are_guesses_at_nearly_all_typed_questions_of_the_pack() -> None:
    typed = [one for one in load_pack(BUNDLED_PACK).entries.values() if isinstance(one, Question)]
    count = sum(one.style == "typed" for one in typed)
    judged = [*load_judged(FIRST_SET), *load_judged(SECOND_SET)]
    assert len({one.question.key for one in judged if one.question.about}) > count * 0.8
    assert sum(len(one.right) + len(one.wrong) for one in judged) > 1700


@pytest.mark.parametrize(
    ("files", "held_out", "recall", "precision"),
    [
        (FIRST_SET, False, 0.97, 0.99),
        (FIRST_SET, True, 0.93, 0.98),
        (SECOND_SET, False, 0.83, 0.99),
        (SECOND_SET, True, 0.79, 0.97),
    ],
)
def test_right_guesses_count_and_wrong_ones_hardly_ever(
    *, files: tuple[str, str], held_out: bool, recall: float, precision: float
) -> None:
    figures = measure([one for one in load_judged(files) if one.is_held_out == held_out])
    assert figures.recall >= recall
    assert figures.precision >= precision
