"""Three processes and one that waits: their database restarts, falls silent, or is cut off."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fleet.invariants import count, list_writes
from tests.fleet.parts import IDENTIFY_S, NAMES, SHARDS, STANDBY, open_parts
from tests.fleet.processes import LEASE_S
from tests.fleet.proxy import open_proxy
from tests.platform_server import PlatformServer
from tests.postgres import Cluster

GOAL_S = 5.0
"""Seconds in which the next answer comes once the server is back."""


@pytest.mark.parametrize("mode", ["fast", "immediate"])
async def test_a_restart_of_the_server_costs_no_identify(
    own_cluster: Cluster,
    platform: PlatformServer,
    tmp_path: Path,
    pack: Path,
    tell: Callable[[str], None],
    mode: str,
) -> None:
    with own_cluster.create_database() as url:
        async with open_parts(platform, tmp_path, url, pack) as parts:
            identifies = len(platform.identifies)
            await asyncio.to_thread(own_cluster.stop, mode)
            await asyncio.to_thread(own_cluster.start)
            began = time.monotonic()
            pauses = [
                await parts.community.wait_for_answer({shard}, began, 60) for shard in range(SHARDS)
            ]
            await parts.finish()
            counts = count(parts.community)
            log = parts.fleet.describe()
    tell(
        f"PostgreSQL restarted {mode}: {counts}; next answer after {min(pauses):.1f} s on the first"
        f" shard, {max(pauses):.1f} s on the last; {len(platform.identifies) - identifies} new"
        " identifies"
    )
    counts.check()
    assert len(platform.identifies) == identifies, log
    assert min(pauses) < GOAL_S


@pytest.mark.parametrize("side", ["requests", "replies"])
async def test_who_is_cut_off_from_the_server_is_replaced_and_sends_nothing(
    own_cluster: Cluster,
    platform: PlatformServer,
    tmp_path: Path,
    short_folder: Path,
    pack: Path,
    tell: Callable[[str], None],
    side: str,
) -> None:
    with own_cluster.create_database() as url:
        async with (
            open_proxy(own_cluster, short_folder) as proxy,
            open_parts(platform, tmp_path, url, pack, through={"one": proxy.url(url)}) as parts,
        ):
            shards = parts.fleet.list_shards(parts.fleet.get("one"))
            setattr(proxy, f"swallows_{side}", True)
            cut_at = time.monotonic()
            async with asyncio.timeout(LEASE_S + IDENTIFY_S + 5):
                while not shards <= parts.fleet.list_shards(parts.fleet.get(STANDBY)):
                    await asyncio.sleep(0.02)
            connected = time.monotonic() - cut_at
            answered = await parts.community.wait_for_answer(shards, cut_at + LEASE_S, 60)
            late = list_writes(platform, "one", cut_at + LEASE_S)
            proxy.heal()
            await parts.finish()
            late += list_writes(platform, "one", cut_at + LEASE_S)
            counts = count(parts.community)
    tell(
        f"one process cut off, {side} swallowed: {counts}; connected by the standby after"
        f" {connected:.1f} s, next answer after {answered + LEASE_S:.1f} s; {len(late)} requests of"
        " the one that was cut off"
    )
    assert late == [], "I5: who lost its part sends nothing but GET"
    counts.check()


async def test_a_server_that_is_silent_for_all_is_a_pause(
    own_cluster: Cluster,
    platform: PlatformServer,
    tmp_path: Path,
    short_folder: Path,
    pack: Path,
    tell: Callable[[str], None],
) -> None:
    with own_cluster.create_database() as url:
        async with open_proxy(own_cluster, short_folder) as proxy:
            through = dict.fromkeys(NAMES, proxy.url(url))
            async with open_parts(platform, tmp_path, url, pack, through=through) as parts:
                proxy.swallows_replies = True
                await asyncio.sleep(2 * LEASE_S)
                proxy.heal()
                began = time.monotonic()
                pauses = [
                    await parts.community.wait_for_answer({shard}, began, 90)
                    for shard in range(SHARDS)
                ]
                await parts.finish()
                counts = count(parts.community)
    tell(
        f"the server silent for {2 * LEASE_S:.0f} s: {counts}; next answer after"
        f" {min(pauses):.1f} s on the first shard, {max(pauses):.1f} s on the last"
    )
    counts.check()
