"""What is told about a game that is over: the longest streak and the hardest question."""

from __future__ import annotations

from cogs.trivia.finals.highlights import (
    HardestQuestion,
    Streak,
    find_hardest_question,
    find_longest_streak,
)
from storage.trivia.scores import GameAnswer

ALICE, BOB, CASEY = 1, 2, 3


def play(*rounds: dict[int, bool]) -> list[GameAnswer]:
    """The answers of rounds in which members were right or wrong."""
    return [
        GameAnswer(turn, member, is_right, 100 * is_right, f"question {turn}")
        for turn, given in enumerate(rounds, start=1)
        for member, is_right in given.items()
    ]


def test_the_longest_streak_is_the_first_that_was_reached() -> None:
    answers = play(
        {ALICE: True, BOB: True},
        {ALICE: True, BOB: True},
        {BOB: True},
        {ALICE: True},
        {CASEY: True},
    )

    assert find_longest_streak(answers) == Streak(BOB, 3)
    assert find_longest_streak(answers[:4]) == Streak(ALICE, 2)


def test_a_wrong_answer_or_none_ends_a_streak_and_one_answer_is_none() -> None:
    assert find_longest_streak(play({ALICE: True}, {ALICE: False}, {ALICE: True})) is None
    assert find_longest_streak(play({ALICE: True}, {BOB: False}, {ALICE: True})) is None
    assert find_longest_streak([]) is None


def test_the_hardest_question_has_the_smallest_share_of_right_answers() -> None:
    answers = play(
        {ALICE: True, BOB: False}, {ALICE: False}, {ALICE: False, BOB: False}, {BOB: True}
    )

    assert find_hardest_question(answers) == HardestQuestion("question 3", 0, 2)
    assert find_hardest_question(play({ALICE: True, BOB: True})) is None
    assert find_hardest_question([]) is None


def test_a_question_that_one_member_alone_answered_is_not_the_hardest() -> None:
    assert find_hardest_question(play({ALICE: False})) is None
    answers = play({ALICE: False}, {ALICE: True, BOB: False})
    assert find_hardest_question(answers) == HardestQuestion("question 2", 1, 2)
