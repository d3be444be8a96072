"""An erasure that is refused, fails or is killed deletes nothing."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from pathlib import Path

import pytest

from storage.epoch import from_epoch
from storage.errors import IntegrityError
from storage.privacy.erasure import StillPlayingError
from storage.privacy.member_data import MemberDataScope
from storage.privacy.member_records import RecordKind
from storage.store import Store
from storage.trivia.games import GameChange, StoredGameMember
from tests.traces import (
    ALL_SCOPE,
    DM_CHANNEL_ID,
    GUILD_ID,
    GUILD_SCOPE,
    MIA,
    OLE,
    OTHER_GUILD_ID,
    export_member,
)


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
    async with busy.database.transaction() as transaction:
        await transaction.fetch(
            "CREATE TRIGGER fault BEFORE UPDATE ON schedule"
            " BEGIN SELECT raise(ABORT, 'the disk is full'); END"
        )
    with pytest.raises(IntegrityError, match="disk is full"):
        await busy.member_erasure.erase(ALL_SCOPE, from_epoch(99))
    assert await export_member(busy) == before


KILLED = """
import asyncio, os, random, signal, sys
from pathlib import Path
from storage.epoch import from_epoch
from storage.privacy.member_data import MemberDataScope
from storage.store import Store

async def main(path, member, direct):
    store = await Store.open(Path(path), random.Random())
    writer = store.database._writer
    await writer.create_function("die", 0, lambda: os.kill(os.getpid(), signal.SIGKILL))
    await writer.execute(
        "CREATE TEMP TRIGGER dies BEFORE UPDATE ON main.schedule BEGIN SELECT die(); END"
    )
    scope = MemberDataScope(int(member), None, int(direct))
    await store.member_erasure.erase(scope, from_epoch(99))

asyncio.run(main(*sys.argv[1:]))
"""


async def test_a_kill_in_the_middle_deletes_nothing(busy: Store, tmp_path: Path) -> None:
    before = await export_member(busy)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *(
            "-W",
            "ignore",
            "-c",
            KILLED,
            str(tmp_path / "store.sqlite3"),
            str(MIA),
            str(DM_CHANNEL_ID),
        ),
        cwd=Path(__file__).parents[3],
    )
    assert await process.wait() == -signal.SIGKILL
    assert await export_member(busy) == before
