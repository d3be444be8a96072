"""A member who proposes entries."""

from __future__ import annotations

import pytest

from tests.drivers.drafts import DraftDriver
from tests.world import World


@pytest.fixture
def writer(world: World) -> DraftDriver:
    return DraftDriver(world)
