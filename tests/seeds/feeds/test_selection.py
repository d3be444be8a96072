"""Which items are about a pack, which tell one story, and which stage a text proves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from seeds.feeds.items import FeedItem
from seeds.feeds.matching import build_terms, find_match, is_refused
from seeds.feeds.stages import find_stage
from seeds.feeds.stories import build_story, is_same_story
from seeds.loader import BUNDLED_PACK, load_pack
from seeds.pack import Manifest

DAY = datetime(2026, 3, 3, tzinfo=UTC)
ABOUT = (
    ("‘Romy & Michele’ sequel begins filming", "Cameras are rolling in Los Angeles."),
    ("Mira Sorvino and Lisa Kudrow reunite on set", "The two were seen in pink and blue."),
    ("20th Century dates its summer slate", "It includes a Romy and Michele follow-up."),
    ("Romy and Michelle’s High School Reunion turns 29", "The cult comedy opened in 1997."),
    ("Alan Cumming on dancing again", "He plays Sandy Frink opposite Lisa Kudrow once more."),
    ("ROMY AND MICHELE sequel: everything known so far", ""),
    ("Disney+ adds a cult comedy", "Subscribers get Romy and Michele's High School Reunion."),
)
NOT_ABOUT = (
    ("Lisa Kudrow wins an award", "The actress thanked the cast of her new show."),
    ("Romy Schneider retrospective in Vienna", "The actress would have turned 88."),
    ("Ten high school reunions worth going to", "A guide by our travel desk."),
    ("Michele Obama speaks in Tucson", "Hundreds came to the rally in May."),
    ("Campbell and Hendrix on the wall", "Two new murals by Julia and Elaine, on Jay street."),
)


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return load_pack(BUNDLED_PACK).manifest


def test_of_twelve_items_all_that_are_about_the_pack_count_and_no_other(
    manifest: Manifest,
) -> None:
    terms = build_terms(manifest)
    selected = [
        item
        for item in (*ABOUT, *NOT_ABOUT)
        if find_match(FeedItem(item[0], summary=item[1]), terms)
    ]
    assert selected == list(ABOUT)


def test_the_names_of_characters_find_no_news(manifest: Manifest) -> None:
    names = "Toby Walters and Christie Masters open a bakery"
    assert find_match(FeedItem(names), build_terms(manifest)) is None


def test_a_match_by_people_alone_can_be_refused(manifest: Manifest) -> None:
    terms = build_terms(manifest)
    match = find_match(FeedItem("Mira Sorvino and Lisa Kudrow reunite"), terms)
    assert match is not None
    assert is_refused(match, [match.key])
    third = find_match(FeedItem("Lisa Kudrow, Mira Sorvino and Alan Cumming dance"), terms)
    assert third is not None
    assert not is_refused(third, [match.key])
    assert is_refused(match, [third.key])
    title = find_match(FeedItem("Romy and Michele: Mira Sorvino, Lisa Kudrow"), terms)
    assert title is not None
    assert not is_refused(title, [match.key])


@pytest.mark.parametrize(
    ("one", "other", "days", "is_same"),
    [
        (
            ("Cameras roll on sequel", "Filming began Monday in Budapest, 20th Century announced."),
            (
                "Sequel starts shoot",
                "20th Century announced that filming began Monday in Budapest.",
            ),
            1,
            True,
        ),
        (
            ("Tim Federle to direct sequel, script done", ""),
            ("Federle to direct, script done", ""),
            2,
            True,
        ),
        (
            ("Cameras roll on sequel", "Filming began Monday in Budapest, 20th Century announced."),
            (
                "Sequel starts shoot",
                "20th Century announced that filming began Monday in Budapest.",
            ),
            9,
            False,
        ),
        (
            ("Cameras roll on sequel", "Filming began Monday in Budapest."),
            ("Costume designer returns", "She dresses the sequel in pink and blue vinyl."),
            0,
            False,
        ),
    ],
)
def test_outlets_tell_one_story(
    one: tuple[str, str], other: tuple[str, str], days: int, *, is_same: bool
) -> None:
    common = frozenset({"sequel"})
    stories = build_story(*one, DAY, common), build_story(*other, DAY + timedelta(days), common)
    assert is_same_story(*stories) is is_same


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Cameras rolled on the sequel in Budapest.", "filming"),
        ("The sequel has officially begun filming.", "filming"),
        ("The sequel has wrapped filming.", "post-production"),
        ("The sequel will be released on June 5, 2026.", "dated"),
        ("Disney gave the sequel the green light; it is officially greenlit.", "greenlit"),
        ("The sequel has been scrapped by the studio.", "cancelled"),
        ("Sorvino is in final talks to star in the sequel, says the studio.", "deals"),
        ("Schiff is finishing her draft of the sequel.", "writing"),
        ("The sequel’s not officially greenlit.", None),
        ("The sequel will begin filming in June.", None),
        ("The sequel could start filming this summer.", None),
        ("If the sequel is greenlit, she is in.", None),
        ("There are rumors that the sequel has begun filming.", None),
        ("They hope the sequel is greenlit soon, but it has not been greenlit.", None),
        ("The sequel is greenlit, but it is not officially greenlit.", None),
        ("The original film began filming in 1996. A sequel is talked about.", None),
        ("Another movie has started filming.", None),
        ("", None),
    ],
)
def test_a_stage_is_suggested_only_where_the_words_prove_it(text: str, stage: str | None) -> None:
    found = find_stage(text, ["the sequel"], 2026)
    assert (found.stage if found else None) == stage
