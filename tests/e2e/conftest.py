"""A browser, a folder for a bot on each engine, and an admin."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from simcord.actors import MemberActor

from tests.conftest import skip_unless_ci
from tests.postgres import Cluster
from tests.posting import add_admin
from tests.world import ADDRESS, World

BROWSER_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture
def chromium() -> str:
    """Return the path of the browser; skip the test without one."""
    found = next((path for name in BROWSER_COMMANDS if (path := shutil.which(name))), None)
    if found is None:
        skip_unless_ci("no Chromium was found: install the package chromium to run this test")
    return found


@pytest.fixture
def admin(world: World) -> MemberActor:
    """Add a member with Manage Server."""
    return add_admin(world)


@pytest.fixture(params=["sqlite", "postgres"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Path]:
    """Return the folder of a bot that keeps everything in a file, then on a server."""
    if request.param == "sqlite":
        yield tmp_path
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    with cluster.create_database() as url:
        (tmp_path / ADDRESS).write_text(url.secret_text)
        yield tmp_path
