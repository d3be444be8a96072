"""What was kept about a member, gone whole, with nothing of anybody else's."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sqlite3
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import load_canon
from seeds.schema import Fact, Quote
from storage.canon.guild_entries import NewEntries
from storage.epoch import from_epoch
from storage.privacy.erasure import StillPlayingError
from storage.privacy.member_data import MemberDataScope
from storage.privacy.member_records import RecordKind
from storage.proposals.question_reports import QuestionReport
from storage.store import Store
from storage.trivia.daily import DailyAnswer
from storage.trivia.games import GameChange, StoredGameMember
from tests.canon import at_second, change_at, create_proposal
from tests.cogs.trivia.rules.games import choice_question
from tests.traces import (
    ALL_SCOPE,
    DAY,
    DM_CHANNEL_ID,
    GUILD_ID,
    GUILD_SCOPE,
    MIA,
    OLE,
    OTHER_GUILD_ID,
    export_member,
    fact_draft,
    find_columns_with,
    propose_and_approve,
    quote_draft,
    settle_round,
)
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


async def test_own_quotes_are_withdrawn_with_the_name_and_a_deed(store: Store) -> None:
    number = await propose_and_approve(
        store, GUILD_ID, OLE, OLE, quote_draft(MIA, "Mia Moss", "Lamps hum at night.")
    )
    name = f"quote.own-{number}"
    assert await store.rotation.draw(Quote, GUILD_ID, search_text="hum") is not None
    await store.member_erasure.erase(GUILD_SCOPE, from_epoch(99))

    view = store.canon.for_guild(GUILD_ID)
    assert name not in {one.id for one in await view.list_all(Quote)}
    assert await store.rotation.draw(Quote, GUILD_ID, search_text="hum") is None
    assert await store.rotation.list_speakers(GUILD_ID) == await store.rotation.list_speakers(
        OTHER_GUILD_ID
    )
    assert "mia-moss" not in await view.get_people()
    assert await store.guild_entries.list_people(GUILD_ID) == []
    stored = await store.guild_entries.get(GUILD_ID, name)
    assert stored is not None
    assert stored.is_retired
    assert [deed.action for deed in await store.guild_entries.list_history(GUILD_ID, name)] == [
        "added",
        "withdrawn",
    ]
    source = await store.guild_entries.get(GUILD_ID, f"source.own-{number}")
    assert source is not None
    assert source.is_retired, "the source was that of the quote alone"


async def test_what_else_names_somebody_withdrawn_keeps_its_own_words(store: Store) -> None:
    number = await propose_and_approve(
        store, GUILD_ID, OLE, OLE, quote_draft(MIA, "Mia Moss", "Lamps hum.")
    )
    other = await propose_and_approve(store, GUILD_ID, OLE, OLE, fact_draft("The hum is real."))
    found = await store.guild_entries.get(GUILD_ID, f"fact.own-{other}")
    assert found is not None
    naming = found.entry.model_copy(
        update={"people": ("mia-moss",), "sources": (f"source.own-{number}",)}
    )
    own, later = store.guild_entries, naming.model_copy(update={"text": "The hum is real."})
    for second, old, new in (
        (30, found.entry, naming),
        (31, naming, found.entry),
        (32, found.entry, later),
    ):
        assert await own.revise(change_at(second, GUILD_ID, OLE), [old], NewEntries([new]))
    await store.member_erasure.erase(GUILD_SCOPE, from_epoch(99))
    [kept] = [
        one for one in await store.canon.for_guild(GUILD_ID).list_all(Fact) if "hum" in one.text
    ]
    assert (kept.text, kept.people) == ("The hum is real.", ())
    [source] = await store.canon.for_guild(GUILD_ID).get_sources(kept.sources)
    assert source.title == "Words of somebody"
    for name in ("Mia Moss", "mia-moss"):
        assert await find_columns_with(store, name) == set()


async def test_questions_that_were_played_forget_the_words_too(store: Store) -> None:
    number = await propose_and_approve(
        store, GUILD_ID, OLE, OLE, quote_draft(MIA, "Mia Moss", "Lamps hum.")
    )
    about = {"text": "Who said this?\n“Lamps hum.”", "explanation": "Said in the lobby."}
    options = {"options": ("Mia Moss", "Vera"), "about": (f"quote.own-{number}",)}
    asked = choice_question().model_copy(update=about | options).model_dump_json()
    await settle_round(store, GUILD_ID, {OLE: 0}, game_id=5, body=asked)
    changes = {"text": "Who plays Vera?", "options": ("Ida", "Mia Moss"), "about": ()}
    another = choice_question().model_copy(update=changes).model_dump_json()
    await settle_round(store, GUILD_ID, {OLE: 0}, game_id=6, body=another)
    await store.trivia_daily.get_or_create(GUILD_ID, DAY, "who-said", asked)
    await store.trivia_daily.add_answer(GUILD_ID, DAY, DailyAnswer(OLE, 0, "Mia Moss", True))
    await store.member_erasure.erase(GUILD_SCOPE, from_epoch(99))
    assert await find_columns_with(store, "Mia Moss") == set()
    assert await find_columns_with(store, "Lamps hum") == set()
    missed = await store.trivia_scores.list_missed(GUILD_ID, OLE, offset=0, limit=5)
    assert {json.loads(one.body)["text"] for one in missed} <= {"(withdrawn)", "Who plays Vera?"}


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
    with pytest.raises(sqlite3.IntegrityError, match="disk is full"):
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
                await load_canon(store, TINY_PACK, lambda: NOW)
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


async def test_questions_nobody_can_read_any_more_lose_their_whole_text(store: Store) -> None:
    await propose_and_approve(store, GUILD_ID, OLE, OLE, quote_draft(MIA, "Mia Moss", "Lamps hum."))
    foreign = json.dumps({"prompt": "Who is it?", "solution": "Mia Moss"})
    await settle_round(store, GUILD_ID, {OLE: 0}, game_id=5, body=foreign)
    await store.member_erasure.erase(GUILD_SCOPE, from_epoch(99))
    assert await store.database.fetch("SELECT body FROM trivia_round") == [("{}",)]


async def test_a_proposal_that_quotes_a_member_is_found_by_its_column(store: Store) -> None:
    draft = quote_draft(MIA, "Mia Moss", "Lamps hum.")
    number = await create_proposal(
        store, GUILD_ID, "quote", OLE, draft.model_dump_json(), at_second(8), quoted=draft.quoted
    )
    assert (await store.member_data.get_counts(GUILD_SCOPE)).counts[RecordKind.QUOTES] == 1
    other = quote_draft(OLE, "Ole Berg", "Lamps hum.")
    assert await store.proposals.amend(GUILD_ID, number, other.model_dump_json(), other.quoted)
    assert (await store.member_data.get_counts(GUILD_SCOPE)).is_empty
    assert await store.proposals.amend(GUILD_ID, number, draft.model_dump_json(), draft.quoted)
    await store.member_erasure.erase(GUILD_SCOPE, from_epoch(99))
    rows = await store.database.fetch(
        "SELECT state, body, quoted_slug, quoted_member_id FROM proposal"
    )
    assert rows == [("withdrawn", "{}", None, None)]
