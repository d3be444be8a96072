"""The podium of a game, and what it says to people who do not see it."""

from __future__ import annotations

from bot.pictures.canvas import MAX_HEIGHT, Canvas
from bot.pictures.palette import build_palette, parse_colour
from cogs.trivia.finals.final_picture import FinalPicture, Place
from tests.pictures.comparison import COLOUR, assert_as_stored, assert_describes, render

QUESTION = "Which word does Romy use for the fabric of the dress that she sewed for the reunion?"
PLACES = (Place(1, "Alex", 1_240), Place(2, "Casey Ångström", 980), Place(3, "Bo 🎉", 610))


def test_the_podium_has_three_places_the_streak_and_the_hardest_question() -> None:
    picture = FinalPicture(PLACES, 10, ("Bo 🎉", 4), (QUESTION, 1, 4))

    assert_as_stored(picture, "final")
    assert_describes(
        picture,
        "Final scores after 10 rounds.",
        "Place 1: Alex, 1,240 points.",
        "Place 2: Casey Ångström, 980 points.",
        "Place 3: Bo 🎉, 610 points.",
        "Longest streak: Bo 🎉, 4 in a row.",
        f"Hardest question, 1 of 4 right: {QUESTION}",
    )


def test_equal_scores_stand_equally_high_and_an_unknown_name_is_left_out() -> None:
    picture = FinalPicture((Place(1, "Alex", 300), Place(1, "", 300)), 1)

    assert_as_stored(picture, "final-equal")
    assert_describes(picture, "after 1 round.", "Place 1: A player, 300 points.")


def test_names_in_scripts_that_the_font_lacks_are_told_but_not_drawn() -> None:
    picture = FinalPicture((Place(1, "李明", 0),), 3, ("سارة", 2), ("Q" * 120, 0, 1))

    render(picture)
    assert_describes(picture, "Place 1: 李明, 0 points.", "Longest streak: سارة, 2 in a row.")


def test_the_hardest_question_is_drawn_whole_on_two_lines() -> None:
    picture = FinalPicture(PLACES, 10, ("Bo", 4), (QUESTION, 1, 4))
    one_line = FinalPicture(PLACES, 10, ("Bo", 4), ("Who sewed the dresses?", 1, 4))
    assert picture.height == one_line.height + 46
    assert picture.height <= MAX_HEIGHT
    canvas = Canvas(build_palette(parse_colour(COLOUR)), picture.height)
    assert " ".join(canvas.wrap(QUESTION, 36, 1088, 2)) == QUESTION
