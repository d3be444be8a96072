"""The database server is lost, and a synchronous standby takes its place."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from tests.conftest import skip_unless_ci
from tests.fleet.invariants import count
from tests.fleet.parts import open_parts
from tests.fleet.standby import name_both, open_standby
from tests.platform_server import PlatformServer
from tests.postgres import TEMPLATE, Cluster, find_programs, open_cluster

DATABASE = "fans"


@pytest.fixture
def primary() -> Generator[Cluster]:
    """Run a server that is lost in the test."""
    programs = find_programs()
    if programs is None:
        skip_unless_ci("PostgreSQL is not installed: failover is not tested")
    with open_cluster(programs) as started:
        started.execute(f"CREATE DATABASE {DATABASE} TEMPLATE {TEMPLATE}")
        yield started


async def test_nothing_is_lost_when_a_synchronous_standby_takes_over(
    primary: Cluster,
    platform: PlatformServer,
    tmp_path: Path,
    pack: Path,
    tell: Callable[[str], None],
) -> None:
    with open_standby(primary) as standby:
        url = name_both(primary, standby, DATABASE)
        async with open_parts(platform, tmp_path, url, pack) as parts:
            identifies = len(platform.identifies)
            await parts.community.wait_for_load(set(range(parts.layout.shards)))
            await asyncio.to_thread(primary.stop, "immediate")
            lost_at = time.monotonic()
            await asyncio.to_thread(standby.run, "pg_ctl", "-w", "promote")
            began = time.monotonic()
            pauses = await parts.measure_pauses(began)
            await parts.finish()
            counts = count(parts.community)
            log = parts.fleet.describe()
        # What stops it at the end finds it running.
        primary.start()
    tell(
        f"failover, promoted after {began - lost_at:.1f} s: {counts}; next answer after"
        f" {pauses[0]:.1f} s on the first shard, {pauses[-1]:.1f} s on the last;"
        f" {len(platform.identifies) - identifies} new identifies"
    )
    counts.check()
    assert len(platform.identifies) == identifies, log
