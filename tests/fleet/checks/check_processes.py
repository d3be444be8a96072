"""Three processes and one that waits: they are killed, stopped and woken while members play."""

from __future__ import annotations

import asyncio
import random
import signal
import statistics
import time
from collections.abc import Callable

import pytest

from tests.fleet.checks.conftest import RunParts
from tests.fleet.invariants import count, list_writes
from tests.fleet.parts import ALONE, IDENTIFY_S, SPLIT, Layout, Parts
from tests.fleet.processes import LEASE_S, NONCE_S

KILLS = 20
STOP_S = 3 * LEASE_S + NONCE_S
"""Longer than the lease, and longer than the platform remembers a nonce."""


@pytest.mark.parametrize(("layout", "kills"), [(SPLIT, KILLS), (ALONE, 2)], ids=["split", "alone"])
async def test_who_is_killed_is_replaced_without_a_loss(
    run_parts: RunParts, tell: Callable[[str], None], layout: Layout, kills: int
) -> None:
    rng = random.Random(12)
    connected: list[float] = []
    answered: list[float] = []
    async with run_parts(layout=layout) as parts:
        for _ in range(kills):
            await asyncio.sleep(rng.uniform(0.2, 4.0))
            victim = rng.choice(parts.fleet.holders)
            shards = parts.fleet.list_shards(victim)
            await parts.community.wait_for_load(shards)
            killed_at = victim.send_signal(signal.SIGKILL)
            await asyncio.sleep(0.1)
            await parts.fleet.wait_until_connected(sorted(shards), LEASE_S + IDENTIFY_S)
            connected.append(time.monotonic() - killed_at)
            answered.append(await parts.community.wait_for_answer(shards, killed_at + 0.1, 60))
            await parts.wait_for_standby()
        await parts.finish()
        counts = count(parts.community)
    tell(
        f"{layout.parts} processes, {kills} x kill -9: {counts}; connected after"
        f" {statistics.median(connected):.1f} s (at most {max(connected):.1f}), next answer after"
        f" {statistics.median(answered):.1f} s (at most {max(answered):.1f})"
    )
    counts.check()
    assert counts.refused_identifies == 0


async def test_who_wakes_up_late_has_lost_its_part_and_sends_nothing(
    parts: Parts, tell: Callable[[str], None]
) -> None:
    parts.community.platform.nonce_s = NONCE_S
    sleeper = parts.fleet.holders[1]
    shards = parts.fleet.list_shards(sleeper)
    await parts.community.wait_for_load(shards)
    stopped_at = sleeper.send_signal(signal.SIGSTOP)
    standby = parts.fleet.get("four")
    async with asyncio.timeout(LEASE_S + IDENTIFY_S + 5):
        while not shards <= parts.fleet.list_shards(standby):
            await asyncio.sleep(0.02)
    connected = time.monotonic() - stopped_at
    answered = await parts.community.wait_for_answer(shards, stopped_at + LEASE_S, 60)
    await asyncio.sleep(max(0.0, stopped_at + STOP_S - time.monotonic()))
    woken_at = sleeper.send_signal(signal.SIGCONT)
    await asyncio.sleep(3)
    ended = [at - woken_at for at, _ in sleeper.exits]
    late = list_writes(parts.community.platform, sleeper.name, woken_at)
    await parts.finish()
    assert ended, "it ends at once, and stands by after that"
    counts = count(parts.community)
    tell(
        f"SIGSTOP for {STOP_S:.0f} s, lease {LEASE_S:.0f} s: {counts}; connected by the standby"
        f" after {connected:.1f} s, next answer after {answered + LEASE_S:.1f} s;"
        f" {len(late)} requests of the one that woke up, which ends after {ended[0]:.1f} s"
    )
    assert late == [], "I5: who lost its part sends nothing but GET"
    counts.check()
    assert counts.refused_identifies == 0


async def test_a_restart_of_one_after_the_other_is_a_short_pause(
    parts: Parts, tell: Callable[[str], None]
) -> None:
    """As an upgrade does it."""
    pauses: list[float] = []
    for process in tuple(parts.fleet.processes):
        shards = parts.fleet.list_shards(process)
        stopped_at = process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(30):
            while not process.exits:
                await asyncio.sleep(0.02)
        if shards:
            await parts.fleet.wait_until_connected(sorted(shards), LEASE_S + IDENTIFY_S)
            pause = await parts.community.wait_for_answer(shards, stopped_at + 1.0, 60)
            pauses.append(pause + 1.0)
        await parts.wait_for_standby()
    await parts.finish()
    counts = count(parts.community)
    codes = [code for one in parts.fleet.processes for _, code in one.exits]
    shown = ", ".join(f"{pause:.1f}" for pause in pauses)
    tell(f"each restarted in turn: {counts}; next answer after {shown} s")
    # On a busy computer, one may seem to have stopped: then another takes its part.
    assert set(codes) <= {0, 75}, parts.fleet.describe()
    counts.check()
    assert counts.refused_identifies == 0
