"""The text and the picture of a year, for what few games bring."""

from __future__ import annotations

from cogs.wrapped.cards import Year, build_year_picture, year_card
from storage.trivia.years import ClosestGame, PlayedTotals
from tests.pictures.comparison import assert_describes

TOTALS = PlayedTotals(games=3, members=2, answered=20, right=14, points=90)


def test_a_game_that_ends_even_is_a_tie_of_two() -> None:
    year = Year(2026, TOTALS, None, closest=ClosestGame(1, 2, 0))
    assert "**Closest game:** <@1> and <@2>, a tie." in year_card("Fans", year).body
    picture = build_year_picture("Fans", year, {1: "Alex", 2: "Casey"})
    assert_describes(picture, "Closest game: Alex and Casey (a tie)")


def test_a_game_decided_by_a_point_names_the_winner_first() -> None:
    year = Year(2026, TOTALS, None, closest=ClosestGame(1, 2, 1))
    assert "**Closest game:** <@1> ahead of <@2>, by 1 point." in year_card("Fans", year).body
