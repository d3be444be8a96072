"""What an answer is worth, and who stands where."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

RIGHT = 100
"""Points for a right answer, however late."""
FASTEST = 100
"""Points more for an answer in the first instant; half-way, half of it."""
STREAK = 10
"""Points more for each right answer in a row before this one."""
LONGEST_STREAK = 5
"""Answers in a row that count for the bonus."""
POT = 200
"""Points of a round that the first right answer takes."""


def points_for(elapsed: float, seconds: float, streak: int, *, hinted: bool) -> int:
    """Points of a right answer `elapsed` seconds into a round of `seconds`.

    `streak` counts the right answers in a row before it. A hint costs half.
    """
    left = 1 - min(max(elapsed / seconds, 0), 1)
    points = RIGHT + round(FASTEST * left) + STREAK * min(streak, LONGEST_STREAK)
    return points // 2 if hinted else points


def share_of_pot(winners: int, *, hinted: bool) -> int:
    """Points for each of `winners` who were right at once; a hint costs half of one's own."""
    points = math.ceil(POT / winners)
    return points // 2 if hinted else points


class Standing(NamedTuple):
    """A member's place; members with equal scores share it."""

    place: int
    member_id: int
    score: int


def standings(scores: Mapping[int, int]) -> list[Standing]:
    """Everybody by score, highest first."""
    ranked = sorted(scores.items(), key=lambda one: (-one[1], one[0]))
    places = dict(_places(score for _, score in ranked))
    return [Standing(places[score], member, score) for member, score in ranked]


def _places(scores: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Each distinct score with the place it takes; `scores` go down."""
    seen: set[int] = set()
    for place, score in enumerate(scores, start=1):
        if score not in seen:
            seen.add(score)
            yield score, place
