"""What was special in a game that is over: the longest streak and the hardest question."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from storage.trivia.scores import GameAnswer
from storage.trivia.years import MIN_ANSWERS


class Streak(NamedTuple):
    """Right answers in a row that earned points."""

    member_id: int
    length: int


class HardestQuestion(NamedTuple):
    """The question that was answered right by the smallest share of those who answered."""

    body: str
    """The question as JSON."""
    right: int
    answered: int


def find_longest_streak(answers: Sequence[GameAnswer]) -> Streak | None:
    """Return the longest streak of a game, None when no member was right twice in a row.

    `answers` are in the order of the rounds. A round that a member did not answer ends a streak,
    unless it was answered by no member.
    """
    running: dict[int, int] = {}
    longest: Streak | None = None
    for _, round_answers in groupby(answers, key=attrgetter("turn")):
        earned = [answer.member_id for answer in round_answers if answer.points]
        running = {member_id: running.get(member_id, 0) + 1 for member_id in earned}
        for member_id, length in running.items():
            if length > max(1, longest.length if longest else 0):
                longest = Streak(member_id, length)
    return longest


def find_hardest_question(answers: Sequence[GameAnswer]) -> HardestQuestion | None:
    """Return the hardest question of a game with at least `MIN_ANSWERS`.

    It is None when every answer to these was right. Of equal ones it is the one with the most
    answers, then the first.
    """
    questions: list[HardestQuestion] = []
    for _, group in groupby(answers, key=attrgetter("turn")):
        given = list(group)
        right = sum(answer.is_right for answer in given)
        if len(given) >= MIN_ANSWERS and right < len(given):
            questions.append(HardestQuestion(given[0].body, right, len(given)))
    return min(questions, key=lambda one: (one.right / one.answered, -one.answered), default=None)
