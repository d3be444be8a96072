"""The question of a day has to do with those of the days before: as little as possible."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from cogs.trivia.daily.choice import REMEMBERED, RESTED, choose_daily_question
from cogs.trivia.questions.bank import Bank
from seeds.trivia_question import TriviaQuestion
from tests.cogs.trivia.questions.test_bank_inputs import build_bundled_bank
from tests.cogs.trivia.rules.games import choice_question

DAYS = 28


def ask_daily(bank: Bank, seed: int, days: int = DAYS) -> list[TriviaQuestion]:
    """The questions of some days, the earliest first."""
    rng, asked, times = random.Random(seed), list[TriviaQuestion](), Counter[str]()
    for _ in range(days):
        latest = asked[::-1][:REMEMBERED]
        candidates = bank.list_matching(None, None)
        question = choose_daily_question(bank, candidates, times, latest, rng)
        assert question is not None
        asked.append(question)
        times[question.key] += 1
    return asked


@pytest.mark.parametrize("seed", range(5))
def test_two_weeks_ask_about_no_entry_twice(seed: int) -> None:
    asked = ask_daily(build_bundled_bank(), seed)
    for start in range(DAYS - REMEMBERED):
        about = [name for one in asked[start : start + REMEMBERED + 1] for name in one.about]
        assert len(about) == len(set(about))


@pytest.mark.parametrize("seed", range(5))
def test_a_topic_rests_for_three_days(seed: int) -> None:
    topics = [question.topic for question in ask_daily(build_bundled_bank(), seed)]
    for day in range(DAYS):
        assert topics[day] not in topics[max(0, day - RESTED) : day]


@pytest.mark.parametrize("seed", range(5))
def test_about_half_are_about_the_work_itself(seed: int) -> None:
    core = [question.is_core for question in ask_daily(build_bundled_bank(), seed)]
    assert 0.4 * DAYS <= sum(core) <= 0.6 * DAYS


def test_a_small_pack_goes_on_asking_what_it_has() -> None:
    bank = Bank([choice_question(f"question.{n}") for n in range(3)], {})
    counts = Counter(question.key for question in ask_daily(bank, 1, days=9))
    assert set(counts.values()) == {3}
