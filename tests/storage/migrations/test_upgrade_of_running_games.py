"""A database from before members of games had rows keeps every game that was being played."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import aiosqlite
import pytest

from cogs.trivia.play.persistence import restore_game
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.settings import Phase
from storage.engines.opening import open_database
from storage.migrate import MIGRATIONS_DIR, migrate
from storage.trivia.games import StoredGame, TriviaGames
from tests.cogs.trivia.rules.games import (
    STARTER,
    choice_question,
    game_with_question,
    new_game,
    typed_question,
)

BO, CY, DI = 700_000_000_000_000_003, 500_000_000_000_000_002, 600_000_000_000_000_001
"""Not in the order of their ids: that of joining has to be kept."""


def play_every_phase() -> list[Game]:
    """Return a game in its lobby, one with a question open, and one with the answer revealed."""
    lobby = new_game()
    lobby.join(BO)
    question = game_with_question(typed_question(), BO, CY, DI)
    question.use_hint(1, 99, requested_at=15.0)
    question.use_hint(1, DI, requested_at=15.0)
    question.answer(1, DI, "Vera", answered_at=16.25, now=16.25)
    question.answer(1, BO, "Signe", answered_at=15.5, now=16.5)
    question.skip(CY, now=17.0)
    revealed = game_with_question(choice_question(), BO, CY)
    for member_id in (CY, STARTER, BO):
        revealed.answer(1, member_id, 1, answered_at=1.5, now=1.5)
    revealed.tick(revealed.due_at or 0)
    return [lobby, question, revealed]


@pytest.fixture
async def old(tmp_path: Path) -> Path:
    """A database of the version before, with games in every phase and one that is spoilt."""
    before = tmp_path / "migrations"
    before.mkdir()
    for path in sorted(MIGRATIONS_DIR.glob("000[1-9]_*.sql")):
        shutil.copy(path, before)
    file = tmp_path / "old.sqlite3"
    async with aiosqlite.connect(file, isolation_level=None) as connection:
        await migrate(connection, before)
        states = [game.model_dump_json() for game in play_every_phase()]
        for channel_id, state in enumerate([*states, '{"phase": "somewhere"}', "{"]):
            await connection.execute(
                "INSERT INTO trivia_game VALUES (?, ?, 1, ?)", (channel_id, channel_id, state)
            )
    return file


async def list_games(file: Path) -> list[StoredGame]:
    database = await open_database(file)
    try:
        return list(await TriviaGames(database).iter_running())
    finally:
        await database.close()


async def test_every_running_game_goes_on_as_it_was(old: Path) -> None:
    stored = await list_games(old)
    restored = [restore_game(one) for one in stored[:3]]
    played = play_every_phase()
    assert [game.phase for game in played] == [Phase.LOBBY, Phase.OPEN, Phase.REVEAL]
    for game in played:
        for player in game.players.values():
            # The old database does not say who has missed rounds: all are waited for.
            player.last_seen_turn = game.turn
    assert restored == played
    for before, after in zip(played, restored, strict=True):
        assert list(after.players) == list(before.players)
        if before.round is not None and after.round is not None:
            assert list(after.round.locks) == list(before.round.locks)


async def test_what_could_not_be_read_back_before_cannot_afterwards(old: Path) -> None:
    spoilt = (await list_games(old))[3:]
    assert [one.state for one in spoilt] == ['{"phase":"somewhere"}', "{"]
    for one in spoilt:
        with pytest.raises(ValueError, match="validation error"):
            restore_game(one)


async def test_rows_point_at_games_and_go_with_them(old: Path) -> None:
    await list_games(old)
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("DELETE FROM trivia_game")
        assert connection.execute("SELECT count(*) FROM trivia_game_member").fetchone() == (0,)
