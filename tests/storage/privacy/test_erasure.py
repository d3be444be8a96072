"""What was kept about a member, gone whole, with nothing of anybody else's."""

from __future__ import annotations

import asyncio
import random
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.packs.loading import load_packs
from seeds.schema import Fact
from storage.epoch import from_epoch
from storage.privacy.member_data import MemberDataScope
from storage.privacy.member_records import RecordKind
from storage.proposals.question_reports import QuestionReport
from storage.store import Store
from tests.databases.traces import (
    ALL_SCOPE,
    DM_CHANNEL_ID,
    GUILD_ID,
    GUILD_SCOPE,
    MIA,
    OLE,
    OTHER_GUILD_ID,
    export_member,
    find_columns_with,
    propose_and_approve,
    quote_draft,
    settle_round,
)
from tests.drivers.canon import at_second
from tests.world import NOW, TINY_PACK


async def test_forgetting_everywhere_leaves_no_trace_and_forgetting_again_finds_nothing(
    busy: Store,
) -> None:
    before = await busy.member_data.get_counts(ALL_SCOPE)
    assert await busy.member_erasure.erase(ALL_SCOPE, from_epoch(99)) == before
    assert await find_columns_with(busy, MIA) == set()
    assert await find_columns_with(busy, DM_CHANNEL_ID) == set()
    assert await find_columns_with(busy, "Mia Moss") == set()
    assert await find_columns_with(busy, "I never left") == set()
    assert await find_columns_with(busy, "mia-moss") == set()
    assert await export_member(busy) == {}
    assert (await busy.member_erasure.erase(ALL_SCOPE, from_epoch(100))).is_empty
    assert {"trivia_answer.member_id", "deed.by_id"} < await find_columns_with(busy, OLE)


async def test_forgetting_here_leaves_everything_elsewhere(busy: Store) -> None:
    elsewhere = (
        await export_member(busy, MemberDataScope(MIA, OTHER_GUILD_ID)),
        await export_member(busy, MemberDataScope(MIA, DM_CHANNEL_ID, DM_CHANNEL_ID)),
    )
    await busy.member_erasure.erase(GUILD_SCOPE, from_epoch(99))
    assert (await busy.member_data.get_counts(GUILD_SCOPE)).is_empty
    assert elsewhere == (
        await export_member(busy, MemberDataScope(MIA, OTHER_GUILD_ID)),
        await export_member(busy, MemberDataScope(MIA, DM_CHANNEL_ID, DM_CHANNEL_ID)),
    )


async def test_direct_messages_are_forgotten_whole_and_leave_no_sum(busy: Store) -> None:
    await busy.member_erasure.erase(
        MemberDataScope(MIA, DM_CHANNEL_ID, DM_CHANNEL_ID), from_epoch(99)
    )
    assert await find_columns_with(busy, DM_CHANNEL_ID) == set()
    assert RecordKind.ANSWERS in (await busy.member_data.get_counts(GUILD_SCOPE)).counts


async def test_points_stay_in_one_sum_without_names(busy: Store) -> None:
    await settle_round(busy, GUILD_ID, {MIA: 30, OLE: 0}, game_id=77)
    await busy.member_erasure.erase(GUILD_SCOPE, from_epoch(99))
    assert await busy.trivia_scores.get_erased_points(GUILD_ID) == 150
    board = await busy.trivia_scores.get_leaderboard(GUILD_ID, None, offset=0, limit=10)
    assert [(one.member_id, one.rank, one.points) for one in board] == [(OLE, 1, 80)]
    await busy.member_erasure.erase(MemberDataScope(OLE, GUILD_ID), from_epoch(100))
    assert await busy.database.fetch("SELECT * FROM trivia_past") == [(GUILD_ID, 4, 3, 230)]
    assert await busy.trivia_scores.get_erased_points(OTHER_GUILD_ID) == 0


