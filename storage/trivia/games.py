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
from storage.trivia.questions import ASKED


class Given(NamedTuple):
    """A member's settled answer; `seconds` after the question appeared."""

    member_id: int
    given: str
    is_right: bool
    points: int
    seconds: float


class Running(NamedTuple):
    """A game as it was last kept."""

    channel_id: int
    game_id: int
    state: str


@dataclass(frozen=True, slots=True)
class Settled:
    """A round that is over; `body` is the question as it was asked, as JSON."""

    turn: int
    question: str
    topic: str
    body: str
    at: int
    answers: Sequence[Given]


@dataclass(frozen=True, slots=True)
class Change:
    """A game after a change; with `is_over` it is no longer kept."""

    channel_id: int
    game_id: int
    audience_id: int
    state: str
    asked: str | None = None
    """The key of a question that has just been chosen."""
    settled: Settled | None = None
    is_over: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether nothing but the state is to be written."""
        return self.asked is None and self.settled is None and not self.is_over

    @property
    def row(self) -> tuple[str, int, int]:
        """What replaces the former state."""
        return self.state, self.channel_id, self.game_id


class TriviaGames:
    """Running games by channel."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[tuple[Change, asyncio.Future[None]]] = []
        self._is_writing = False
        self._batches: set[asyncio.Task[None]] = set()

    async def claim(self, change: Change, *, over: int | None = None) -> bool:
        """Begin a game, unless another is being played in its channel: then False.

        That with the id `over` is not: what is left of it gives way.
        """
        begun = await self._database.write(
            "INSERT INTO trivia_game (channel_id, game_id, audience_id, state)"
            " VALUES (?, ?, ?, ?) ON CONFLICT (channel_id) DO UPDATE SET"
            " game_id = excluded.game_id, audience_id = excluded.audience_id,"
            " state = excluded.state WHERE trivia_game.game_id = ? RETURNING channel_id",
            (change.channel_id, change.game_id, change.audience_id, change.state, over),
        )
        return bool(begun)

    async def running(self) -> list[Running]:
        """Every game being played."""
        rows = await self._database.fetch(
            "SELECT channel_id, game_id, state FROM trivia_game ORDER BY channel_id"
        )
        return [Running(*row) for row in rows]

    async def save(self, change: Change) -> None:
        """Write a change; it is on disk afterwards."""
        if self._is_writing:
            done = asyncio.get_running_loop().create_future()
            self._waiting.append((change, done))
            await done
            return
        self._is_writing = True
        try:
            await self._write(change)
        finally:
            self._pass_on()

    def _pass_on(self) -> None:
        """Write what came in meanwhile, all of it together."""
        if not self._waiting:
            self._is_writing = False
            return
        batch, self._waiting = self._waiting, []
        task = asyncio.create_task(self._write_batch(batch))
        self._batches.add(task)
        task.add_done_callback(self._batches.discard)

    async def _write(self, change: Change) -> None:
        if change.is_plain:
            await self._database.write(_UPDATE, change.row)
        else:
            async with self._database.transaction() as transaction:
                await _store(transaction, [change])

    async def _write_batch(self, batch: Sequence[tuple[Change, asyncio.Future[None]]]) -> None:
        try:
            async with self._database.transaction() as transaction:
                await _store(transaction, [change for change, _ in batch])
        except Exception as error:
            for _, done in batch:
                if not done.done():
                    done.set_exception(error)
        else:
            for _, done in batch:
                if not done.done():
                    done.set_result(None)
        finally:
            self._pass_on()


async def _store(transaction: Transaction, changes: Sequence[Change]) -> None:
    newest = {change.game_id: change for change in changes}
    kept = [change for change in newest.values() if not change.is_over]
    if kept:
        await transaction.execute_many(_UPDATE, [change.row for change in kept])
    for change in newest.values():
        if change.is_over:
            await transaction.fetch(
                "DELETE FROM trivia_game WHERE channel_id = ? AND game_id = ?",
                (change.channel_id, change.game_id),
            )
    for change in changes:
        if change.asked is not None:
            await transaction.fetch(ASKED, (change.audience_id, change.asked))
        if change.settled is not None:
            await _settle(transaction, change, change.settled)


async def _settle(transaction: Transaction, change: Change, settled: Settled) -> None:
    """Record a round, once however often it is handed in."""
    place = (change.game_id, settled.turn)
    is_new = await transaction.fetch(
        "INSERT INTO trivia_round (game_id, turn, audience_id, channel_id, question, topic, body,"
        " settled_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING turn",
        (
            *place,
            change.audience_id,
            change.channel_id,
            settled.question,
            settled.topic,
            settled.body,
            settled.at,
        ),
    )
    if not is_new or not settled.answers:
        return
    await transaction.execute_many(
        "INSERT INTO trivia_answer (game_id, turn, audience_id, question, settled_at, member_id,"
        " given, is_right, points, seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (*place, change.audience_id, settled.question, settled.at, *answer)
            for answer in settled.answers
        ],
    )
    right = sum(answer.is_right for answer in settled.answers)
    await transaction.fetch(_PLAYED, (settled.question, len(settled.answers), right))


_UPDATE = "UPDATE trivia_game SET state = ? WHERE channel_id = ? AND game_id = ?"
_PLAYED = (
    "INSERT INTO trivia_play (question, answered, is_right) VALUES (?, ?, ?)"
    " ON CONFLICT (question) DO UPDATE SET answered = trivia_play.answered + excluded.answered,"
    " is_right = trivia_play.is_right + excluded.is_right"
)
