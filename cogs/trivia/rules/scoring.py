"""The points of answers, and the places of players."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cogs.trivia.rules.round import Round
from cogs.trivia.rules.settings import GameSettings, GameStyle, Player
from seeds.trivia_question import BASE_POINTS

MAX_SPEED_BONUS = 100
"""The bonus of an answer in the first instant; it falls linearly to 0."""
STREAK_BONUS = 10
"""The bonus for each right answer in a row before this one."""
MAX_COUNTED_STREAK = 5
"""The most answers in a row that earn a bonus."""
POT_POINTS = 200
"""The points of a round that the first right answer takes."""


def calculate_points(elapsed: float, seconds: float, streak: int, *, hinted: bool) -> int:
    """Return the points of a right answer `elapsed` seconds into a round of `seconds`.

    `streak` counts the right answers in a row before it. A hint costs half.
    """
    left = 1 - min(max(elapsed / seconds, 0), 1)
    points = (
        BASE_POINTS + round(MAX_SPEED_BONUS * left) + STREAK_BONUS * min(streak, MAX_COUNTED_STREAK)
    )
    return points // 2 if hinted else points


def calculate_pot_share(winners: int, *, hinted: bool) -> int:
    """Return the points of each of `winners` answers that were first; a hint costs half."""
    points = math.ceil(POT_POINTS / winners)
    return points // 2 if hinted else points


def score_round(round_: Round, players: Mapping[int, Player], settings: GameSettings) -> None:
    """Set the points of every answer of a settled round, and add them up for the players.

    `players` are by member id, and everyone who answered is among them.
    """
    if settings.style is GameStyle.FIRST:
        _split_pot(round_, settings.grace)
    else:
        _award_by_speed(round_, players)
    for member_id, player in players.items():
        lock = round_.locks.get(member_id)
        if lock is None:
            player.streak = 0
            continue
        player.score += lock.points
        player.streak = player.streak + 1 if lock.points else 0
        player.answered += 1
        player.right += lock.is_right


def _split_pot(round_: Round, grace: float) -> None:
    """Share the points of the round among the answers that were right at the same time."""
    winners = {
        member_id: lock
        for member_id, lock in round_.locks.items()
        if lock.is_right and not round_.is_beaten(lock.at, grace)
    }
    for member_id, lock in winners.items():
        lock.points = calculate_pot_share(len(winners), hinted=member_id in round_.hinted)


def _award_by_speed(round_: Round, players: Mapping[int, Player]) -> None:
    """Set the points of each right answer by its speed and its member's streak before it."""
    for member_id, lock in round_.locks.items():
        if lock.is_right:
            lock.points = calculate_points(
                round_.elapsed(lock),
                round_.seconds,
                players[member_id].streak,
                hinted=member_id in round_.hinted,
            )


class Standing(NamedTuple):
    """A player's place, from 1; players with equal scores share it."""

    rank: int
    member_id: int
    score: int


def build_standings(scores: Mapping[int, int]) -> list[Standing]:
    """Return the places of all players, highest score first; `scores` are by member id."""
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    places = dict(_rank_scores(score for _, score in ranked))
    return [Standing(places[score], member, score) for member, score in ranked]


def _rank_scores(scores: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Yield each distinct score with its place; `scores` are in descending order."""
    seen: set[int] = set()
    for place, score in enumerate(scores, start=1):
        if score not in seen:
            seen.add(score)
            yield score, place
