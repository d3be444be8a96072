"""How hard a question is: as its author says at first, then more and more as its answers show."""

from __future__ import annotations

from typing import NamedTuple

from seeds.schema import Difficulty

EXPECTED_SUCCESS_RATES = {Difficulty.EASY: 0.8, Difficulty.MEDIUM: 0.55, Difficulty.HARD: 0.3}
"""Share of right answers that an author's word stands for."""
PRIOR_WEIGHT = 20
"""Answers that the author's word is worth."""
EASY_MIN_RATE = 0.68
MEDIUM_MIN_RATE = 0.42
"""Half-way between what the words stand for."""


class AnswerCounts(NamedTuple):
    """How often a question was answered, and how often rightly."""

    answered: int = 0
    right: int = 0


def estimate_success_rate(authored: Difficulty, counts: AnswerCounts) -> float:
    """The share of right answers, shrunk towards what the author's word stands for."""
    return (counts.right + EXPECTED_SUCCESS_RATES[authored] * PRIOR_WEIGHT) / (
        counts.answered + PRIOR_WEIGHT
    )


def estimate_difficulty(authored: Difficulty, counts: AnswerCounts) -> Difficulty:
    """How hard a question counts as today."""
    rate = estimate_success_rate(authored, counts)
    if rate >= EASY_MIN_RATE:
        return Difficulty.EASY
    return Difficulty.MEDIUM if rate >= MEDIUM_MIN_RATE else Difficulty.HARD
