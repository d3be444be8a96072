"""A year as a picture, with all its figures in words."""

from __future__ import annotations

from cogs.wrapped.picture import Fact, Figure, WrappedPicture
from tests.pictures.comparison import assert_as_stored, assert_describes, render

FIGURES = (
    Figure("212", "games"),
    Figure("12,480", "answers"),
    Figure("71%", "right"),
    Figure("58", "players"),
)
QUESTION = "Which word does Romy use for the fabric of the dress that she sewed?"


def test_a_year_shows_its_figures_the_closest_game_and_the_question_most_missed() -> None:
    facts = (
        Fact("Closest game", "Alex ahead of Casey", "by 1 point"),
        Fact("Most missed", QUESTION, "2 of 31 right"),
    )
    picture = WrappedPicture("Fans of the film", 2026, FIGURES, facts)

    assert_as_stored(picture, "wrapped")
    assert_describes(
        picture,
        "2026: Fans of the film.",
        "212 games, 12,480 answers, 71% right, 58 players.",
        "Closest game: Alex ahead of Casey (by 1 point)",
        f"Most missed: {QUESTION} (2 of 31 right)",
    )


def test_the_best_known_quote_has_room_between_the_others() -> None:
    facts = (
        Fact("Closest game", "Alex ahead of Casey", "by 1 point"),
        Fact("Best-known quote", "“I made these.” — Romy White", "31 of 33 right"),
        Fact("Most missed", QUESTION, "2 of 31 right"),
    )
    picture = WrappedPicture("Fans of the film", 2026, FIGURES, facts)

    assert_as_stored(picture, "wrapped-quote")
    assert_describes(picture, "Best-known quote: “I made these.” — Romy White (31 of 33 right)")


def test_any_name_can_be_drawn() -> None:
    facts = (Fact("Most missed", "撮影はいつ？" * 30, ""),)
    for title in ("李明", "W" * 100, ""):
        render(WrappedPicture(title, 2026, FIGURES[:1], facts))
    assert_describes(WrappedPicture("李明", 2026, FIGURES, facts), "2026: 李明.", facts[0].text)
