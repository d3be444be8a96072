"""The road to the release shows and tells how far the production is, and since when."""

from __future__ import annotations

from cogs.status.pictures import RoadPicture
from cogs.status.road import Road, Stay
from tests.pictures.comparison import assert_as_stored, assert_describes, render

STAGES = ("Rumored", "Writing", "Deals", "Greenlit", "Filming", "Editing", "Dated", "Released")
ROAD = Road(
    "the sequel",
    STAGES,
    3,
    "Deals",
    (
        Stay("Rumored", "29 June 2022", "1 year and 7 months", False),
        Stay("Writing", "1 February 2024", "about 9 months", False),
        Stay("Deals", "about November 2024", "about 2 years", True),
    ),
    0,
)


def test_the_road_shows_the_stages_and_the_latest_stays() -> None:
    picture = RoadPicture(ROAD)

    assert_as_stored(picture, "road")
    assert_describes(
        picture,
        "The road to the sequel: Deals. Step 3 of 8, next: Greenlit.",
        "Rumored from 29 June 2022, for 1 year and 7 months.",
        "Writing from 1 February 2024, for about 9 months.",
        "Deals since about November 2024, about 2 years so far.",
    )


def test_a_stage_off_the_road_leaves_today_where_it_came_to() -> None:
    stays = (*ROAD.stays[:2], Stay("Stalled", "1 May 2026", "6 months", True))
    picture = RoadPicture(ROAD._replace(present="Stalled", reached=2, stays=stays, earlier=3))

    assert_as_stored(picture, "road-stalled")
    assert_describes(picture, "Stalled. Step 2 of 8, next: Deals.", "The latest of 6 stretches:")


def test_a_stage_without_a_report_has_a_dash_instead_of_a_check_mark() -> None:
    stays = (ROAD.stays[0], Stay("Filming", "1 May 2026", "6 months", True))
    picture = RoadPicture(
        ROAD._replace(
            present="Filming", reached=5, stays=stays, skipped=("Writing", "Deals", "Greenlit")
        )
    )

    assert_as_stored(picture, "road-skipped")
    assert_describes(
        picture,
        "Filming. Step 5 of 8, next: Editing. No report of Writing, Deals and Greenlit.",
    )


def test_the_last_stage_has_no_next_one_and_a_road_may_be_long_or_short() -> None:
    for total in (1, 24):
        road = ROAD._replace(stages=("A stage",) * total, reached=total, stays=())
        assert_describes(RoadPicture(road), f"Step {total} of {total}.")
        render(RoadPicture(road))
    assert_describes(RoadPicture(ROAD._replace(reached=0)), "Step 0 of 8, next: Rumored.")
    render(RoadPicture(ROAD._replace(reached=0)))


def test_names_in_any_script_and_of_any_length_can_be_drawn() -> None:
    stays = (Stay("撮影中" * 20, "2026年1月1日", "W" * 300, True),) * 4
    picture = RoadPicture(ROAD._replace(awaited="続編", present="撮影" * 100, stays=stays))

    render(picture)
