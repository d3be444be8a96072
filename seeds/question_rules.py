"""The rules that trivia questions, and what entries give to generated ones, must keep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from seeds.answers.matching import match_answer
from seeds.folding import contains_words, fold, strip_article
from seeds.schema import Event, Quote

DISTRACTOR_COUNT = 3
"""Wrong answers that a choice question has."""
_QUESTION_FORM = re.compile(r"When (did|was|were) .+\?")
_YEAR = re.compile(r"\b\d{4}\b")


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


def find_event_question_problems(event: Event) -> Iterator[str]:
    """Yield what keeps `question` and `short_title` of an event from being asked."""
    if event.question is not None and not _QUESTION_FORM.fullmatch(event.question):
        yield "question has to start with When did, When was or When were, and end with ?"
    for field, text in (("question", event.question), ("short_title", event.short_title)):
        if text is not None and _YEAR.search(text):
            yield f"{field} gives away a year, which is what members are asked"


def find_quote_question_problems(quote: Quote) -> Iterator[str]:
    """Yield what keeps a quote's missing end and misprints from being shown."""
    for misprint in quote.sic:
        if quote.words.count(misprint) != 1:
            yield f"sic has {misprint!r}, which has to be in words once"
    if quote.ending is None:
        return
    missing, instead = quote.ending.missing, quote.ending.instead
    if sum(run.count(missing) for run in quote.runs) != 1 or quote.words.startswith(missing):
        yield f"ending has {missing!r} missing, which has to be in the quote once, after its start"
    if len(instead) not in (0, DISTRACTOR_COUNT):
        yield f"ending needs {DISTRACTOR_COUNT} wrong endings in instead, or none"
    if len({fold(one) for one in (missing, *instead)}) <= len(instead):
        yield "ending has two endings that are the same"
