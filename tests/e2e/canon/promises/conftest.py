"""A guild whose pack has open promises."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.canon.promises.news import add_promises
from tests.world import World, build_settings, open_world


@pytest.fixture
async def world(tmp_path: Path, platform_document: Any) -> AsyncGenerator[World]:
    """A guild whose pack has two promises that are open."""
    pack = add_promises(tmp_path)
    async with open_world(build_settings(tmp_path, pack.folder), platform_document) as running:
        yield running
