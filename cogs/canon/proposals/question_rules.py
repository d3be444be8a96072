"""What would make a trivia question unfair, a sentence each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from seeds.folding import contains_words, fold, without_article

Judge: TypeAlias = Callable[[str, Sequence[str]], str | None]
"""Gives the accepted answer that a guess would count as, None when it would not count."""
DISTRACTORS = 3


def unfair_in(
    text: str, answers: Sequence[str], distractors: Sequence[str], judge: Judge
) -> Iterator[str]:
    """Wrong answers too many, too few, alike or right; an answer that the question tells."""
    if len(distractors) not in (0, DISTRACTORS):
        yield f"Write {DISTRACTORS} wrong answers, one a line, or none: then the answer is typed."
    if len({without_article(fold(one)) for one in distractors}) < len(distractors):
        yield "Two wrong answers are the same: write another one."
    for wrong in distractors:
        counts_as = judge(wrong, answers)
        if counts_as is not None:
            yield f"“{wrong}” would count as “{counts_as}”: write another wrong answer."
    asked = fold(text)
    for answer in answers:
        if contains_words(asked, without_article(fold(answer))):
            yield f"The answer “{answer}” stands in the question: ask without it."
