"""Running games, each stored as a state and one row for each member.

Group commit: the changes of games that are saved at the same time share one transaction.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, Protocol

from storage.database import Database, Row, build_marks
from storage.outbox import INSERT_MESSAGE, OutboxMessage
from storage.shards import ALL_SHARDS, ShardSet
from storage.trivia.questions import COUNT_AS_ASKED
from storage.trivia.rounds import SettledRound, record_round


class StoredGameMember(NamedTuple):
    """A member's row in a running game, one field for each column after the channel.

    `turn` is the id of the latest round that the member took part in, or joined during, and so
    of the round of `has_hint`, `has_skip_vote` and all later fields; 0 for none. The columns of
    the locked answer are None before there is one.
    """

    member_id: int
    position: int | None = None
    """The order of joining, from 0; None for a member who has only taken a hint."""
    score: int = 0
    streak: int = 0
    answered: int = 0
    answered_right: int = 0
    turn: int = 0
    has_hint: bool = False
    has_skip_vote: bool = False
    lock_position: int | None = None
    """The order of the answers, from 0."""
    locked_at: float | None = None
    """Discord's time of the answer in epoch seconds, to the millisecond."""
    choice: int | None = None
    """The index of the chosen option, None for a typed answer."""
    typed: str | None = None
    is_right: bool | None = None
    points: int | None = None


class StoredGame(NamedTuple):
    """A running game: its state as JSON, and its members in the order of joining."""

    channel_id: int
    game_id: int
    state: str
    members: Sequence[StoredGameMember]


@dataclass(frozen=True, slots=True)
class GameChange:
    """The changes of a game to write; `is_over` deletes the stored game."""

    channel_id: int
    game_id: int
    audience_id: int
    state: str | None
    """The new state as JSON, None when it has not changed."""
    members: Sequence[StoredGameMember] = ()
    """The rows that are new or have changed."""
    asked_question_key: str | None = None
    """The key of a question that has just been chosen."""
    settled_round: SettledRound | None = None
    is_over: bool = False
    notice: OutboxMessage | None = None
    """What is told about the end, None for nothing."""


class ChangeSource(Protocol):
    """The changes of one game, collected at the moment they are written."""

    def collect_change(self) -> GameChange:
        """Return all changes that are not known to be on disk."""
        ...

    def mark_written(self, change: GameChange) -> None:
        """Record that `change`, the last one collected, is on disk."""
        ...


class _Write(NamedTuple):
    """One statement, and its parameters once for each row."""

    sql: str
    rows: Sequence[tuple[object, ...]]


