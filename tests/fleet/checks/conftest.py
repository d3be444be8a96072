"""A database that processes share while members play, and a wire to it that can be cut."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pytest

from storage.engines.location import PostgresUrl
from tests.fleet.parts import Parts, open_parts
from tests.fleet.proxy import SwallowingProxy, open_proxy
from tests.platform_server import PlatformServer
from tests.postgres import Cluster

RunParts: TypeAlias = Callable[..., AbstractAsyncContextManager[Parts]]


@pytest.fixture
def url(own_cluster: Cluster) -> Generator[PostgresUrl]:
    with own_cluster.create_database() as created:
        yield created


@pytest.fixture
def run_parts(url: PostgresUrl, platform: PlatformServer, tmp_path: Path, pack: Path) -> RunParts:
    """Return a function that runs the processes; it takes the keywords of `open_parts`."""
    return partial(open_parts, platform, tmp_path, url, pack)


@pytest.fixture
async def parts(run_parts: RunParts) -> AsyncGenerator[Parts]:
    """Run three processes and one that waits, with members who play."""
    async with run_parts() as opened:
        yield opened


@pytest.fixture
async def proxy(own_cluster: Cluster, short_folder: Path) -> AsyncGenerator[SwallowingProxy]:
    """Run a wire to the server that can be cut."""
    async with open_proxy(own_cluster, short_folder) as opened:
        yield opened
