"""The tiny pack, for a test to change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packs.pack_on_disk import PackOnDisk


@pytest.fixture
def pack(tmp_path: Path) -> PackOnDisk:
    return PackOnDisk.copy_tiny(tmp_path)
