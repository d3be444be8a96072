"""A quick table."""

from __future__ import annotations

import pytest

from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.trivia import TriviaDriver
from tests.world import World


@pytest.fixture
def table(world: World) -> TriviaDriver:
    """A quick table."""
    return TriviaDriver(world, questions=[choice_question(f"question.{n}") for n in range(4)])
