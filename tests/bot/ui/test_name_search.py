"""Names are found however they are typed, and suggested in the number the platform takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.name_search import MAX_CHOICES, NameIndex

PEOPLE = NameIndex(
    {
        "ida-holm": ["Ida Holm", "Lamp Lady"],
        "per-lund": ["Per Lund"],
        "zoe-angstrom": ["Zoë Ångström"],
        "season-two": ["The Second Season"],
    }
)
MANY = NameIndex({f"lantern-{number}": [f"Lantern {number}"] for number in range(60)})


def values(typed: str, choices: NameIndex = PEOPLE) -> list[str]:
    return [choice.value for choice in choices.suggest(typed)]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Ida Holm", "ida-holm"),
        ("  IDA   HOLM! ", "ida-holm"),
        ("ida-holm", "ida-holm"),
        ("Lamp Lady", "ida-holm"),
        ("Ida Hlom", "ida-holm"),
        ("Idda Holm", "ida-holm"),
        ("ida hol", "ida-holm"),
        ("lampe lady", "ida-holm"),
        ("Per Lnud", "per-lund"),
        ("zoe angstrom", "zoe-angstrom"),
        ("Zoé Angstrøm", "zoe-angstrom"),
        ("season two", "season-two"),
        ("the second seson", "season-two"),
    ],
)
def test_a_name_is_found_by_alias_without_accents_and_with_typos(typed: str, value: str) -> None:
    assert PEOPLE.find(typed) == value


@pytest.mark.parametrize("typed", ["", "?!", "@everyone", "x", "Vera Dahl", "i", "a" * 6000])
def test_what_is_like_no_name_is_nobody(typed: str) -> None:
    assert PEOPLE.find(typed) is None


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ida", "ida-holm"),
        ("lamp", "ida-holm"),
        ("lund", "per-lund"),
        ("Lnud", "per-lund"),
        ("ÅNGST", "zoe-angstrom"),
        ("angstorm", "zoe-angstrom"),
        ("secnod", "season-two"),
    ],
)
def test_the_likeliest_name_is_suggested_first_while_it_is_typed(typed: str, first: str) -> None:
    assert values(typed)[0] == first


def test_nothing_typed_suggests_everybody_in_the_order_given() -> None:
    assert values("") == values("  ?") == ["ida-holm", "per-lund", "zoe-angstrom", "season-two"]


def test_a_name_with_aliases_is_suggested_once_under_its_first_name() -> None:
    assert [choice.name for choice in PEOPLE.suggest("lady holm")].count("Ida Holm") == 1
    assert "Lamp Lady" not in [choice.name for choice in PEOPLE.suggest("lamp lady")]


def test_what_is_like_no_name_suggests_nothing() -> None:
    assert values("qqqqqq") == []


@given(st.text(max_size=30))
def test_never_more_is_suggested_than_the_platform_takes_and_never_twice(typed: str) -> None:
    suggested = values(typed, MANY)

    assert len(suggested) == len(set(suggested)) <= MAX_CHOICES == 25


def test_many_names_alike_fill_the_suggestions() -> None:
    assert len(values("lantern", MANY)) == len(values("", MANY)) == MAX_CHOICES
    assert values("lantern 42", MANY)[0] == "lantern-42"


def test_a_name_longer_than_the_platform_takes_is_cut() -> None:
    (choice,) = NameIndex({"long": ["L" * 150]}).suggest("")

    assert (choice.name, choice.value) == ("L" * 100, "long")


def test_values_are_shown_under_their_first_name_and_strangers_as_they_are() -> None:
    assert PEOPLE.names == ["Ida Holm", "Per Lund", "Zoë Ångström", "The Second Season"]
    assert PEOPLE.get_name("ida-holm") == "Ida Holm"
    assert PEOPLE.get_name("vera-dahl") == "vera-dahl"