async def test_what_two_forgotten_members_reported_stays(busy: Store) -> None:
    for member in (MIA, OLE):
        said = QuestionReport(said=f"said {member}")
        assert await busy.question_reports.submit(
            GUILD_ID, member, "question.wick", said, at_second(5), 100
        )
    await busy.member_erasure.erase(MemberDataScope(OLE, GUILD_ID), from_epoch(98))
    await busy.member_erasure.erase(GUILD_SCOPE, from_epoch(99))
    reports = [
        one for one in await busy.proposals.list_by_kind("report") if one.subject == "question.wick"
    ]
    assert {one.author_id for one in reports} == {0}
    said = [QuestionReport.model_validate_json(one.body).said for one in reports]
    assert said == [f"said {MIA}", f"said {OLE}"]


async def test_proposals_that_wait_are_withdrawn_and_decided_ones_lose_their_id(
    busy: Store,
) -> None:
    await busy.member_erasure.erase(GUILD_SCOPE, from_epoch(99))
    rows = await busy.database.fetch(
        "SELECT kind, state, author_id, asked_id, decided_by, body FROM proposal"
        " WHERE guild_id = ? ORDER BY number",
        (GUILD_ID,),
    )
    report, waiting, approved, quoted, asked = rows
    assert report[:3] == ("report", "waiting", 0)
    assert "My answer" in report[5], "a report goes on without its author"
    assert waiting == ("fact", "withdrawn", 0, None, None, "{}")
    assert approved[:5] == ("fact", "approved", 0, None, OLE)
    assert "Paper burns." in approved[5]
    assert quoted == ("quote", "approved", OLE, None, 0, "{}")
    assert asked == ("quote", "withdrawn", OLE, None, None, "{}")


async def test_entries_somebody_added_stay_without_their_id(busy: Store) -> None:
    await busy.member_erasure.erase(GUILD_SCOPE, from_epoch(99))
    assert "fact.own-900" in {one.id for one in await busy.canon.for_guild(GUILD_ID).list_all(Fact)}
    [deed] = await busy.guild_entries.list_history(GUILD_ID, "fact.own-900")
    assert (deed.actor_id, deed.action) == (0, "imported")


members = st.sampled_from([MIA, OLE, MIA + OLE])
points = st.integers(0, 200)
rounds = st.lists(
    st.tuples(
        st.sampled_from([GUILD_ID, OTHER_GUILD_ID]), st.dictionaries(members, points, min_size=1)
    ),
    max_size=6,
)
quoted = st.lists(
    st.tuples(st.sampled_from([GUILD_ID, OTHER_GUILD_ID]), members, members), max_size=4
)


@settings(max_examples=25)
@given(rounds=rounds, quoted=quoted, leaver=members, everywhere=st.booleans())
def test_whatever_was_done_an_export_after_forgetting_is_empty_and_no_point_is_lost(
    rounds: list[tuple[int, dict[int, int]]],
    quoted: list[tuple[int, int, int]],
    leaver: int,
    everywhere: bool,
) -> None:
    async def forget_one() -> None:
        with tempfile.TemporaryDirectory() as folder:
            store = await Store.open(Path(folder) / "store.sqlite3", random.Random(7))
            try:
                await load_packs(store, [TINY_PACK], lambda: NOW)
                for number, (place, answers) in enumerate(rounds):
                    await settle_round(store, place, answers, game_id=number)
                for place, author, speaker in quoted:
                    words = quote_draft(speaker, f"Member {speaker}", "Said and written.")
                    await propose_and_approve(store, place, author, author, words)
                scope = MemberDataScope(
                    leaver, None if everywhere else GUILD_ID, DM_CHANNEL_ID if everywhere else None
                )
                await store.member_erasure.erase(scope, from_epoch(99))
                assert await export_member(store, scope) == {}
                assert (await store.member_data.get_counts(scope)).is_empty
                assert await points_in(store, GUILD_ID) == earned(rounds, GUILD_ID)
                assert await points_in(store, OTHER_GUILD_ID) == earned(rounds, OTHER_GUILD_ID)
            finally:
                await store.close()

    asyncio.run(forget_one())


def earned(rounds: list[tuple[int, dict[int, int]]], place: int) -> int:
    return sum(sum(answers.values()) for where, answers in rounds if where == place)


async def points_in(store: Store, place: int) -> int:
    board = await store.trivia_scores.get_leaderboard(place, None, offset=0, limit=100)
    return sum(one.points for one in board) + await store.trivia_scores.get_erased_points(place)
