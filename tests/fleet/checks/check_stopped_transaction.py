"""A process is stopped in a transaction that has the database to itself: the others wait for it."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tests.fleet.checks.conftest import RunParts
from tests.fleet.invariants import count, list_writes
from tests.fleet.parts import Parts
from tests.fleet.processes import LEASE_S, FleetProcess

STOP_IN_TRANSACTION = """
import os, signal
from storage.engines.postgres.database import PostgresTransaction
begin = PostgresTransaction.begin
async def begin_and_stop(self):
    await begin(self)
    if self._alone and os.path.exists({flag!r}):
        os.remove({flag!r})
        os.kill(os.getpid(), signal.SIGSTOP)
PostgresTransaction.begin = begin_and_stop
"""
ROUNDS = "SELECT count(*) FROM trivia_round WHERE (audience_id >> 22) %% %s = ANY (%s)"


def count_rounds(parts: Parts, shards: set[int]) -> int:
    """Return how many rounds of some shards are stored; each was in a transaction of several."""
    rows = parts.community.execute(ROUNDS, (parts.layout.shards, sorted(shards)))
    return rows[0][0]


def change_pack(pack: Path) -> None:
    """Change every question of a pack."""
    lamps = pack / "lamps.toml"
    lamps.write_text(lamps.read_text().replace("They are counted", "All are counted"))


def is_stopped(process: FleetProcess) -> bool:
    """Return whether a process was stopped by a signal."""
    return Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


async def stop_in_transaction(process: FleetProcess, pack: Path) -> float:
    """Have a process load a changed pack, and stop in the middle; return when it has."""
    change_pack(pack)
    process.send_signal(signal.SIGHUP)
    async with asyncio.timeout(30):
        while not is_stopped(process):
            await asyncio.sleep(0.01)
    return time.monotonic()


async def test_others_go_on_within_a_lease_when_one_is_stopped_with_the_database_to_itself(
    run_parts: RunParts, tmp_path: Path, pack: Path, tell: Callable[[str], None]
) -> None:
    flag = tmp_path / "stop"
    extra = {"one": STOP_IN_TRANSACTION.format(flag=str(flag))}
    async with run_parts(extra=extra) as parts:
        sleeper = parts.fleet.get("one")
        shards = parts.fleet.list_shards(sleeper)
        others = set(range(parts.layout.shards)) - shards
        flag.touch()
        stopped_at = await stop_in_transaction(sleeper, pack)
        before = count_rounds(parts, others)
        async with asyncio.timeout(30):
            while count_rounds(parts, others) == before:
                await asyncio.sleep(0.02)
        waited = time.monotonic() - stopped_at
        answered = await parts.community.wait_for_answer(shards, stopped_at + LEASE_S, 60)
        woken_at = sleeper.send_signal(signal.SIGCONT)
        await asyncio.sleep(3)
        late = list_writes(parts.community.platform, sleeper.name, woken_at)
        await parts.finish()
        counts = count(parts.community)
    tell(
        f"stopped with the database to itself, lease {LEASE_S:.0f} s: {counts}; the next round of"
        f" the others is stored after {waited:.1f} s, the next answer on its shards comes after"
        f" {answered + LEASE_S:.1f} s; {len(late)} requests of the one that woke up"
    )
    assert waited < LEASE_S + 2
    assert late == [], "I5: who lost its part sends nothing but GET"
    counts.check()
