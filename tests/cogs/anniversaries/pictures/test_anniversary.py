"""The picture of an anniversary: how many years it is, and what happened."""

from __future__ import annotations

from cogs.anniversaries.pictures.anniversary import AnniversaryLine, AnniversaryPicture
from tests.pictures.comparison import assert_as_stored, assert_describes, render

OPENING = AnniversaryLine(30, "year", "The film opens in American theaters", "25 April 1997", False)


def test_the_heaviest_has_a_large_number_and_the_others_a_line_each() -> None:
    others = (
        AnniversaryLine(10, "year", "Fans look back at the film", "25 April 2017", False),
        AnniversaryLine(1, "year", "A quiz is played in every theater of the town", "2026", True),
    )
    picture = AnniversaryPicture("On this day: 25 April", OPENING, others)

    assert_as_stored(picture, "anniversary")
    assert_describes(
        picture,
        "On this day: 25 April.",
        "30 years ago, 25 April 1997: The film opens in American theaters",
        "10 years ago, 25 April 2017: Fans look back at the film",
        "about 1 year ago, 2026: A quiz is played in every theater of the town",
    )


def test_thousands_of_days_and_about_fit_as_well() -> None:
    days = AnniversaryLine(10_000, "day", "The film opens", "about 25 April 1997", True)
    picture = AnniversaryPicture("On this day: 10 September", days, ())

    assert_as_stored(picture, "anniversary-days")
    assert_describes(picture, "about 10,000 days ago, about 25 April 1997: The film opens")


def test_any_title_can_be_drawn_and_is_told_in_full() -> None:
    for title in ("映画の公開", "W" * 150, "a " * 75):
        line = OPENING._replace(number=1_234_567, title=title)
        picture = AnniversaryPicture("On this day", line, (line,) * 3)
        render(picture)
        assert_describes(picture, title)
