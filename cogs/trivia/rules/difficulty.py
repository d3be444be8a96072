"""How hard a question has proved: the author's word at first, then more and more what plays say."""

from __future__ import annotations

from typing import NamedTuple

from seeds.schema import Difficulty

EXPECTED = {Difficulty.EASY: 0.8, Difficulty.MEDIUM: 0.55, Difficulty.HARD: 0.3}
"""Share of right answers that an author's word stands for."""
WEIGHT = 20
"""Answers that the author's word is worth."""
EASY_FROM = 0.68
MEDIUM_FROM = 0.42
"""Half-way between what the words stand for."""


class Plays(NamedTuple):
    """How often a question was answered, and how often rightly."""

    answered: int = 0
    right: int = 0


def success_rate(word: Difficulty, plays: Plays) -> float:
    """The share of right answers, shrunk towards what the author's word stands for."""
    return (plays.right + EXPECTED[word] * WEIGHT) / (plays.answered + WEIGHT)


def difficulty_of(word: Difficulty, plays: Plays) -> Difficulty:
    """How hard a question counts as today."""
    rate = success_rate(word, plays)
    if rate >= EASY_FROM:
        return Difficulty.EASY
    return Difficulty.MEDIUM if rate >= MEDIUM_FROM else Difficulty.HARD
