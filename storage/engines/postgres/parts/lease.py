"""The part of the shards that a process holds, by a lock of the session through which it writes.

A process that has stopped, or that the server does not reach, loses the session after a time, and
with it the lock and the only way to write. It trusts its lock for a shorter time, so that it has
stopped sending to the platform before another process takes the part.
"""

from __future__ import annotations

import asyncio
import logging
import math
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from storage.engines.postgres.database import PostgresDatabase
from storage.engines.postgres.parts import locks
from storage.engines.postgres.parts.boot_clock import read_boot_clock
from storage.engines.postgres.parts.clock_offset import ClockOffset
from storage.engines.postgres.parts.socket_watch import watch_socket
from storage.engines.postgres.parts.stuck_sessions import StuckSessions
from storage.engines.postgres.session import Session
from storage.errors import BusyError, ConnectionLostError, DatabaseError

log = logging.getLogger(__name__)

TRUSTED_SHARE = 0.8
"""The share of the lease for which a process trusts its lock after it was last proved."""
BEATS_PER_LEASE = 5
STANDBY_POLL_S = 0.5
RETRY_S = 0.5
_MAX_NAME_LENGTH = 63


class PartTakenError(BusyError):
    """Another process has the part that this one had."""

    def __init__(self, part: int) -> None:
        super().__init__(
            f"Another process has taken over part {part + 1} of the shards: I end, to be started "
            "again."
        )


