"""Three processes and one that waits live through one fault of each kind; `make fleet` has more."""

from __future__ import annotations

import asyncio
import signal
import time
from pathlib import Path

import pytest

from tests.fleet.invariants import count, list_writes
from tests.fleet.parts import IDENTIFY_S, PARTS, SHARDS, Parts, open_parts
from tests.fleet.processes import LEASE_S, FleetProcess
from tests.platform_server import PlatformServer
from tests.postgres import Cluster

pytestmark = pytest.mark.slow

PATIENCE_S = 60.0
"""Seconds for the next answer, on a computer that is busy with other tests."""


async def kill(parts: Parts) -> None:
    victim = parts.fleet.holders[0]
    shards = parts.fleet.list_shards(victim)
    await parts.community.wait_for_load(shards)
    killed_at = victim.send_signal(signal.SIGKILL)
    await asyncio.sleep(0.1)
    await parts.fleet.wait_until_connected(sorted(shards), LEASE_S + IDENTIFY_S)
    await parts.community.wait_for_answer(shards, killed_at + 0.1, PATIENCE_S)
    await parts.wait_for_standby()


async def stop(parts: Parts) -> tuple[FleetProcess, float]:
    """Stop a process until another has its shards; return it, and when it was woken."""
    sleeper = parts.fleet.holders[0]
    shards = parts.fleet.list_shards(sleeper)
    await parts.community.wait_for_load(shards)
    stopped_at = sleeper.send_signal(signal.SIGSTOP)
    async with asyncio.timeout(PATIENCE_S):
        while any(parts.fleet.find_holder(shard) in (sleeper, None) for shard in shards):
            await asyncio.sleep(0.02)
    await parts.community.wait_for_answer(shards, stopped_at + LEASE_S, PATIENCE_S)
    return sleeper, sleeper.send_signal(signal.SIGCONT)


async def restart_server(parts: Parts, cluster: Cluster) -> None:
    identifies = len(parts.fleet.platform.identifies)
    await asyncio.to_thread(cluster.stop, "fast")
    await asyncio.to_thread(cluster.start)
    began = time.monotonic()
    for shard in range(SHARDS):
        await parts.community.wait_for_answer({shard}, began, PATIENCE_S)
    assert len(parts.fleet.platform.identifies) == identifies, parts.fleet.describe()


async def wait_until_ended(parts: Parts) -> None:
    """Wait until a process that has lost its part has no socket any more."""
    deadline = time.monotonic() + PATIENCE_S
    while len(parts.fleet.holders) != PARTS:
        assert time.monotonic() < deadline, parts.fleet.describe()
        await asyncio.sleep(0.1)


async def test_players_notice_nothing_but_pauses(
    own_cluster: Cluster, platform: PlatformServer, tmp_path: Path, pack: Path
) -> None:
    with own_cluster.create_database() as url:
        async with open_parts(platform, tmp_path, url, pack) as parts:
            await restart_server(parts, own_cluster)
            await kill(parts)
            sleeper, woken_at = await stop(parts)
            await parts.finish()
            late = list_writes(platform, sleeper.name, woken_at)
            counts = count(parts.community)
            await wait_until_ended(parts)
    assert late == [], "I5: who lost its part sends nothing but GET"
    counts.check()
