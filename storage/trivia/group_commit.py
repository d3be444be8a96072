"""Group commit: changes of many games that come in together share one transaction."""

from __future__ import annotations

import asyncio
from typing import Protocol

from storage.trivia.games import GameChange, TriviaGames


class ChangeSource(Protocol):
    """A game that is asked for its changes at the moment they are written."""

    def collect_change(self) -> GameChange:
        """Return everything that is not known to be on disk yet."""
        ...

    def mark_written(self, change: GameChange) -> None:
        """Take note that `change`, the one collected last, is on disk."""
        ...


class GroupCommit:
    """Writes the changes of games, one transaction after another.

    A busy evening waits for the disk once, and not once an answer. What a failed transaction did
    not write is collected again by the next `save` of the same game.
    """

    def __init__(self, games: TriviaGames) -> None:
        self._games = games
        self._pending: list[tuple[ChangeSource, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def save(self, source: ChangeSource) -> None:
        """Write what has changed in a game until now; it is on disk afterwards.

        Raise what the database raises when the transaction fails.
        """
        done = asyncio.get_running_loop().create_future()
        self._pending.append((source, done))
        if self._task is None:
            # In a task of its own, so that a caller who is cancelled leaves nothing half written.
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
        """Write the changes of distinct games; return what went wrong, None when nothing did."""
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
