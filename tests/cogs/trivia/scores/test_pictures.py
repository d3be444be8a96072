"""A leaderboard and a member's record as pictures, with all their figures in words."""

from __future__ import annotations

from cogs.trivia.scores.pictures import LeaderboardPicture, RankRow, Share, StatsPicture
from tests.pictures.comparison import assert_as_stored, assert_describes, render

RECORD = StatsPicture(
    member="Casey",
    points=12_400,
    games=37,
    right=186,
    answered=240,
    streak=12,
    fastest=2.34,
    topics=(Share("Fashion", 19, 20), Share("The play", 9, 12), Share("Music", 5, 9)),
)


def test_the_leaderboard_shows_points_as_bars() -> None:
    rows = (
        RankRow(1, "Alex", 12_400),
        RankRow(2, "Елена Ёжикова", 9_800),
        RankRow(2, "Zoë", 9_800),
        RankRow(4, "", 900),
        RankRow(5, "a very long name, longer than any name should be", 40),
        RankRow(6, "Max", 0),
    )
    picture = LeaderboardPicture("Leaderboard, this week", rows, 12_400)

    assert_as_stored(picture, "leaderboard")
    assert_describes(
        picture,
        "Leaderboard, this week.",
        "Place 1: Alex, 12,400 points.",
        "Place 2: Елена Ёжикова, 9,800 points.",
        "Place 2: Zoë, 9,800 points.",
        "Place 4: A member, 900 points.",
        "Place 5: a very long name, longer than any name should be, 40 points.",
        "Place 6: Max, 0 points.",
    )


def test_a_record_shows_the_totals_and_the_best_topics() -> None:
    assert_as_stored(RECORD, "record")
    assert_describes(
        RECORD,
        "Trivia record of Casey.",
        "12,400 points, 37 games, 12 right in a row, 2.3 seconds, fastest.",
        "78% right: 186 of 240.",
        "Fashion: 19 of 20 right.",
        "The play: 9 of 12 right.",
        "Music: 5 of 9 right.",
    )


def test_a_record_without_a_right_answer_can_be_drawn() -> None:
    picture = StatsPicture("李明", 0, 1, 0, 1, 0, None, ())

    render(picture)
    assert_describes(picture, "0 points, 1 game.", "0% right: 0 of 1.")
    assert_describes(picture, "Trivia record of 李明.", "0 points, 1 game", "0% right: 0 of 1.")
