"""What a game writes to a real file, also after a failed write, and what is read back from it."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import pytest
from hypothesis import settings
from hypothesis.stateful import invariant

from cogs.trivia.play.persistence import (
    GamePersistence,
    build_member_row,
    dump_state,
    get_state_values,
    restore_game,
)
from cogs.trivia.questions.bank import Bank
from cogs.trivia.rules.game import Game
from storage.errors import IntegrityError
from storage.store import Store
from storage.trivia.games import StoredGame, StoredGameMember
from tests.cogs.trivia.rules.games import STARTER, choice_question, game_with_question
from tests.cogs.trivia.rules.test_game_properties import Evening

BO, CY = 2, 3


def build_persistence(store: Store, game: Game) -> GamePersistence:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return GamePersistence(game, store.trivia_games, Bank((), {}), lambda: now)


async def load_game(store: Store) -> Game:
    [stored] = await store.trivia_games.iter_running()
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
    with pytest.raises(IntegrityError):
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


async def cancel_save(persistence: GamePersistence, *, asked: str | None = None) -> None:
    """Begin to save, and cancel that once the database has it."""
    save = asyncio.create_task(persistence.save(asked=asked))
    await asyncio.sleep(0)
    save.cancel()
    with pytest.raises(asyncio.CancelledError):
        await save


async def test_an_answer_whose_save_was_cancelled_is_on_disk_after_the_next(
    store: Store, game: Game
) -> None:
    persistence = build_persistence(store, game)
    await persistence.create(None)
    game.answer(1, BO, 0, answered_at=1.0, now=1.0)
    await cancel_save(persistence)
    game.answer(1, CY, 0, answered_at=1.0, now=1.0)
    await persistence.save()
    assert await load_game(store) == game


async def test_answers_that_wait_are_stored_though_the_save_before_them_was_cancelled(
    store: Store, game: Game
) -> None:
    persistence = build_persistence(store, game)
    await persistence.create(None)
    game.answer(1, BO, 0, answered_at=1.0, now=1.0)
    first = asyncio.create_task(persistence.save())
    await asyncio.sleep(0)
    game.answer(1, CY, 0, answered_at=1.0, now=1.0)
    second = asyncio.create_task(persistence.save())
    await asyncio.sleep(0)
    first.cancel()
    await second
    assert await load_game(store) == game


async def test_a_question_is_counted_once_though_the_save_that_chose_it_was_cancelled(
    store: Store, game: Game
) -> None:
    persistence = build_persistence(store, game)
    await persistence.create(None)
    await cancel_save(persistence, asked="question.lamp")
    await persistence.save()
    assert await store.trivia_questions.get_times_asked(game.audience_id) == {"question.lamp": 1}


async def test_a_game_that_is_on_disk_as_it_is_is_not_written_again(
    store: Store, game: Game
) -> None:
    persistence = build_persistence(store, game)
    await persistence.create(None)
    await store.database.write("DROP TABLE trivia_game_member")
    await persistence.save()


class StoredEvening(Evening):
    """Writes only a state that has changed, and the rows of members that have, as storage does."""

    rows: dict[int, StoredGameMember]
    written: tuple[str, tuple[object, ...]] | None

    @invariant()
    def check_that_a_changed_state_is_written(self) -> None:
        state, values = dump_state(self.game), get_state_values(self.game)
        before, self.written = getattr(self, "written", None), (state, values)
        assert before is None or state == before[0] or values != before[1]

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
