"""The database of several processes, or of one, restarts, falls silent, or is cut off."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest

from storage.engines.location import PostgresUrl
from tests.fleet.checks.conftest import RunParts
from tests.fleet.invariants import count, list_writes
from tests.fleet.parts import ALONE, IDENTIFY_S, NAMES, SPLIT, STANDBY, Layout
from tests.fleet.processes import LEASE_S
from tests.fleet.proxy import SwallowingProxy
from tests.platform_server import PlatformServer
from tests.postgres import Cluster

GOAL_S = 5.0
"""Seconds in which the next answer comes once the server is back."""

on_both_layouts = pytest.mark.parametrize("layout", [SPLIT, ALONE], ids=["split", "alone"])


@on_both_layouts
@pytest.mark.parametrize("mode", ["fast", "immediate"])
async def test_a_restart_of_the_server_costs_no_identify(
    own_cluster: Cluster,
    platform: PlatformServer,
    run_parts: RunParts,
    tell: Callable[[str], None],
    mode: str,
    layout: Layout,
) -> None:
    async with run_parts(layout=layout) as parts:
        identifies = len(platform.identifies)
        await asyncio.to_thread(own_cluster.stop, mode)
        await asyncio.to_thread(own_cluster.start)
        pauses = await parts.measure_pauses(time.monotonic())
        await parts.finish()
        counts = count(parts.community)
        log = parts.fleet.describe()
        exits = [one.exits for one in parts.fleet.processes]
    tell(
        f"PostgreSQL restarted {mode}, {layout.parts} processes: {counts}; next answer after"
        f" {pauses[0]:.1f} s on the first shard, {pauses[-1]:.1f} s on the last;"
        f" {len(platform.identifies) - identifies} new identifies"
    )
    counts.check()
    assert len(platform.identifies) == identifies, log
    assert not any(exits), log
    assert pauses[0] < GOAL_S


@pytest.mark.parametrize("side", ["requests", "replies"])
async def test_who_is_cut_off_from_the_server_is_replaced_and_sends_nothing(
    platform: PlatformServer,
    url: PostgresUrl,
    proxy: SwallowingProxy,
    run_parts: RunParts,
    tell: Callable[[str], None],
    side: str,
) -> None:
    async with run_parts(through={"one": proxy.url(url)}) as parts:
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


@on_both_layouts
@pytest.mark.parametrize("side", ["requests", "replies"])
async def test_a_server_that_is_silent_for_all_is_a_pause(
    url: PostgresUrl,
    proxy: SwallowingProxy,
    run_parts: RunParts,
    tell: Callable[[str], None],
    side: str,
    layout: Layout,
) -> None:
    through = dict.fromkeys(NAMES, proxy.url(url))
    async with run_parts(layout=layout, through=through) as parts:
        setattr(proxy, f"swallows_{side}", True)
        await asyncio.sleep(2 * LEASE_S)
        proxy.heal()
        pauses = await parts.measure_pauses(time.monotonic(), 90)
        await parts.finish()
        counts = count(parts.community)
    tell(
        f"the server silent for {2 * LEASE_S:.0f} s, {side} swallowed, {layout.parts} processes:"
        f" {counts}; next answer after {pauses[0]:.1f} s on the first shard, {pauses[-1]:.1f} s on"
        " the last"
    )
    counts.check()