class PartLease:
    """One part of the shards, from `take` to `release`."""

    def __init__(
        self,
        database: PostgresDatabase,
        part_count: int,
        clock: Callable[[], datetime],
        lease_s: float,
    ) -> None:
        """Take an open database and the clock of this computer.

        The server ends a session of which it has heard nothing for `lease_s` seconds.
        """
        self.part_count = part_count
        self.part = -1
        """The number of the part, from 0; -1 before one is held."""
        self._url = database.url
        self._writer = database.writer
        self._clock_offset = ClockOffset(clock)
        self._lease_s = lease_s
        self._stuck_sessions = StuckSessions(lease_s)
        self._trusted_until = -math.inf
        """The time of the boot clock until which the lock is trusted."""
        self._lost = asyncio.Event()
        self._beat_now = asyncio.Event()
        self._beating: asyncio.Task[None] | None = None
        self._backend = (0, 0)
        self._server: tuple[int, float] = (0, 0.0)
        """When the server was started, and the boot time at which this process first saw it."""

    @property
    def is_held(self) -> bool:
        """Whether no other process can have the part now."""
        return read_boot_clock() < self._trusted_until

    async def wait_until_lost(self) -> None:
        """Return once the session is lost; `is_held` is False from then until `regain`."""
        await self._lost.wait()

    async def take(self, on_wait: Callable[[], object]) -> None:
        """Take the first free part; call `on_wait` once if all are held, and wait until one is not.

        Raises StorageError when the clocks differ too much, DatabaseError when the server fails
        before the waiting has begun.
        """
        lease_ms = round(self._lease_s * 1_000)
        await self._writer.configure(
            {
                "application_name": self._describe(locks.STANDBY),
                "idle_session_timeout": f"{lease_ms}ms",
                # No shorter: another process may have the part as soon as the session has ended.
                "idle_in_transaction_session_timeout": f"{lease_ms}ms",
            }
        )
        await self._clock_offset.require_same_time(await self._writer.get_session())
        is_waiting = False
        while not await self._try_to_take(may_fail=not is_waiting):
            if not is_waiting:
                is_waiting = True
                on_wait()
            await asyncio.sleep(STANDBY_POLL_S)
        with suppress(DatabaseError):
            name = self._describe(f"part {self.part + 1} of {self.part_count}")
            await self._writer.configure({"application_name": name})

    async def regain(self) -> None:
        """Take the same part again in a new session, once the server can be reached.

        Raises PartTakenError when another process has it.
        """
        # It would report the loss of its session again, and later.
        await self._stop_beating()
        failure = ""
        while True:
            try:
                session = await self._writer.reconnect()
            except DatabaseError as error:
                if str(error) != failure:
                    failure = str(error)
                    log.warning("the database is not back yet: %s", error)
                await asyncio.sleep(RETRY_S)
            else:
                self._lost.clear()
                self._start_beating(session)
                return

    def drop(self) -> None:
        """Give the session up; `regain` takes the part in another."""
        self._writer.cut()
        self._on_lost()

    async def release(self) -> None:
        """Give the part back, so that another process may take it at once."""
        is_held, self._trusted_until = self.is_held, -math.inf
        self._writer.on_lost = self._writer.on_connect = None
        await self._stop_beating()
        if is_held:
            with suppress(DatabaseError):
                session = await self._writer.get_session()
                await session.fetch("DELETE FROM taken_part WHERE part = ?", (self.part,))

    def _describe(self, role: str) -> str:
        return f"{locks.PROCESS_NAME} {role} on {socket.gethostname()}"[:_MAX_NAME_LENGTH]

    async def _try_to_take(self, *, may_fail: bool) -> bool:
        try:
            session = await self._writer.get_session()
            await self._stuck_sessions.end(session)
            free = await self._list_free(session)
            sent_at = read_boot_clock()
            for part in free:
                if await locks.try_lock(session, part):
                    await self._begin(part, session, sent_at)
                    return True
        except DatabaseError as error:
            if may_fail:
                raise
            log.warning("the database does not answer while I stand by: %s", error)
            # A part that may have been locked is free again once the session is gone.
            self._writer.cut()
        return False

    async def _list_free(self, session: Session) -> list[int]:
        """Return the parts that no process holds or believes to hold.

        A server that was started again has forgotten locks of processes which it may not have
        reached since: those go on for less than a lease.
        """
        started_at, now = await locks.get_server_start(session), read_boot_clock()
        if self._server[0] != started_at:
            self._server = started_at, now
        taken = dict(await session.fetch("SELECT part, server_started_at FROM taken_part"))
        held = await locks.list_held(session)
        may_be_believed = now - self._server[1] < self._lease_s
        return [
            part
            for part in range(self.part_count)
            if part not in held
            and not (may_be_believed and taken.get(part, started_at) != started_at)
        ]

    async def _begin(self, part: int, session: Session, sent_at: float) -> None:
        """Begin to hold a part, which is locked in `session` since `sent_at` or later."""
        await self._note_server(session, part)
        self._backend = await locks.get_backend(session)
        self.part = part
        self._writer.is_leased = True
        self._writer.on_lost = self._on_lost
        self._writer.on_connect = self._lock_again
        self._prove(sent_at)
        self._start_beating(session)

    async def _note_server(self, session: Session, part: int) -> None:
        await session.fetch(
            "INSERT INTO taken_part (part, server_started_at) VALUES (?, ?)"
            " ON CONFLICT (part) DO UPDATE SET server_started_at = excluded.server_started_at",
            (part, await locks.get_server_start(session)),
        )

    async def _lock_again(self, session: Session) -> None:
        """Lock the part in a new session. Raises PartTakenError when another process has it."""
        sent_at = read_boot_clock()
        if not await locks.try_lock(session, self.part):
            # The server may not know yet that the last session is gone.
            await locks.end_backend(session, self._backend)
            sent_at = read_boot_clock()
            if not await locks.try_lock(session, self.part):
                raise PartTakenError(self.part)
        await self._note_server(session, self.part)
        self._backend = await locks.get_backend(session)
        self._prove(sent_at)

    def _prove(self, sent_at: float) -> None:
        """Trust the lock, as the server answered what was sent at `sent_at`."""
        self._trusted_until = sent_at + TRUSTED_SHARE * self._lease_s

    def _on_lost(self) -> None:
        self._trusted_until = -math.inf
        self._lost.set()

    def _start_beating(self, session: Session) -> None:
        self._beating = asyncio.create_task(self._beat(session), name="beat of the database")

    async def _stop_beating(self) -> None:
        if self._beating is not None:
            self._beating.cancel()
            await asyncio.gather(self._beating, return_exceptions=True)

    async def _beat(self, session: Session) -> None:
        """Prove again and again that the session lasts, until it is lost."""
        try:
            with watch_socket(session, self._beat_now.set):
                while not session.is_lost:
                    await self._beat_or_cut(session)
                    with suppress(TimeoutError):
                        await asyncio.wait_for(
                            self._beat_now.wait(), self._lease_s / BEATS_PER_LEASE
                        )
                    self._beat_now.clear()
        finally:
            # That of an earlier session may end after the part was regained in another.
            if self._beating is asyncio.current_task():
                self._on_lost()

    async def _beat_or_cut(self, session: Session) -> None:
        """Prove the session once; give it up when the server does not answer in time.

        It answers nothing while a statement of the session waits for a lock, but then it says so.
        """
        sent_at = proved_at = read_boot_clock()
        beat = asyncio.ensure_future(self._clock_offset.measure(session))
        # Its failure is of no interest when this task no longer waits for it.
        beat.add_done_callback(lambda one: one.cancelled() or one.exception())
        step = self._lease_s / BEATS_PER_LEASE
        while not (await asyncio.wait((beat,), timeout=step))[0]:
            asked_at = read_boot_clock()
            if await self._is_session_busy(step):
                proved_at = asked_at
                self._prove(asked_at)
            elif read_boot_clock() - proved_at >= TRUSTED_SHARE * self._lease_s:
                log.warning("the database has not answered for %.1f s", asked_at - proved_at)
                session.cut()
                return
        try:
            beat.result()
        except ConnectionLostError as error:
            log.warning("the session of the database that writes is lost: %s", error)
        except DatabaseError:
            # A statement that was refused, as in a transaction that has failed, was answered.
            self._prove(sent_at)
        else:
            self._prove(sent_at)

    async def _is_session_busy(self, timeout_s: float) -> bool:
        """Return whether the server says that a statement of the session is under way.

        Then the session has its lock, and is not ended within a lease.
        """
        try:
            async with asyncio.timeout(timeout_s):
                other = await Session.open(self._url, {})
                try:
                    # What the session waits for may be held by a process that has stopped.
                    await self._stuck_sessions.end(other)
                    return await locks.is_backend_busy(other, self._backend)
                finally:
                    await other.close()
        except (DatabaseError, TimeoutError):
            return False
