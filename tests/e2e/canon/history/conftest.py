"""A reviewer who edits approved entries."""

from __future__ import annotations

import pytest

from tests.e2e.canon.history.editor import Editor
from tests.posting import add_admin
from tests.world import World


@pytest.fixture
def editor(world: World) -> Editor:
    return Editor(world, add_admin(world))
