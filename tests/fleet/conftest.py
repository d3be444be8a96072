"""A server of PostgreSQL of its own for tests that stop it, and a Discord with its limits."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import AsyncGenerator, Callable, Generator
from pathlib import Path

import pytest

from tests.conftest import skip_unless_ci
from tests.fleet.community import make_pack
from tests.platform_server import PlatformServer, open_platform_server
from tests.postgres import Cluster, find_programs, open_cluster


@pytest.fixture(scope="session")
def own_cluster() -> Generator[Cluster]:
    """Run a server that tests may stop and start; skip when none is installed."""
    programs = find_programs()
    if programs is None:
        skip_unless_ci("PostgreSQL is not installed: what several processes share is not tested")
    with open_cluster(programs) as started:
        yield started


@pytest.fixture
async def platform() -> AsyncGenerator[PlatformServer]:
    """Serve a Discord that has the limits of the real one, in less time."""
    async with open_platform_server() as server:
        server.answer_s = 3.0
        server.identify_s = 5.0
        server.silence_s = 6.0
        server.session_starts["max_concurrency"] = 6
        yield server


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Return a pack with questions for many games."""
    return make_pack(tmp_path)


@pytest.fixture
def short_folder() -> Generator[Path]:
    """Return a folder whose path is short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="px") as name:
        yield Path(name)


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Return a function that prints a line of figures, past the capture."""

    def print_line(text: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{text}\n")

    return print_line
