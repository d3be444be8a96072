"""Reports: at most one open for a member and question, and points awarded once."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import aiosqlite

from storage.engines.opening import open_database
from storage.migrate import MIGRATIONS_DIR, migrate
from storage.proposals.proposals import Decision, ProposalState
from storage.proposals.question_reports import QuestionReport, ReportReason
from storage.store import Store
from storage.trivia.games import GameChange
from storage.trivia.rounds import SettledRound, StoredAnswer
from tests.drivers.canon import at_second

HERE, THERE, GAME, POINTS = 100, 200, 7, 100
ANN, BO, CY = 1, 2, 3
COUNTS = QuestionReport(what=ReportReason.SHOULD_COUNT, given="Gas", game_id=GAME, turn=1)


async def play(store: Store, audience: int = HERE, game_id: int = GAME) -> None:
    given = [StoredAnswer(ANN, "Gas", False, 0, 2.0), StoredAnswer(BO, "Oil", True, 150, 1.0)]
    settled_at = datetime.fromtimestamp(30, UTC)
    body = '{"text": "What burns?"}'
    settled = SettledRound(1, "question.lamp", "cast", body, settled_at, given)
    change = GameChange(game_id, game_id, audience, "{}", settled_round=settled)
    await store.trivia_games.write([change])


async def file(
    store: Store, report: QuestionReport = COUNTS, author: int = ANN, at: int = 40
) -> int:
    number = await store.question_reports.submit(
        HERE, author, "question.lamp", report, at_second(at), 100
    )
    assert number is not None
    return number


def award(number: int, by: int = BO) -> Decision:
    return Decision(HERE, number, by, at_second(60), f"{POINTS} points given")


async def points(store: Store, member: int) -> int:
    return (await store.trivia_scores.get_member_stats(HERE, member)).points


async def test_a_members_open_report_is_replaced_and_a_settled_one_is_not(store: Store) -> None:
    first = await file(store)
    assert await file(store, QuestionReport(said="Gas it is."), at=41) == first
    [report] = await store.proposals.list_by_kind("report")
    assert (report.created_at, QuestionReport.model_validate_json(report.body).said) == (
        at_second(41),
        "Gas it is.",
    )
    await store.proposals.decline(Decision(HERE, first, BO, at_second(50), "Oil."))
    assert await file(store) != first


async def test_the_same_form_sent_twice_at_once_is_one_report(store: Store) -> None:
    numbers = await asyncio.gather(*(file(store) for _ in range(4)))
    assert len(set(numbers)) == 1
    assert await store.proposals.get_review_queue(HERE) == [numbers[0]]


async def test_a_full_queue_keeps_nothing_but_replaces_all_the_same(store: Store) -> None:
    number = await file(store)
    assert (
        await store.question_reports.submit(HERE, BO, "question.lamp", COUNTS, at_second(40), 1)
        is None
    )
    assert (
        await store.question_reports.submit(HERE, ANN, "question.lamp", COUNTS, at_second(40), 1)
        == number
    )
    assert (
        await store.question_reports.submit(THERE, BO, "question.lamp", COUNTS, at_second(40), 1)
        == 1
    )


async def test_points_are_given_once_however_many_give_them_at_once(store: Store) -> None:
    await play(store)
    number = await file(store)
    given = await asyncio.gather(
        *(
            store.question_reports.award_points(award(number, by), COUNTS, ANN, POINTS)
            for by in (BO, CY, BO)
        )
    )
    assert sorted(given) == [False, False, True]
    assert await points(store, ANN) == POINTS
    assert await points(store, BO) == 150
    proposal = await store.proposals.get(HERE, number)
    assert proposal is not None
    assert (proposal.state, proposal.reason) == (ProposalState.APPROVED, "100 points given")
    assert await store.trivia_questions.list_play_counts() == [("question.lamp", 2, 2)]


async def test_points_may_follow_a_mend_that_settled_the_report(store: Store) -> None:
    await play(store)
    number = await file(store)
    assert await store.proposals.approve_report(
        Decision(HERE, number, BO, at_second(60), "it counts"), None
    )
    assert await store.question_reports.award_points(award(number, CY), COUNTS, ANN, POINTS)
    assert await points(store, ANN) == POINTS
    proposal = await store.proposals.get(HERE, number)
    assert proposal is not None
    assert (proposal.decided_by, proposal.reason) == (BO, "it counts")


async def test_an_answer_that_is_gone_right_or_another_servers_earns_nothing(
    store: Store,
) -> None:
    await play(store, THERE)
    number = await file(store)
    give = store.question_reports.award_points
    assert not await give(award(number), COUNTS, ANN, POINTS)
    assert not await give(award(number), QuestionReport(), ANN, POINTS)
    assert not await give(award(number)._replace(guild_id=THERE), COUNTS, BO, POINTS)
    assert await store.proposals.get_review_queue(HERE) == [number]


async def test_the_question_is_shown_as_it_was_asked_in_that_round_or_lately(
    store: Store,
) -> None:
    await play(store)
    await play(store, game_id=8)
    asked = store.question_reports.get_asked_question
    assert await asked(HERE, "question.lamp", COUNTS) == '{"text": "What burns?"}'
    assert await asked(HERE, "question.lamp", QuestionReport()) == '{"text": "What burns?"}'
    assert await asked(THERE, "question.lamp", COUNTS) is None
    assert await store.question_reports.get_answer(HERE, GAME, 1, ANN) == ("Gas", False)
    assert await store.question_reports.get_answer(THERE, GAME, 1, ANN) is None


async def test_reports_of_an_older_database_join_the_queue(tmp_path: Path) -> None:
    before = tmp_path / "migrations"
    before.mkdir()
    for path in sorted(MIGRATIONS_DIR.glob("000[1-5]_*.sql")):
        shutil.copy(path, before)
    old = tmp_path / "old.sqlite3"
    connection = await aiosqlite.connect(old, isolation_level=None)
    await migrate(connection, before)
    await connection.execute("INSERT INTO own_number VALUES (100, 5)")
    await connection.executemany(
        "INSERT INTO trivia_report VALUES (?, ?, ?, ?, ?)",
        [
            (HERE, "question.b", ANN, 'He said "gas".', 20),
            (HERE, "question.a", BO, "", 10),
            (THERE, "question.a", ANN, "Typo.", 30),
        ],
    )
    await connection.close()

    await (await open_database(old)).close()
    with closing(sqlite3.connect(old)) as upgraded:
        rows = upgraded.execute(
            "SELECT guild_id, number, kind, state, author_id, subject, made_at, body FROM proposal"
            " ORDER BY guild_id, number"
        ).fetchall()
        numbers = dict(upgraded.execute("SELECT guild_id, last FROM own_number"))
        tables = upgraded.execute("SELECT name FROM sqlite_schema WHERE name = 'trivia_report'")
        assert tables.fetchall() == []
    assert [row[:7] for row in rows] == [
        (HERE, 6, "report", "waiting", BO, "question.a", 10),
        (HERE, 7, "report", "waiting", ANN, "question.b", 20),
        (THERE, 1, "report", "waiting", ANN, "question.a", 30),
    ]
    assert numbers == {HERE: 7, THERE: 1}
    said = [QuestionReport.model_validate_json(row[7]) for row in rows]
    assert [(one.what, one.said) for one in said] == [
        (ReportReason.WRONG, ""),
        (ReportReason.WRONG, 'He said "gas".'),
        (ReportReason.WRONG, "Typo."),
    ]
