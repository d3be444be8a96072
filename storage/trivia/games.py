"""The games being played, whole, and the rounds they have settled.

A change is on disk when `save` returns. Changes of many games that come in together share one
transaction, so that a busy evening waits for the disk once and not once an answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from storage.database import Database, Transaction
from storage.trivia.questions import COUNT_AS_ASKED


class StoredAnswer(NamedTuple):
    """A member's settled answer; `seconds` after the question appeared."""

    member_id: int
    answer_text: str
    is_right: bool
    points: int
    seconds: float


class StoredGame(NamedTuple):
    """A game as it was last kept."""

    channel_id: int
    game_id: int
    state: str


@dataclass(frozen=True, slots=True)
class SettledRound:
    """A round that is over; `body` is the question as it was asked, as JSON."""

    round_number: int
    question_key: str
    topic: str
    body: str
    settled_at: int
    answers: Sequence[StoredAnswer]


@dataclass(frozen=True, slots=True)
class GameChange:
    """A game after a change; with `is_over` it is no longer kept."""

    channel_id: int
    game_id: int
    audience_id: int
    state: str
    asked_question_key: str | None = None
    """The key of a question that has just been chosen."""
    settled_round: SettledRound | None = None
    is_over: bool = False

    @property
    def is_state_only(self) -> bool:
        """Whether nothing but the state is to be written."""
        return self.asked_question_key is None and self.settled_round is None and not self.is_over

    @property
    def state_row(self) -> tuple[str, int, int]:
        """What replaces the former state."""
        return self.state, self.channel_id, self.game_id


class TriviaGames:
    """Running games by channel."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pending: list[tuple[GameChange, asyncio.Future[None]]] = []
        self._is_writing = False
        self._batch_tasks: set[asyncio.Task[None]] = set()

    async def claim(self, change: GameChange, *, finished_game_id: int | None = None) -> bool:
        """Begin a game, unless another is being played in its channel: then False.

        That with the id `over` is not: what is left of it gives way.
        """
        begun = await self._database.write(
            "INSERT INTO trivia_game (channel_id, game_id, audience_id, state)"
            " VALUES (?, ?, ?, ?) ON CONFLICT (channel_id) DO UPDATE SET"
            " game_id = excluded.game_id, audience_id = excluded.audience_id,"
            " state = excluded.state WHERE trivia_game.game_id = ? RETURNING channel_id",
            (change.channel_id, change.game_id, change.audience_id, change.state, finished_game_id),
        )
        return bool(begun)

    async def list_running(self) -> list[StoredGame]:
        """Every game being played."""
        rows = await self._database.fetch(
            "SELECT channel_id, game_id, state FROM trivia_game ORDER BY channel_id"
        )
        return [StoredGame(*row) for row in rows]

    async def save(self, change: GameChange) -> None:
        """Write a change; it is on disk afterwards."""
        if self._is_writing:
            done = asyncio.get_running_loop().create_future()
            self._pending.append((change, done))
            await done
            return
        self._is_writing = True
        try:
            await self._write(change)
        finally:
            self._write_pending()

    def _write_pending(self) -> None:
        """Write what came in meanwhile, all of it together."""
        if not self._pending:
            self._is_writing = False
            return
        batch, self._pending = self._pending, []
        task = asyncio.create_task(self._write_batch(batch))
        self._batch_tasks.add(task)
        task.add_done_callback(self._batch_tasks.discard)

    async def _write(self, change: GameChange) -> None:
        if change.is_state_only:
            await self._database.write(_UPDATE_STATE, change.state_row)
        else:
            async with self._database.transaction() as transaction:
                await _apply_changes(transaction, [change])

    async def _write_batch(self, batch: Sequence[tuple[GameChange, asyncio.Future[None]]]) -> None:
        try:
            async with self._database.transaction() as transaction:
                await _apply_changes(transaction, [change for change, _ in batch])
        except Exception as error:
            for _, done in batch:
                if not done.done():
                    done.set_exception(error)
        else:
            for _, done in batch:
                if not done.done():
                    done.set_result(None)
        finally:
            self._write_pending()


async def _apply_changes(transaction: Transaction, changes: Sequence[GameChange]) -> None:
    newest = {change.game_id: change for change in changes}
    kept = [change for change in newest.values() if not change.is_over]
    if kept:
        await transaction.execute_many(_UPDATE_STATE, [change.state_row for change in kept])
    for change in newest.values():
        if change.is_over:
            await transaction.fetch(
                "DELETE FROM trivia_game WHERE channel_id = ? AND game_id = ?",
                (change.channel_id, change.game_id),
            )
    for change in changes:
        if change.asked_question_key is not None:
            await transaction.fetch(COUNT_AS_ASKED, (change.audience_id, change.asked_question_key))
        if change.settled_round is not None:
            await _record_round(transaction, change, change.settled_round)


async def _record_round(
    transaction: Transaction, change: GameChange, settled_round: SettledRound
) -> None:
    """Record a round, once however often it is handed in."""
    round_key = (change.game_id, settled_round.round_number)
    is_new = await transaction.fetch(
        "INSERT INTO trivia_round (game_id, turn, audience_id, channel_id, question, topic, body,"
        " settled_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING turn",
        (
            *round_key,
            change.audience_id,
            change.channel_id,
            settled_round.question_key,
            settled_round.topic,
            settled_round.body,
            settled_round.settled_at,
        ),
    )
    if not is_new or not settled_round.answers:
        return
    await transaction.execute_many(
        "INSERT INTO trivia_answer (game_id, turn, audience_id, question, settled_at, member_id,"
        " given, is_right, points, seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *round_key,
                change.audience_id,
                settled_round.question_key,
                settled_round.settled_at,
                *answer,
            )
            for answer in settled_round.answers
        ],
    )
    right = sum(answer.is_right for answer in settled_round.answers)
    await transaction.fetch(
        _COUNT_PLAY, (settled_round.question_key, len(settled_round.answers), right)
    )


_UPDATE_STATE = "UPDATE trivia_game SET state = ? WHERE channel_id = ? AND game_id = ?"
_COUNT_PLAY = (
    "INSERT INTO trivia_play (question, answered, is_right) VALUES (?, ?, ?)"
    " ON CONFLICT (question) DO UPDATE SET answered = trivia_play.answered + excluded.answered,"
    " is_right = trivia_play.is_right + excluded.is_right"
)
