"""Fixtures for all tests, and isolation from the environment."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings as hypothesis_settings

from storage.store import Store
from tests.databases.statements import StatementCheck
from tests.platform_rules.document import PlatformDocument
from tests.postgres import TEMPLATE, Cluster, find_programs, open_cluster
from tests.world import World, build_settings, open_tiny_store, open_world

hypothesis_settings.register_profile("house", deadline=None, print_blob=True)
hypothesis_settings.load_profile("house")


def skip_unless_ci(reason: str) -> NoReturn:
    """Skip the test with a sentence; in CI, where no test may be skipped, fail instead."""
    if os.environ.get("CI"):
        pytest.fail(f"in CI this must run: {reason}")
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Hide settings and `.env` from every test, and run it in an empty folder.

    The environment is an activated one, in which the Python that runs the tests is `python`.
    """
    for name in list(os.environ):
        if name.startswith("BOT_") or name == "DISCORD_TOKEN":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)


@pytest.fixture(autouse=True)
def _keep_feature_modules() -> Generator[None]:
    """Put back the modules that a closing bot unloads; other tests have imported their classes."""
    before = {name: module for name, module in sys.modules.items() if name.startswith("cogs.")}
    yield
    sys.modules.update(before)
    for name, module in before.items():
        package, _, attribute = name.rpartition(".")
        setattr(sys.modules[package], attribute, module)


@pytest.fixture(scope="session")
def platform_document() -> PlatformDocument | None:
    """Load Discord's published HTTP document; None when DISCORD_OPENAPI is not set."""
    path = os.environ.get("DISCORD_OPENAPI")
    return PlatformDocument(_resolve_path(path)) if path else None


@pytest.fixture(scope="session")
def documents() -> Path:
    """Return the folder of the bundled pack's documents; skip when DOCUMENTS is not set."""
    path = os.environ.get("DOCUMENTS")
    if not path:
        skip_unless_ci("DOCUMENTS does not name the folder with the primary documents")
    return _resolve_path(path)


def _resolve_path(path: str) -> Path:
    return (Path(__file__).parents[1] / path).resolve()


@pytest.fixture(scope="session")
def start_cluster() -> Generator[Callable[[], Cluster | None]]:
    """Return a function that starts a PostgreSQL server once; None when it is not installed."""
    programs, started = find_programs(), list[Cluster]()
    with ExitStack() as stack:

        def start() -> Cluster | None:
            if programs is not None and not started:
                started.append(stack.enter_context(open_cluster(programs)))
            return started[0] if started else None

        yield start


@pytest.fixture(scope="session")
def cluster(start_cluster: Callable[[], Cluster | None]) -> Cluster:
    """Run a PostgreSQL server; skip when it is not installed."""
    started = start_cluster()
    if started is None:
        skip_unless_ci("PostgreSQL is not installed: what needs a server is not tested")
    return started


@pytest.fixture(scope="session")
def statement_check() -> Generator[StatementCheck]:
    """Note what the repositories run on SQLite, in all tests."""
    check = StatementCheck()
    with pytest.MonkeyPatch.context() as patch:
        check.record(patch)
        yield check


@pytest.fixture(autouse=True)
def _plan_statements(
    statement_check: StatementCheck, start_cluster: Callable[[], Cluster | None]
) -> Generator[None]:
    """Have PostgreSQL, where it is installed, plan the statements that only this test has run."""
    yield
    if statement_check.has_pending and (started := start_cluster()) is not None:
        refused = statement_check.plan(started.url(TEMPLATE))
        assert not refused, "PostgreSQL refuses what repositories run"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[Store]:
    """Open a store on a file with the tiny pack."""
    async with open_tiny_store(tmp_path / "store.sqlite3") as opened:
        yield opened


@pytest.fixture
async def world(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> AsyncGenerator[World]:
    """Run the bot with the tiny pack, a guild, a channel and two members."""
    async with open_world(build_settings(tmp_path), platform_document) as opened:
        yield opened
