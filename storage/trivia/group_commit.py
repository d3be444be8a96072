"""Group commit: the changes of games saved at the same time share one transaction."""

from __future__ import annotations

import asyncio
from typing import Protocol

from storage.trivia.games import GameChange, TriviaGames


class ChangeSource(Protocol):
    """The changes of one game, collected at the moment they are written."""

    def collect_change(self) -> GameChange:
        """Return all changes that are not known to be on disk."""
        ...

    def mark_written(self, change: GameChange) -> None:
        """Record that `change`, the last one collected, is on disk."""
        ...


class GroupCommit:
    """Writes the changes of games, one transaction after another.

    Many answers wait for one write instead of one each. Changes that a failed transaction did not
    write are collected again by the next `save` of the same game.
    """

    def __init__(self, games: TriviaGames) -> None:
        self._games = games
        self._pending: list[tuple[ChangeSource, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def save(self, source: ChangeSource) -> None:
        """Write the changes of a game so far; they are on disk when this returns.

        Raise the error of the database when the transaction fails.
        """
        done = asyncio.get_running_loop().create_future()
        self._pending.append((source, done))
        if self._task is None:
            # In its own task, so that cancelling a caller does not cancel the transaction.
            self._task = asyncio.create_task(self._write_pending())
        await done

    async def _write_pending(self) -> None:
        try:
            while self._pending:
                batch, self._pending = self._pending, []
                failure = await self._write({source: None for source, _ in batch})
                for _, done in batch:
                    _resolve(done, failure)
        finally:
            self._task = None

    async def _write(self, sources: dict[ChangeSource, None]) -> Exception | None:
        """Write the changes of distinct games; return the error, None after success."""
        try:
            collected = [(source, source.collect_change()) for source in sources]
            await self._games.write([change for _, change in collected])
            for source, change in collected:
                source.mark_written(change)
        except Exception as failure:
            return failure
        return None


def _resolve(done: asyncio.Future[None], failure: Exception | None) -> None:
    if done.done():
        return
    if failure is None:
        done.set_result(None)
    else:
        done.set_exception(failure)
