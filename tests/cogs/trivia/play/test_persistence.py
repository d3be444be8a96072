"""What a game writes to a real file, also after a failed write, and what is read back from it."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from datetime import UTC, datetime

import pytest
from hypothesis import settings

from cogs.trivia.play.persistence import (
    GamePersistence,
    build_member_row,
    dump_state,
    restore_game,
)
from cogs.trivia.questions.bank import Bank
from cogs.trivia.rules.game import Game
from storage.store import Store
from storage.trivia.games import StoredGame, StoredGameMember
from storage.trivia.group_commit import GroupCommit
from tests.cogs.trivia.rules.games import STARTER, choice_question, game_with_question
from tests.cogs.trivia.rules.test_game_properties import Evening

BO, CY = 2, 3


def build_persistence(store: Store, game: Game) -> GamePersistence:
    commits = GroupCommit(store.trivia_games)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return GamePersistence(game, store.trivia_games, commits, Bank((), {}), lambda: now)


async def load_game(store: Store) -> Game:
    [stored] = await store.trivia_games.list_running()
    return restore_game(stored)


@pytest.fixture
def game() -> Game:
    """A game of three whose question is open."""
    return game_with_question(choice_question(), BO, CY)


async def test_answers_given_at_once_are_all_on_disk(store: Store, game: Game) -> None:
    persistence = build_persistence(store, game)
    assert await persistence.create(None)
    saves: list[asyncio.Task[None]] = []
    for member_id in (CY, BO):
        game.answer(1, member_id, 0, answered_at=1.0, now=1.0)
        saves.append(asyncio.create_task(persistence.save()))
    await asyncio.gather(*saves)
    assert await load_game(store) == game


async def test_what_a_failed_write_left_out_is_in_the_next(store: Store, game: Game) -> None:
    persistence = build_persistence(store, game)
    await persistence.create(None)
    await store.database.write(
        "CREATE TRIGGER full BEFORE UPDATE ON trivia_game_member"
        " BEGIN SELECT raise(ABORT, 'database or disk is full'); END"
    )
    game.answer(1, BO, 0, answered_at=1.0, now=1.0)
    with pytest.raises(sqlite3.IntegrityError):
        await persistence.save()
    await store.database.write("DROP TRIGGER full")
    await persistence.save()
    restored = await load_game(store)
    assert restored.round is not None
    assert list(restored.round.locks) == [BO]


async def test_a_settled_round_is_counted_once(store: Store, game: Game) -> None:
    persistence = build_persistence(store, game)
    await persistence.create(None)
    for member_id in (STARTER, BO, CY):
        game.answer(1, member_id, 1, answered_at=1.0, now=1.0)
    game.tick(game.due_at or 0)
    await asyncio.gather(*(persistence.save() for _ in range(3)))
    [counts] = await store.trivia_questions.list_play_counts()
    assert counts.answered == 3
    assert await load_game(store) == game


async def test_a_question_is_counted_as_asked_though_other_writes_are_under_way(
    store: Store, game: Game
) -> None:
    persistence = build_persistence(store, game)
    await persistence.create(None)
    others = [asyncio.create_task(persistence.save()) for _ in range(2)]
    await asyncio.sleep(0)
    await asyncio.gather(persistence.save(asked="question.lamp"), *others)
    assert await store.trivia_questions.get_times_asked(game.audience_id) == {"question.lamp": 1}


class StoredEvening(Evening):
    """Writes only the rows of members whose part has changed, as storage does."""

    rows: dict[int, StoredGameMember]

    def read_back(self, game: Game) -> Game:
        self.rows = getattr(self, "rows", {})
        for member_id in game.take_changed_member_ids():
            self.rows[member_id] = build_member_row(game, member_id)
        in_order = sorted(self.rows.values(), key=lambda one: (one.position or 0, one.member_id))
        return restore_game(StoredGame(game.channel_id, game.id, dump_state(game), in_order))


TestStoredEvening = StoredEvening.TestCase
TestStoredEvening.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)


def test_the_state_does_not_grow_with_the_members() -> None:
    game = game_with_question(choice_question(), BO)
    before = dump_state(game)
    for member_id in range(100, 200):
        game.answer(1, member_id, 0, answered_at=1.0, now=1.0)
    assert dump_state(game) == before


def test_an_answer_changes_the_row_of_its_member_alone() -> None:
    game = game_with_question(choice_question(), BO, CY)
    assert game.take_changed_member_ids() == {STARTER, BO, CY}
    game.answer(1, BO, 1, answered_at=1.25, now=1.0)
    assert game.take_changed_member_ids() == {BO}
    row = build_member_row(game, BO)
    assert (row.position, row.lock_position, row.locked_at, row.choice) == (1, 0, 1.25, 1)


def test_answers_to_an_earlier_round_are_not_taken_for_answers_to_this_one() -> None:
    game = game_with_question(choice_question(), BO)
    game.answer(1, BO, 1, answered_at=1.0, now=1.0)
    stale = build_member_row(game, BO)
    state = json.loads(dump_state(game))
    state["round"]["turn"] = state["turn"] = 2
    restored = restore_game(StoredGame(game.channel_id, game.id, json.dumps(state), [stale]))
    assert restored.round is not None
    assert restored.round.locks == {}
