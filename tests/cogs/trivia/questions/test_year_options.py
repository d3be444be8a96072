"""Which years a question about a year offers: none that tells the right one."""

from __future__ import annotations

import pytest

from seeds.schema import Difficulty
from tests.cogs.trivia.questions.materials import event, generate

LATEST = event("Now", "2026-02-01", category="news")


@pytest.mark.parametrize("year", range(2018, 2027))
def test_the_right_year_is_not_always_the_last(year: int) -> None:
    places = set[int]()
    for number in range(24):
        asked = event(f"Lamp {number}", f"{year}-05-01")
        places.add(generate(events=[asked, LATEST])[f"year.lamp-{number}"].right)
    assert len(places) > 1


def test_no_option_is_before_what_the_event_is_about_was_out() -> None:
    productions = [{"name": "the film", "topic": "cast"}]
    release = event("Release", "1997-04-25")
    for number in range(24):
        prize = event(f"Prize {number}", "1998-05-30", category="appearance")
        questions = generate(events=[release, prize, LATEST], productions=productions)
        options = questions[f"year.prize-{number}"].options
        assert int(options[0]) >= 1997


def test_close_to_a_year_that_all_fans_know_every_year_is_an_option() -> None:
    productions = [{"name": "the film", "topic": "cast"}]
    release = event("Release", "1997-04-25")
    for year, steps in ((1996, {1}), (1998, {1}), (1992, {2, 3}), (2004, {2, 3})):
        prize = event(
            f"Prize {year % 9}", f"{year}-03-25", category="appearance", topics=("radio",)
        )
        questions = generate(events=[release, prize, LATEST], productions=productions)
        options = [int(one) for one in questions[f"year.prize-{year % 9}"].options]
        assert options[1] - options[0] in steps


def test_the_year_of_the_main_production_is_easy() -> None:
    productions = [{"name": "the film", "topic": "cast"}]
    release, again = event("Release", "1997-04-25"), event("Disc", "2012-08-07")
    questions = generate(events=[release, again, LATEST], productions=productions)
    assert questions["year.release"].difficulty is Difficulty.EASY
    assert questions["year.disc"].difficulty is Difficulty.MEDIUM
