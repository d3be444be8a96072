"""Lets each interaction in once, and answers those that come while the bot stops.

After a lost connection the gateway may deliver events again. An answer in a game is locked once by
itself; a command that is handled twice would start or skip twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

import discord
from discord.state import ConnectionState

from bot.messaging.sending import REQUEST_ERRORS
from storage.handled_interactions import HandledInteractions

log = logging.getLogger(__name__)

REMEMBERED = timedelta(hours=1)
"""How long an interaction is remembered; the gateway repeats the events of minutes."""
MAX_REMEMBERED = 20_000
RECORD_TIMEOUT_S = 2.0
IDEMPOTENT_PREFIXES = tuple(
    f"trivia:{name}:" for name in ("join", "answer", "type", "answered", "hint", "skip", "day")
)
"""Prefixes of custom ids that name a round or a day, so that a second click changes nothing.

A game has many of these clicks, and storing each would write twice as much.
"""
RESTARTING = "I'm restarting and will be back in a moment: try again then."


class InteractionGate:
    """Stands before the library's handler of the event INTERACTION_CREATE."""

    def __init__(
        self,
        state: ConnectionState[Any],
        handled: HandledInteractions,
        may_answer: Callable[[], bool] = lambda: True,
    ) -> None:
        """While `may_answer` returns False, another process may answer, and nothing is let in."""
        self._state = state
        self._handled = handled
        self._seen: dict[int, None] = {}
        """Ids in the order of their arrival."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._may_answer = may_answer
        self._is_closing = False

    async def open(self, now: datetime) -> None:
        """Load what earlier runs have handled, and stand before the library's handler."""
        oldest_id = discord.utils.time_snowflake(now - REMEMBERED)
        self._seen = dict.fromkeys(await self._handled.list_since(oldest_id))
        parsers = self._state.parsers
        handle = parsers["INTERACTION_CREATE"]

        def handle_once(data: Any) -> None:
            if self._admit(data):
                handle(data)

        parsers["INTERACTION_CREATE"] = handle_once

    async def close(self, grace_s: float = 0.0) -> None:
        """Tell those who still click that the bot restarts, for `grace_s` seconds at least.

        Interactions that were let in go on meanwhile; what is being recorded is waited for.
        """
        self._is_closing = True
        await asyncio.sleep(grace_s)
        await self._wait_for_tasks()

    async def delete_old(self, now: datetime) -> bool:
        """Delete the stored ids that are remembered no longer; always done at once."""
        await self._handled.delete_before(discord.utils.time_snowflake(now - REMEMBERED))
        return True

    async def _wait_for_tasks(self) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + RECORD_TIMEOUT_S
        while self._tasks and loop.time() < deadline:
            await asyncio.wait(self._tasks, timeout=deadline - loop.time())

    def _admit(self, data: Any) -> bool:
        """Return whether an interaction is to be handled, and remember it."""
        interaction_id = int(data["id"])
        if interaction_id in self._seen:
            log.debug("interaction %d was delivered again", interaction_id)
            return False
        if not self._may_answer():
            log.info("interaction %d is left to the process that has its shard", interaction_id)
            return False
        if self._is_closing:
            self._start(self._refuse(data))
            return False
        self._seen[interaction_id] = None
        if len(self._seen) > MAX_REMEMBERED:
            del self._seen[next(iter(self._seen))]
        if _must_be_recorded(data):
            # It is written before what the handler writes: the database writes in turn.
            self._start(self._record(interaction_id))
        return True

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _record(self, interaction_id: int) -> None:
        try:
            await self._handled.record(interaction_id)
        except Exception as error:
            log.warning("interaction %d is not recorded: %r", interaction_id, error)

    async def _refuse(self, data: Any) -> None:
        interaction = discord.Interaction(data=data, state=self._state)
        if interaction.type is discord.InteractionType.autocomplete:
            return
        try:
            await interaction.response.send_message(RESTARTING, ephemeral=True)
        except (*REQUEST_ERRORS, RuntimeError) as error:
            # A closed session is a RuntimeError.
            log.debug("a member was not told of the restart: %r", error)


def _must_be_recorded(data: Any) -> bool:
    """Return whether handling the interaction again, after a restart, could change something."""
    if data["type"] == discord.InteractionType.autocomplete.value:
        return False
    custom_id = str(data.get("data", {}).get("custom_id", ""))
    return not custom_id.startswith(IDEMPOTENT_PREFIXES)
