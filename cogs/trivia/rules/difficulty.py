"""The difficulty of a question, from what its author says and from the answers it was given."""

from __future__ import annotations

from typing import NamedTuple

from seeds.schema import Difficulty

EXPECTED_SUCCESS_RATES = {Difficulty.EASY: 0.8, Difficulty.MEDIUM: 0.55, Difficulty.HARD: 0.3}
"""The share of right answers that each authored difficulty stands for."""
PRIOR_WEIGHT = 20
"""The number of answers that the authored difficulty weighs as much as."""
EASY_MIN_RATE = 0.68
MEDIUM_MIN_RATE = 0.42
"""The lowest share of right answers of each difficulty, half-way between the expected shares."""


class AnswerCounts(NamedTuple):
    """The number of answers to a question, and how many of them were right."""

    answered: int = 0
    right: int = 0


def estimate_success_rate(authored: Difficulty, counts: AnswerCounts) -> float:
    """Return the share of right answers, shrunk towards what the authored difficulty stands for."""
    return (counts.right + EXPECTED_SUCCESS_RATES[authored] * PRIOR_WEIGHT) / (
        counts.answered + PRIOR_WEIGHT
    )


def estimate_difficulty(authored: Difficulty, counts: AnswerCounts) -> Difficulty:
    """Return the difficulty of a question after the answers so far."""
    rate = estimate_success_rate(authored, counts)
    if rate >= EASY_MIN_RATE:
        return Difficulty.EASY
    return Difficulty.MEDIUM if rate >= MEDIUM_MIN_RATE else Difficulty.HARD
