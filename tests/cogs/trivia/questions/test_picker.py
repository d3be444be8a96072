"""Which questions a game asks: no generated kind twice, and most of them on its topic."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from cogs.trivia.questions.bank import Bank
from cogs.trivia.questions.picker import pick_question
from seeds.trivia_question import WRITTEN_KINDS, QuestionKind, TriviaQuestion
from tests.cogs.trivia.questions.test_bank_inputs import build_bundled_bank
from tests.cogs.trivia.rules.games import choice_question, new_game

ROUNDS = 10


def play(bank: Bank, topic: str | None, seed: int) -> list[TriviaQuestion]:
    """The questions of a game of ten."""
    game, rng = new_game(topic=topic), random.Random(seed)
    asked: list[TriviaQuestion] = []
    for _ in range(ROUNDS):
        question = pick_question(bank, game, {}, (), rng)
        if question is not None:
            asked.append(question)
            game.asked = (*game.asked, question.key)
    return asked


@pytest.mark.parametrize("topic", [None, "film", "cast", "work"])
def test_a_game_has_no_generated_kind_twice(topic: str | None) -> None:
    for seed in range(10):
        asked = play(build_bundled_bank(), topic, seed)
        kinds = Counter(one.kind for one in asked if one.kind not in WRITTEN_KINDS)
        assert len(asked) == ROUNDS
        assert not kinds or max(kinds.values()) == 1, kinds


@pytest.mark.parametrize("topic", ["film", "characters", "fashion", "sequel"])
def test_most_questions_of_a_game_are_mainly_about_its_topic(topic: str) -> None:
    games = [play(build_bundled_bank(), topic, seed) for seed in range(10)]
    main = sum(question.topic == topic for game in games for question in game)
    assert main >= 0.65 * ROUNDS * len(games)


def test_a_kind_comes_again_when_there_is_no_other() -> None:
    years = [
        choice_question(f"year.{n}").model_copy(update={"kind": QuestionKind.WHEN})
        for n in range(3)
    ]
    assert len(play(Bank(years, {}), None, 1)) == len(years)
