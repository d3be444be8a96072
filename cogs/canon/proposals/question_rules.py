"""What would make a trivia question unfair, a sentence each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from seeds.folding import contains_words, fold, strip_article

AnswerMatcher: TypeAlias = Callable[[str, Sequence[str]], str | None]
"""Gives the accepted answer that a guess would count as, None when it would not count."""
DISTRACTOR_COUNT = 3


def find_question_problems(
    text: str, answers: Sequence[str], distractors: Sequence[str], match_answer: AnswerMatcher
) -> Iterator[str]:
    """Wrong answers too many, too few, alike or right; an answer that the question tells."""
    if len(distractors) not in (0, DISTRACTOR_COUNT):
        yield (
            f"Write {DISTRACTOR_COUNT} wrong answers, one a line, or none: then the answer is "
            "typed."
        )
    if len({strip_article(fold(one)) for one in distractors}) < len(distractors):
        yield "Two wrong answers are the same: write another one."
    for wrong in distractors:
        counts_as = match_answer(wrong, answers)
        if counts_as is not None:
            yield f"“{wrong}” would count as “{counts_as}”: write another wrong answer."
    folded_text = fold(text)
    for answer in answers:
        if contains_words(folded_text, strip_article(fold(answer))):
            yield f"The answer “{answer}” stands in the question: ask without it."
