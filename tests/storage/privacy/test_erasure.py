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
from storage.privacy.erasure import StillPlayingError
from storage.privacy.member_data import Scope
from storage.privacy.member_records import Kind
from storage.proposals.question_reports import Report
from storage.store import Store
from storage.trivia.daily import DailyAnswer
from storage.trivia.games import Change
from tests.traces import (
    DAY,
    DIRECT,
    EVERYWHERE,
    HERE,
    IN_HERE,
    MIA,
    OLE,
    THERE,
    approve,
    export,
    fact,
    places_with,
    play,
    quote,
)
from tests.world import NOW, TINY_PACK


async def test_forgetting_everywhere_leaves_no_trace_and_forgetting_again_finds_nothing(
    busy: Store,
) -> None:
    before = await busy.member_data.holdings(EVERYWHERE)
    assert await busy.forgetting.forget(EVERYWHERE, 99) == before
    assert await places_with(busy, MIA) == set()
    assert await places_with(busy, DIRECT) == set()
    assert await places_with(busy, "Mia Moss") == set()
    assert await places_with(busy, "I never left") == set()
    assert await places_with(busy, "mia-moss") == set()
    assert await export(busy) == {}
    assert (await busy.forgetting.forget(EVERYWHERE, 100)).is_empty
    assert {"trivia_answer.member_id", "deed.by_id"} < await places_with(busy, OLE)


async def test_forgetting_here_leaves_everything_elsewhere(busy: Store) -> None:
    elsewhere = (
        await export(busy, Scope(MIA, THERE)),
        await export(busy, Scope(MIA, DIRECT, DIRECT)),
    )
    await busy.forgetting.forget(IN_HERE, 99)
    assert (await busy.member_data.holdings(IN_HERE)).is_empty
    assert elsewhere == (
        await export(busy, Scope(MIA, THERE)),
        await export(busy, Scope(MIA, DIRECT, DIRECT)),
    )


async def test_direct_messages_are_forgotten_whole_and_leave_no_sum(busy: Store) -> None:
    await busy.forgetting.forget(Scope(MIA, DIRECT, DIRECT), 99)
    assert await places_with(busy, DIRECT) == set()
    assert Kind.ANSWERS in (await busy.member_data.holdings(IN_HERE)).counts


async def test_points_stay_in_one_sum_without_names(busy: Store) -> None:
    await play(busy, HERE, {MIA: 30, OLE: 0}, game_id=77)
    await busy.forgetting.forget(IN_HERE, 99)
    assert await busy.trivia_scores.past_points(HERE) == 150
    board = await busy.trivia_scores.leaderboard(HERE, 0, offset=0, limit=10)
    assert [(one.member_id, one.place, one.points) for one in board] == [(OLE, 1, 80)]
    await busy.forgetting.forget(Scope(OLE, HERE), 100)
    assert await busy.database.fetch("SELECT * FROM trivia_past") == [(HERE, 4, 3, 230)]
    assert await busy.trivia_scores.past_points(THERE) == 0


async def test_what_two_forgotten_members_reported_stays(busy: Store) -> None:
    for member in (MIA, OLE):
        said = Report(said=f"said {member}")
        assert await busy.reports.file(HERE, member, "question.wick", said, 5, 100)
    await busy.forgetting.forget(Scope(OLE, HERE), 98)
    await busy.forgetting.forget(IN_HERE, 99)
    reports = [
        one for one in await busy.proposals.of_kind("report") if one.subject == "question.wick"
    ]
    assert {one.author_id for one in reports} == {0}
    said = [Report.model_validate_json(one.body).said for one in reports]
    assert said == [f"said {MIA}", f"said {OLE}"]


