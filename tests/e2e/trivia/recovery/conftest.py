"""A game whose questions all have options."""

from __future__ import annotations

import pytest

from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.trivia import TriviaDriver
from tests.world import World

QUESTIONS = [choice_question(f"question.{n}") for n in range(6)]


@pytest.fixture
def table(world: World) -> TriviaDriver:
    """A quick table."""
    return TriviaDriver(world, questions=QUESTIONS)
