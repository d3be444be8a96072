"""An erasure that is refused, fails or is killed deletes nothing."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from pathlib import Path

import pytest

from storage.engines.location import PostgresUrl
from storage.epoch import from_epoch
from storage.errors import IntegrityError
from storage.privacy.erasure import StillPlayingError
from storage.privacy.member_data import MemberDataScope
from storage.privacy.member_records import RecordKind
from storage.store import Store
from storage.trivia.games import GameChange, StoredGameMember
from tests.databases.traces import (
    ALL_SCOPE,
    DM_CHANNEL_ID,
    GUILD_ID,
    GUILD_SCOPE,
    MIA,
    OLE,
    OTHER_GUILD_ID,
    export_member,
)
from tests.storage.engines.marks import postgres_only, sqlite_only
from tests.storage.faults import refuse_writes


async def test_while_somebody_plays_nothing_is_deleted(busy: Store) -> None:
    state = json.dumps({"starter_id": OLE})
    players = [StoredGameMember(OLE, 0), StoredGameMember(MIA, 1, score=3)]
    await busy.trivia_games.claim(GameChange(GUILD_ID + 5, 8, GUILD_ID, state, players))
    assert (await busy.member_data.get_counts(GUILD_SCOPE)).counts[RecordKind.GAMES] == 1
    before = await export_member(busy)
    for scope in (GUILD_SCOPE, ALL_SCOPE):
        with pytest.raises(StillPlayingError) as refused:
            await busy.member_erasure.erase(scope, from_epoch(99))
        assert refused.value.channel_ids == [GUILD_ID + 5]
    assert await export_member(busy) == before
    assert not (
        await busy.member_erasure.erase(MemberDataScope(MIA, OTHER_GUILD_ID), from_epoch(99))
    ).is_empty
    nobody = MemberDataScope(MIA // 10, GUILD_ID)
    assert RecordKind.GAMES not in (await busy.member_data.get_counts(nobody)).counts


async def test_a_fault_in_the_middle_deletes_nothing(busy: Store) -> None:
    before = await export_member(busy)
    await refuse_writes(busy.database, "UPDATE", "schedule")
    with pytest.raises(IntegrityError, match="disk is full"):
        await busy.member_erasure.erase(ALL_SCOPE, from_epoch(99))
    assert await export_member(busy) == before


ERASING = """
import asyncio, random, sys
from storage.engines.location import parse_location
from storage.epoch import from_epoch
from storage.privacy.member_data import MemberDataScope
from storage.store import Store

async def main(location, member, direct):
    store = await Store.open(parse_location(location), random.Random())
    scope = MemberDataScope(int(member), None, int(direct))
    await prepare(store.database)
    await store.member_erasure.erase(scope, from_epoch(99))

async def prepare(database):
    {}

asyncio.run(main(*sys.argv[1:]))
"""
DIE_ON_UPDATE = """
    import os, signal
    await database._writer.create_function("die", 0, lambda: os.kill(os.getpid(), signal.SIGKILL))
    await database._writer.execute(
        "CREATE TEMP TRIGGER dies BEFORE UPDATE ON main.schedule BEGIN SELECT die(); END"
    )
"""
SLEEP_ON_UPDATE = (
    "CREATE FUNCTION sleep() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN PERFORM pg_sleep(60); RETURN NEW; END $$",
    "CREATE TRIGGER sleeps BEFORE UPDATE ON schedule FOR EACH ROW EXECUTE FUNCTION sleep()",
)


async def start_erasing(location: str, prepare: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "ignore", "-c", ERASING.replace("{}", prepare)),
        *(location, str(MIA), str(DM_CHANNEL_ID)),
        cwd=Path(__file__).parents[3],
    )


@sqlite_only
async def test_a_kill_in_the_middle_deletes_nothing(busy: Store, tmp_path: Path) -> None:
    before = await export_member(busy)
    process = await start_erasing(str(tmp_path / "store.sqlite3"), DIE_ON_UPDATE)
    assert await process.wait() == -signal.SIGKILL
    assert await export_member(busy) == before


@postgres_only
async def test_a_kill_while_the_server_deletes_leaves_everything(
    busy: Store, location: PostgresUrl
) -> None:
    before = await export_member(busy)
    async with busy.database.transaction() as transaction:
        for statement in SLEEP_ON_UPDATE:
            await transaction.fetch(statement)
    process = await start_erasing(location.secret_text, "pass")
    asleep = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
    async with asyncio.timeout(60):
        while not await busy.database.fetch(asleep):
            await asyncio.sleep(0.02)
    process.kill()
    await process.wait()
    assert await export_member(busy) == before
