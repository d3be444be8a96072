"""A store in which the tiny pack is loaded."""

from __future__ import annotations

import random
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from storage.engines.location import DatabaseLocation
from storage.store import Store
from tests.packs.pack_on_disk import PackOnDisk
from tests.storage.canon.loading import start


@pytest.fixture
def pack(tmp_path: Path) -> PackOnDisk:
    return PackOnDisk.copy_tiny(tmp_path)


@pytest.fixture
async def loaded(location: DatabaseLocation, pack: PackOnDisk) -> AsyncGenerator[Store]:
    """Return a store in which the unchanged pack is loaded."""
    opened = await Store.open(location, random.Random(7))
    await start(opened, pack)
    yield opened
    await opened.close()
