"""A reviewer of reported questions."""

from __future__ import annotations

import pytest

from tests.e2e.trivia.questions.desk import Desk
from tests.world import World


@pytest.fixture
async def desk(world: World) -> Desk:
    return Desk(world)
