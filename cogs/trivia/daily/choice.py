"""The rules by which the question of a day is chosen."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from cogs.trivia.questions.bank import Bank, Preference
from seeds.trivia_question import TriviaQuestion

REMEMBERED = 14
"""The latest daily questions that the next one has nothing in common with."""
RESTED = 3
"""The latest daily questions whose topics the next one has not, if possible."""


def choose_daily_question(
    bank: Bank,
    candidates: Sequence[TriviaQuestion],
    times_asked: Mapping[str, int],
    latest: Sequence[TriviaQuestion],
    rng: random.Random,
) -> TriviaQuestion | None:
    """Return one of the least asked `candidates`, None when there is none.

    `latest` are the questions of the days before, the latest first, at most `REMEMBERED`. About
    half of the questions are core ones.
    """
    rested = {question.topic for question in latest[:RESTED]}
    wants_core = _wants_core(latest, rng)
    preferences: list[Preference] = [
        lambda question: question.topic not in rested,
        lambda question: question.is_core is wants_core,
    ]
    remembered = [question.key for question in latest]
    return bank.choose(candidates, times_asked, remembered, rng, preferences) or bank.choose(
        candidates, times_asked, (), rng, preferences
    )


def _wants_core(latest: Sequence[TriviaQuestion], rng: random.Random) -> bool:
    """Return whether a core question is due: fewer than half were, or by chance when half were."""
    ahead = sum(1 if question.is_core else -1 for question in latest)
    return ahead < 0 if ahead else rng.random() < 1 / 2
