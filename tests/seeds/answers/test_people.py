from __future__ import annotations

from seeds.answers.people import PersonNames
from seeds.pack import Person

PEOPLE = [
    Person(slug="vera", name="Vera Dray", aliases=("Vera", "V. D.")),
    Person(slug="otto", name="Otto Dray", aliases=("Otto",)),
    Person(slug="mark", name="Laurence Mark"),
    Person(slug="kemp", name="Mark Kemp"),
    Person(slug="bauer", name="Kristin Bauer van Straten", aliases=("Kristin Bauer",)),
    Person(slug="downey", name="Robert Downey Jr."),
    Person(slug="cher", name="Cher"),
]


def test_a_surname_and_aliases_count_for_the_person() -> None:
    names = PersonNames(PEOPLE)
    assert names.list_other_names(["Mark Kemp"]) == ("Kemp",)
    assert names.list_other_names(["Kristin Bauer van Straten"]) == (
        "Kristin Bauer",
        "Straten",
        "van Straten",
    )
    assert names.list_other_names(["robert downey jr"]) == ("Downey",)
    assert names.list_other_names(["Cher"]) == ()


def test_a_name_that_two_people_have_does_not_count() -> None:
    names = PersonNames(PEOPLE)
    assert names.list_other_names(["Vera Dray"]) == ("Vera", "V. D.")
    assert names.list_other_names(["Laurence Mark"]) == ()


def test_only_a_full_name_is_a_person() -> None:
    assert PersonNames(PEOPLE).list_other_names(["Vera", "Lantern"]) == ()
