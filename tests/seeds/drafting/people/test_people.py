"""Recognising people: their names are separated from places, titles, companies and characters."""

from __future__ import annotations

import pytest

from tests.seeds.drafting.extraction import draft_text


@pytest.mark.parametrize(
    "text",
    [
        "The film stars Ana Ruiz.",
        "It was written by Ana Ruiz.",
        "Ana Ruiz, 40, was there.",
        "Ana Ruiz, who was there, left.",
        "Ana Ruiz (The Blue Door) will direct.",
        "Writer Ana Ruiz was there.",
        "Ana Ruiz, the show’s writer, was there.",
        "“No,” said Ana Ruiz.",
        "Ana Ruiz was there. Ruiz said so.",
        "It was seen with Ana Ruiz as Lady Blue.",
        "Lady Blue (Ana Ruiz) was there.",
    ],
)
def test_an_occupation_an_age_or_a_verb_shows_a_person(text: str) -> None:
    assert list(draft_text(text).people.by_slug) == ["ana-ruiz"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("J.R.R. Ruiz", "j-r-r-ruiz"),
        ("A. J. Ruiz", "a-j-ruiz"),
        ("A.J. Ruiz", "a-j-ruiz"),
        ("Ana T. Ruiz", "ana-t-ruiz"),
        ("Dr. Ana Ruiz", "ana-ruiz"),
        ("Ms. Ana Ruiz", "ana-ruiz"),
    ],
)
def test_initials_are_part_of_a_name_and_titles_are_not(name: str, slug: str) -> None:
    draft = draft_text(f"It was written by {name}. “No,” said {name}.")

    assert list(draft.people.by_slug) == [slug]
    assert [dated.speech.speaker_slug for dated in draft.speeches] == [slug]


def test_what_stands_behind_the_word_for_a_work_is_its_title() -> None:
    assert list(draft_text("The musical Glass Parade will return.").people.by_slug) == []


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("It stars Ana Ruiz, Tom Bell and Per van der Lund.", ["per-van-der-lund"]),
        ("It stars J. K. Ruiz and Ýr O’Hara.", ["j-k-ruiz", "yr-ohara"]),
        ("It stars Mona May and June Bell.", ["mona-may", "june-bell"]),
        ("It stars Ana-Lee\nRuiz.", ["ana-lee-ruiz"]),
        ("It stars Noor al-Sayed.", ["noor-al-sayed"]),
        ("It stars Tom “The Rock” Bell.", ["tom-bell"]),
    ],
)
def test_names_of_many_forms_are_complete(text: str, slugs: list[str]) -> None:
    assert list(draft_text(text).people.by_slug)[-len(slugs) :] == slugs


@pytest.mark.parametrize(
    "text",
    [
        "They met in Los Angeles at Lincoln Center.",
        "It was seen at the Golden Lamp Awards by Harbour Books.",
        "The Glass Orchard premiered in Leeds.",
        "NASA ESA said so.",
        "Focus Features announced a tour, and Rotten Tomatoes reported it.",
        "In June Tuesday Monday said so.",
    ],
)
def test_places_companies_and_titles_are_not_people(text: str) -> None:
    assert not draft_text(text).people.by_slug


@pytest.mark.parametrize(
    "text",
    [
        "Tom Bell plays Ada Blue.",
        "Tom Bell, who voiced the captain Ada Blue, left.",
        "The role of Ada Blue went to nobody.",
        "Ada Blue (Tom Bell) was there.",
        "It stars Tom Bell as Ada Blue.",
    ],
)
def test_characters_are_listed_separately(text: str) -> None:
    people = draft_text(text).people

    assert "ada-blue" not in people.by_slug
    assert [name.text for name in people.characters] == ["Ada Blue"]


def test_a_name_without_evidence_is_unsure() -> None:
    people = draft_text("Copper Wren opens soon.").people

    assert not people.by_slug
    assert [name.text for name in people.unsure] == ["Copper Wren"]


def test_later_mentions_become_aliases() -> None:
    people = draft_text("Ana Ruiz, 40, was there. Ruiz said so. Ana left.").people

    assert people.by_slug["ana-ruiz"].aliases == ["Ruiz", "Ana"]
