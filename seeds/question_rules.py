"""The rules that a trivia question must keep, in packs and in members' proposals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from seeds.answers.matching import match_answer
from seeds.folding import contains_words, fold, strip_article

DISTRACTOR_COUNT = 3
"""Wrong answers that a choice question has."""


class QuestionRule(Enum):
    """The rules that a question can break."""

    DISTRACTOR_COUNT = auto()
    DISTINCT_DISTRACTORS = auto()
    WRONG_DISTRACTORS = auto()
    ANSWER_NOT_IN_TEXT = auto()


class QuestionProblem(NamedTuple):
    """One broken rule."""

    rule: QuestionRule
    answer: str = ""
    """The answer or distractor that breaks it, "" when the rule is about their number."""
    counts_as: str = ""
    """The right answer that a distractor would count as."""


def find_question_problems(
    text: str,
    answers: Sequence[str],
    distractors: Sequence[str],
    *,
    distractor_counts: Sequence[int] = (0, DISTRACTOR_COUNT),
) -> Iterator[QuestionProblem]:
    """Yield each rule that a question breaks; nothing for a fair one."""
    if len(distractors) not in distractor_counts:
        yield QuestionProblem(QuestionRule.DISTRACTOR_COUNT)
    if len({strip_article(fold(one)) for one in distractors}) < len(distractors):
        yield QuestionProblem(QuestionRule.DISTINCT_DISTRACTORS)
    for distractor in distractors:
        counts_as = match_answer(distractor, answers)
        if counts_as is not None:
            yield QuestionProblem(QuestionRule.WRONG_DISTRACTORS, distractor, counts_as)
    folded_text = fold(text)
    for answer in answers:
        if contains_words(folded_text, strip_article(fold(answer))):
            yield QuestionProblem(QuestionRule.ANSWER_NOT_IN_TEXT, answer)
