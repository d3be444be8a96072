from __future__ import annotations

import random
from time import perf_counter

import pytest

from seeds.answers.answer_lists import find_rivals
from seeds.answers.matching import match_answer


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("Heathrow Terminal", "Heathrow Terminals"),
        ("Kristen Wiig", "Kristin Wiig"),
        ("K-On!", "K-On!!"),
        ("Aliens", "Alien"),
        ("Sagebrush", "Sagebrush High"),
        ("Stefani", "Stephani"),
    ],
)
def test_a_guess_that_is_another_answer_of_the_list_is_wrong(own: str, other: str) -> None:
    assert match_answer(other, [own]) == own, "alone it would be taken for a slip"
    rivals = find_rivals([[own], [other]])
    assert rivals[0] == (other,)
    assert match_answer(other, [own], rivals=rivals[0]) is None
    assert match_answer(own, [own], rivals=rivals[0]) == own


def test_another_answer_of_the_list_is_wrong_with_a_lead_in_too() -> None:
    assert match_answer("is it Alien?", ["Aliens"], rivals=("Alien",)) is None


@pytest.mark.parametrize("other", [["The Beatles"], ["Beatles", "Fab Four"], ["beatles"]])
def test_the_same_answer_of_another_question_goes_on_counting(other: list[str]) -> None:
    assert find_rivals([["Beatles"], other]) == [(), ()]


def test_lists_of_thousands_are_compared_in_seconds() -> None:
    rng = random.Random(7)
    answers = [["".join(rng.choices("aeioklmnrst", k=8)).title()] for _ in range(1500)]
    started = perf_counter()
    find_rivals(answers)
    assert perf_counter() - started < 8
