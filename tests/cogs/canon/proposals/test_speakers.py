"""A typed name is a known person, a new one, or refused because it looks like a known one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.canon.proposals.errors import FieldError
from cogs.canon.proposals.speakers import (
    SpeakerReference,
    build_unique_slug,
    parse_speaker,
    skeleton,
)
from seeds.pack import Person

IDA = Person(slug="ida-holm", name="Ida Holm", aliases=("Ida",))
PEOPLE = {
    "ida-holm": IDA,
    "mira-sorvino": Person(slug="mira-sorvino", name="Mira Sorvino"),
    "bob": Person(slug="bob", name="Bob"),
}


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("ida-holm", "ida-holm"),
        ("Ida", "ida-holm"),
        ("  IDA  holm! ", "ida-holm"),
        ("𝐌𝐢𝐫𝐚 𝐒𝐨𝐫𝐯𝐢𝐧𝐨", "mira-sorvino"),
        ("Mîra Sorvino", "mira-sorvino"),
    ],
)
def test_a_known_name_is_known_however_it_is_written(typed: str, slug: str) -> None:
    assert parse_speaker(typed, PEOPLE) == SpeakerReference(slug)


@pytest.mark.parametrize(
    "typed",
    ["Мira Sorvino", "Mira Sοrvinο", "Μіrа Ѕоrvіnо", "M1ra S0rvino", "MiraSorvino", "Mlra Sorvlno"],
)
def test_a_name_that_only_looks_known_is_refused_with_the_one_it_looks_like(typed: str) -> None:
    with pytest.raises(FieldError, match=r"looks like Mira Sorvino: choose the name from the list"):
        parse_speaker(typed, PEOPLE)


@pytest.mark.parametrize("typed", ["", "  ", "😀", "123", "x" * 81])
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(FieldError, match="Write who said it"):
        parse_speaker(typed, PEOPLE)


def test_a_new_name_gets_a_slug_of_its_own() -> None:
    assert parse_speaker("Vera Frost", PEOPLE) == SpeakerReference("vera-frost", "Vera Frost")
    assert parse_speaker("Вера Мороз", PEOPLE).new_name == "Вера Мороз"
    assert build_unique_slug("Bob?", PEOPLE) == "bob-2"
    assert build_unique_slug("Вера", PEOPLE) != build_unique_slug("Анна", PEOPLE)


@given(st.text(max_size=90))
def test_every_name_gets_a_slug_that_entries_can_use(name: str) -> None:
    slug = build_unique_slug(name, PEOPLE)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 40
    assert slug not in PEOPLE


def test_different_names_look_different() -> None:
    names = ["Lisa Kudrow", "Lise Kudrow", "Ida Holm", "Ina Holm", "Per Lund", "Peer Lund"]
    assert len({skeleton(one) for one in names}) == len(names)