class TriviaGames:
    """Running games by channel."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pending: list[tuple[ChangeSource, asyncio.Future[None]]] = []
        self._is_writing = False
        self._task: asyncio.Task[None] | None = None
        """Holds a reference to the task that writes, as the event loop has a weak one only."""

    async def claim(self, change: GameChange, *, finished_game_id: int | None = None) -> bool:
        """Store a new game; return False when another is stored for its channel.

        A game with the id `finished_game_id` is replaced: its end did not reach the disk.
        """
        async with self._database.transaction() as transaction:
            if finished_game_id is not None:
                await transaction.fetch(_DELETE_GAME, (change.channel_id, finished_game_id))
            is_claimed = await transaction.fetch(
                "INSERT INTO trivia_game (channel_id, game_id, audience_id, state)"
                " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING channel_id",
                (change.channel_id, change.game_id, change.audience_id, change.state),
            )
            if is_claimed:
                await transaction.execute_many(_UPSERT_MEMBER, _member_rows(change))
        return bool(is_claimed)

    async def iter_running(self, shard_set: ShardSet = ALL_SHARDS) -> Iterator[StoredGame]:
        """Read every running game of `shard_set`, ordered by channel id.

        The iterator builds them one by one, so that not all members are in memory twice.
        """
        shard_ids = sorted(shard_set.shard_ids)
        values = (shard_set.shard_count, *shard_ids)
        ours = _IS_ON_SHARD.format(build_marks(shard_ids))
        games = await self._database.fetch(
            f"SELECT channel_id, game_id, state FROM trivia_game WHERE {ours} ORDER BY channel_id",
            values,
        )
        members = await self._database.fetch(
            f"SELECT {_MEMBER_COLUMNS}, channel_id FROM trivia_game_member WHERE channel_id IN"
            f" (SELECT channel_id FROM trivia_game WHERE {ours}) ORDER BY channel_id, position",
            values,
        )
        by_channel = {channel: list(rows) for channel, rows in groupby(members, itemgetter(-1))}
        return _iter_stored_games(games, by_channel)

    async def save(self, source: ChangeSource, *, is_cancellable: bool = False) -> None:
        """Write the changes of a game so far; they are on disk when this returns.

        Many answers wait for one transaction instead of one each. Raise the error of the database
        when it fails; the next `save` of the game collects its changes again.

        Cancelling the caller does not cancel the write unless `is_cancellable`: then it does not
        wait for a task of its own when nothing else is being written, and it may or may not be on
        disk after it was cancelled.
        """
        if is_cancellable and not self._is_writing:
            await self._write_in_caller(source)
            return
        done = asyncio.get_running_loop().create_future()
        self._pending.append((source, done))
        self._write_pending()
        await done

    async def _write_in_caller(self, source: ChangeSource) -> None:
        self._is_writing = True
        try:
            await self._write_changes([source])
        finally:
            self._is_writing = False
            self._write_pending()

    def _write_pending(self) -> None:
        """Start to write everything that waits, unless something is being written."""
        if self._pending and not self._is_writing:
            self._is_writing = True
            batch, self._pending = self._pending, []
            self._task = asyncio.create_task(self._write_batch(batch))

    async def _write_batch(self, batch: list[tuple[ChangeSource, asyncio.Future[None]]]) -> None:
        failure = None
        try:
            await self._write_changes(dict.fromkeys(source for source, _ in batch))
        except Exception as error:
            failure = error
        finally:
            self._is_writing = False
            self._write_pending()
        for _, done in batch:
            _resolve(done, failure)

    async def _write_changes(self, sources: Collection[ChangeSource]) -> None:
        """Write the changes of distinct games in one transaction."""
        collected = [(source, source.collect_change()) for source in sources]
        await self.write([change for _, change in collected])
        for source, change in collected:
            source.mark_written(change)

    async def write(self, changes: Sequence[GameChange]) -> None:
        """Write changes in one transaction, at most one for each game.

        They are on disk when this returns. For a game that is not stored any more, only the asked
        question and the settled round are written.
        """
        writes = _list_writes(changes)
        settled = [
            (change, change.settled_round) for change in changes if change.settled_round is not None
        ]
        # Games of all processes count the answers to a question in the same row: two transactions
        # that lock such rows in different orders would wait for each other.
        settled.sort(key=lambda one: one[1].question_key)
        if not settled and not writes:
            return
        if not settled and len(writes) == 1 and len(writes[0].rows) == 1:
            await self._database.write(writes[0].sql, writes[0].rows[0])
            return
        async with self._database.transaction() as transaction:
            for write in writes:
                await transaction.execute_many(write.sql, write.rows)
            for change, settled_round in settled:
                await record_round(
                    transaction,
                    settled_round,
                    game_id=change.game_id,
                    channel_id=change.channel_id,
                    audience_id=change.audience_id,
                )


def _resolve(done: asyncio.Future[None], failure: Exception | None) -> None:
    if done.done():
        return
    if failure is None:
        done.set_result(None)
    else:
        done.set_exception(failure)


def _iter_stored_games(
    games: Sequence[Row], member_rows: Mapping[int, Sequence[Row]]
) -> Iterator[StoredGame]:
    """Yield each game; `member_rows` are by channel id and end with it."""
    for channel_id, game_id, state in games:
        rows = member_rows.get(channel_id, ())
        members = [StoredGameMember._make(row[:-1]) for row in rows]
        yield StoredGame(channel_id, game_id, state, members)


def _list_writes(changes: Sequence[GameChange]) -> list[_Write]:
    """Return the statements for the games and the counts of asked questions."""
    running = [change for change in changes if not change.is_over]
    states = [
        (change.state, change.channel_id, change.game_id)
        for change in running
        if change.state is not None
    ]
    ended = [(change.channel_id, change.game_id) for change in changes if change.is_over]
    asked = [
        (change.audience_id, change.asked_question_key)
        for change in changes
        if change.asked_question_key is not None
    ]
    writes = (
        _Write(_UPSERT_MEMBER, [row for change in running for row in _member_rows(change)]),
        _Write(_UPDATE_STATE, states),
        _Write(_DELETE_GAME, ended),
        _Write(COUNT_AS_ASKED, asked),
        _Write(
            INSERT_MESSAGE, [change.notice.row for change in changes if change.notice is not None]
        ),
    )
    return [write for write in writes if write.rows]


def _member_rows(change: GameChange) -> list[tuple[object, ...]]:
    return [(*member, change.channel_id, change.game_id) for member in change.members]


_UPDATE_STATE = "UPDATE trivia_game SET state = ? WHERE channel_id = ? AND game_id = ?"
# Direct messages, whose audience is their channel, all belong to the first shard.
_IS_ON_SHARD = "CASE WHEN audience_id = channel_id THEN 0 ELSE (audience_id >> 22) % ? END IN ({})"
_DELETE_GAME = "DELETE FROM trivia_game WHERE channel_id = ? AND game_id = ?"
_MEMBER_COLUMNS = ", ".join(StoredGameMember._fields)
# The SELECT writes nothing when another game is stored for the channel.
_UPSERT_MEMBER = (
    f"INSERT INTO trivia_game_member ({_MEMBER_COLUMNS}, channel_id)"
    f" SELECT {', '.join('?' * len(StoredGameMember._fields))}, channel_id FROM trivia_game"
    " WHERE channel_id = ? AND game_id = ?"
    " ON CONFLICT (channel_id, member_id) DO UPDATE SET "
    + ", ".join(f"{column} = excluded.{column}" for column in StoredGameMember._fields[1:])
)
