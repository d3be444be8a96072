"""What an answer is worth, and who stands where."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from seeds.trivia_question import BASE_POINTS

MAX_SPEED_BONUS = 100
"""Points more for an answer in the first instant; half-way, half of it."""
STREAK_BONUS = 10
"""Points more for each right answer in a row before this one."""
MAX_COUNTED_STREAK = 5
"""Answers in a row that count for the bonus."""
POT_POINTS = 200
"""Points of a round that the first right answer takes."""


def calculate_points(elapsed: float, seconds: float, streak: int, *, hinted: bool) -> int:
    """Points of a right answer `elapsed` seconds into a round of `seconds`.

    `streak` counts the right answers in a row before it. A hint costs half.
    """
    left = 1 - min(max(elapsed / seconds, 0), 1)
    points = (
        BASE_POINTS + round(MAX_SPEED_BONUS * left) + STREAK_BONUS * min(streak, MAX_COUNTED_STREAK)
    )
    return points // 2 if hinted else points


def calculate_pot_share(winners: int, *, hinted: bool) -> int:
    """Points for each of `winners` who were right at once; a hint costs half of one's own."""
    points = math.ceil(POT_POINTS / winners)
    return points // 2 if hinted else points


class Standing(NamedTuple):
    """A member's place; members with equal scores share it."""

    rank: int
    member_id: int
    score: int


def build_standings(scores: Mapping[int, int]) -> list[Standing]:
    """Return a place for every member, highest score first; `scores` are by member id."""
    ranked = sorted(scores.items(), key=lambda one: (-one[1], one[0]))
    places = dict(_rank_scores(score for _, score in ranked))
    return [Standing(places[score], member, score) for member, score in ranked]


def _rank_scores(scores: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Each distinct score with the place it takes; `scores` go down."""
    seen: set[int] = set()
    for place, score in enumerate(scores, start=1):
        if score not in seen:
            seen.add(score)
            yield score, place
