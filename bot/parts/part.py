"""The part of the shards that this process holds: how it is taken, kept and given back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any, NoReturn, Self

import discord

from bot.errors import BlockedError
from bot.parts.connection_watch import require_connection
from bot.parts.listener import PartListener
from bot.settings import Settings
from storage.engines.postgres.changes import ChangeListener
from storage.engines.postgres.database import PostgresDatabase
from storage.engines.postgres.parts.identify_turns import TURN_S, IdentifyTurns
from storage.engines.postgres.parts.lease import PartLease
from storage.engines.postgres.parts.sharding import agree_on_parts, agree_on_shards
from storage.errors import DatabaseError
from storage.shards import list_part_shards
from storage.store import Store

log = logging.getLogger(__name__)

REGAIN_POLL_S = 0.2
MAX_SHORTAGE = 2
"""How many times as many shards may be recommended as there are.

Discord recommends one for about 1,000 guilds, and refuses one that would have over 2,500.
"""
CONNECT_TIMEOUT_S = 180.0
"""How long a shard may take to connect beside the turns of others, as in the library."""


class Part:
    """The part of this process, from `take` to `release`."""

    def __init__(self, store: Store, settings: Settings, lease: PartLease) -> None:
        """Take an open store on a server, and a lease that is not held yet."""
        assert isinstance(store.database, PostgresDatabase), "only a server is shared"
        self._store = store
        self._settings = settings
        self._database = store.database
        self._lease = lease
        self._turns: IdentifyTurns | None = None
        self._waiting_for_turn = 0
        """How many shards wait until they may identify."""
        self._listener = ChangeListener(
            self._database.url, self._database.report_invalidated, store.forget
        )

    @classmethod
    async def take(
        cls,
        store: Store,
        settings: Settings,
        clock: Callable[[], datetime],
        lease_s: float,
        on_wait: Callable[[str], object],
    ) -> Self:
        """Take a free part, and wait for one when all are held; then `on_wait` gets a sentence.

        Raises StorageError, with a sentence, when this process cannot go with those that run.
        """
        assert isinstance(store.database, PostgresDatabase), "only a server is shared"
        lease = PartLease(store.database, settings.parts, clock, lease_s)
        part = cls(store, settings, lease)
        parts = f"all {settings.parts} parts are" if settings.parts > 1 else "the bot is"
        try:
            with store.database.explain_errors():
                await agree_on_parts(store.database, settings.parts)
                await lease.take(lambda: on_wait(f"I stand by: {parts} held by other processes."))
                # Others may have agreed on another number while this one stood by.
                await agree_on_parts(store.database, settings.parts)
                await part._listener.start()
        except BaseException:
            await part.release()
            raise
        log.info("I have part %d of %d", lease.part + 1, lease.part_count)
        return part

    @property
    def is_held(self) -> bool:
        """Whether no other process can have the part now."""
        return self._lease.is_held

    async def choose_shards(self, client: discord.AutoShardedClient) -> None:
        """Set the shards of a client that is logged in and not connected yet.

        Raises StorageError when the processes that run have another number of them, BlockedError
        when the platform does not let all of them start today.
        """
        recommended, _, limits = await client.http.get_bot_gateway()
        number, count = self._lease.part, self._lease.part_count
        with self._database.explain_errors():
            shard_count = await agree_on_shards(
                self._database, count, self._settings.shards, recommended
            )
        if recommended > MAX_SHORTAGE * shard_count:
            log.warning(
                "Discord recommends %d shards, and there are %d: before it refuses them, stop all "
                "processes and start them with BOT_SHARDS=%d",
                recommended,
                shard_count,
                recommended,
            )
        shards = list_part_shards(number, count, shard_count)
        if limits["remaining"] < len(shards):
            raise BlockedError(
                f"Discord lets shards of this bot connect {limits['remaining']} more times for "
                f"now, and I have {len(shards)}.",
                limits["reset_after"] / 1_000,
            )
        self._turns = IdentifyTurns(self._database, limits["max_concurrency"])
        client.shard_count, client.shard_ids = shard_count, list(shards)
        # A shard that connects waits for its turn among all.
        client.shard_connect_timeout = CONNECT_TIMEOUT_S + TURN_S * shard_count
        log.info("my shards are %d to %d of %d", shards[0], shards[-1], shard_count)

    async def wait_for_turn(self, shard_id: int) -> None:
        """Wait until a shard may identify, and until this process has its part if it was lost."""
        assert self._turns is not None, "the shards were chosen before"
        self._waiting_for_turn += 1
        try:
            await self._turns.take(shard_id)
            while not self.is_held:
                # The turn has passed when the part is there again.
                await asyncio.sleep(REGAIN_POLL_S)
                if self.is_held:
                    await self._turns.take(shard_id)
        finally:
            self._waiting_for_turn -= 1

    async def run(
        self,
        program: Coroutine[Any, Any, None],
        listeners: Sequence[PartListener],
        is_connected: Callable[[], bool],
    ) -> None:
        """Run `program` to its end and keep the part meanwhile; tell `listeners` when it is lost.

        `is_connected` returns whether any shard is. Raises PartTakenError when another process has
        the part, UnconnectedError when another process should have it.
        """

        def is_well() -> bool:
            return is_connected() or self._waiting_for_turn > 0 or not self.is_held

        running = asyncio.create_task(program, name="the bot on its part")
        watching = (
            asyncio.create_task(self._keep(listeners), name="the part"),
            asyncio.create_task(
                require_connection(self._database, self._lease.part, is_well),
                name="the connection of the part",
            ),
        )
        try:
            await asyncio.wait((running, *watching), return_when=asyncio.FIRST_COMPLETED)
            for task in watching:
                if task.done():
                    task.result()
        finally:
            for task in (running, *watching):
                task.cancel()
            await asyncio.gather(running, *watching, return_exceptions=True)
        running.result()

    async def release(self) -> None:
        """Give the part back, after all that writes has ended."""
        await self._listener.stop()
        await self._lease.release()

    async def _keep(self, listeners: Sequence[PartListener]) -> NoReturn:
        """Regain the part in place whenever it is lost. Raises PartTakenError."""
        while True:
            await self._lease.wait_until_lost()
            log.warning("the session of the database is lost: I stop until I have my part again")
            for listener in listeners:
                listener.on_part_lost()
            await self._lease.regain()
            try:
                await self._store.forget()
                for listener in listeners:
                    await listener.on_part_regained()
            except DatabaseError as error:
                log.warning("the part could not be taken up: %s", error)
                self._lease.drop()
            else:
                log.warning("I have part %d again and go on", self._lease.part + 1)