async def test_proposals_that_wait_are_withdrawn_and_decided_ones_lose_their_id(
    busy: Store,
) -> None:
    await busy.forgetting.forget(IN_HERE, 99)
    rows = await busy.database.fetch(
        "SELECT kind, state, author_id, asked_id, decided_by, body FROM proposal"
        " WHERE guild_id = ? ORDER BY number",
        (HERE,),
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
    await busy.forgetting.forget(IN_HERE, 99)
    assert "fact.own-900" in {one.id for one in await busy.canon.of(HERE).all_of(Fact)}
    [deed] = await busy.own_entries.history(HERE, "fact.own-900")
    assert (deed.by_id, deed.what) == (0, "imported")


async def test_own_quotes_are_withdrawn_with_the_name_and_a_deed(store: Store) -> None:
    number = await approve(store, HERE, OLE, OLE, quote(MIA, "Mia Moss", "Lamps hum at night."))
    name = f"quote.own-{number}"
    assert await store.draws.draw(Quote, HERE, about="hum") is not None
    await store.forgetting.forget(IN_HERE, 99)

    view = store.canon.of(HERE)
    assert name not in {one.id for one in await view.all_of(Quote)}
    assert await store.draws.draw(Quote, HERE, about="hum") is None
    assert await store.draws.speakers(HERE) == await store.draws.speakers(THERE)
    assert "mia-moss" not in await view.people()
    assert await store.own_entries.people(HERE) == []
    stored = await store.own_entries.find(HERE, name)
    assert stored is not None
    assert stored.is_retired
    assert [deed.what for deed in await store.own_entries.history(HERE, name)] == [
        "added",
        "withdrawn",
    ]
    source = await store.own_entries.find(HERE, f"source.own-{number}")
    assert source is not None
    assert source.is_retired, "the source was that of the quote alone"


async def test_what_else_names_somebody_withdrawn_keeps_its_own_words(store: Store) -> None:
    number = await approve(store, HERE, OLE, OLE, quote(MIA, "Mia Moss", "Lamps hum."))
    other = await approve(store, HERE, OLE, OLE, fact("The hum is real."))
    found = await store.own_entries.find(HERE, f"fact.own-{other}")
    assert found is not None
    naming = found.entry.model_copy(
        update={"people": ("mia-moss",), "sources": (f"source.own-{number}",)}
    )
    await store.own_entries.revise(HERE, naming, OLE, 30)
    await store.own_entries.revise(HERE, naming, OLE, 31)
    await store.forgetting.forget(IN_HERE, 99)
    [kept] = [one for one in await store.canon.of(HERE).all_of(Fact) if "hum" in one.text]
    assert (kept.text, kept.people) == ("The hum is real.", ())
    [source] = await store.canon.of(HERE).sources(kept.sources)
    assert source.title == "Words of somebody"
    for name in ("Mia Moss", "mia-moss"):
        assert await places_with(store, name) == set()


async def test_questions_that_were_played_forget_the_words_too(store: Store) -> None:
    number = await approve(store, HERE, OLE, OLE, quote(MIA, "Mia Moss", "Lamps hum."))
    about = {"text": "Who said this?\n“Lamps hum.”", "explanation": "Said in the lobby."}
    options = {"options": ["Mia Moss", "Vera"], "about": [f"quote.own-{number}"]}
    await play(store, HERE, {OLE: 0}, game_id=5, body=json.dumps(about | options))
    another = {"text": "Who plays Vera?", "options": ["Ida", "Mia Moss"], "about": []}
    await play(store, HERE, {OLE: 0}, game_id=6, body=json.dumps(another))
    await store.trivia_daily.choose(HERE, DAY, "who-said", json.dumps(about | options))
    await store.trivia_daily.answer(HERE, DAY, DailyAnswer(OLE, 0, "Mia Moss", True))
    await store.forgetting.forget(IN_HERE, 99)
    assert await places_with(store, "Mia Moss") == set()
    assert await places_with(store, "Lamps hum") == set()
    missed = await store.trivia_scores.missed(HERE, OLE, offset=0, limit=5)
    assert {json.loads(one.body)["text"] for one in missed} <= {"(withdrawn)", "Who plays Vera?"}


async def test_while_somebody_plays_nothing_is_deleted(busy: Store) -> None:
    state = json.dumps({"players": {str(MIA): {"score": 3}}, "starter_id": OLE})
    await busy.trivia_games.claim(Change(HERE + 5, 8, HERE, state))
    assert (await busy.member_data.holdings(IN_HERE)).counts[Kind.GAMES] == 1
    before = await export(busy)
    for scope in (IN_HERE, EVERYWHERE):
        with pytest.raises(StillPlayingError) as refused:
            await busy.forgetting.forget(scope, 99)
        assert refused.value.channel_ids == [HERE + 5]
    assert await export(busy) == before
    assert not (await busy.forgetting.forget(Scope(MIA, THERE), 99)).is_empty
    nobody = Scope(MIA // 10, HERE)
    assert Kind.GAMES not in (await busy.member_data.holdings(nobody)).counts


async def test_a_fault_in_the_middle_deletes_nothing(busy: Store) -> None:
    before = await export(busy)
    async with busy.database.transaction() as transaction:
        await transaction.fetch(
            "CREATE TRIGGER fault BEFORE UPDATE ON schedule"
            " BEGIN SELECT raise(ABORT, 'the disk is full'); END"
        )
    with pytest.raises(sqlite3.IntegrityError, match="disk is full"):
        await busy.forgetting.forget(EVERYWHERE, 99)
    assert await export(busy) == before


KILLED = """
import asyncio, os, random, signal, sys
from pathlib import Path
from storage.privacy.member_data import Scope
from storage.store import Store

async def main(path, member, direct):
    store = await Store.open(Path(path), random.Random())
    writer = store.database._writer
    await writer.create_function("die", 0, lambda: os.kill(os.getpid(), signal.SIGKILL))
    await writer.execute(
        "CREATE TEMP TRIGGER dies BEFORE UPDATE ON main.schedule BEGIN SELECT die(); END"
    )
    await store.forgetting.forget(Scope(int(member), None, int(direct)), 99)

asyncio.run(main(*sys.argv[1:]))
"""


async def test_a_kill_in_the_middle_deletes_nothing(busy: Store, tmp_path: Path) -> None:
    before = await export(busy)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-W", "ignore", "-c", KILLED, str(tmp_path / "store.sqlite3"), str(MIA), str(DIRECT)),
        cwd=Path(__file__).parents[3],
    )
    assert await process.wait() == -signal.SIGKILL
    assert await export(busy) == before


members = st.sampled_from([MIA, OLE, MIA + OLE])
points = st.integers(0, 200)
rounds = st.lists(
    st.tuples(st.sampled_from([HERE, THERE]), st.dictionaries(members, points, min_size=1)),
    max_size=6,
)
quoted = st.lists(st.tuples(st.sampled_from([HERE, THERE]), members, members), max_size=4)


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
                    await play(store, place, answers, game_id=number)
                for place, author, speaker in quoted:
                    words = quote(speaker, f"Member {speaker}", "Said and written.")
                    await approve(store, place, author, author, words)
                scope = Scope(leaver, None if everywhere else HERE, DIRECT if everywhere else None)
                await store.forgetting.forget(scope, 99)
                assert await export(store, scope) == {}
                assert (await store.member_data.holdings(scope)).is_empty
                assert await points_in(store, HERE) == earned(rounds, HERE)
                assert await points_in(store, THERE) == earned(rounds, THERE)
            finally:
                await store.close()

    asyncio.run(forget_one())


def earned(rounds: list[tuple[int, dict[int, int]]], place: int) -> int:
    return sum(sum(answers.values()) for where, answers in rounds if where == place)


async def points_in(store: Store, place: int) -> int:
    board = await store.trivia_scores.leaderboard(place, 0, offset=0, limit=100)
    return sum(one.points for one in board) + await store.trivia_scores.past_points(place)
