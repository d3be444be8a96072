"""The Discord that `init` asks."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest

from tests.platform_server import PlatformServer, open_platform_server


@pytest.fixture
async def platform() -> AsyncGenerator[PlatformServer]:
    async with open_platform_server() as server:
        yield server
