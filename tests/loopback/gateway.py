"""The gateway: sockets of shards, sessions that can be resumed, and identifies in turn.

Sources: https://docs.discord.com/developers/events/gateway, on identifying, resuming, heartbeats
and `max_concurrency`.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any, NamedTuple

from aiohttp import WSMsgType, web

from tests.loopback.guilds import Guilds
from tests.loopback.objects import APPLICATION, APPLICATION_ID, SELF, SESSION_STARTS

MAX_REPLAYED = 2_000
"""Events that a session keeps for RESUME."""
SESSION_TIMED_OUT = 4_009


@dataclass(eq=False)
class Socket:
    """One connection of a process; what is sent waits in a queue, as its reader may be stopped."""

    response: web.WebSocketResponse
    sender: str
    """Which process has opened it, "" when they are not told apart."""
    session: Session | None = None
    last_beat: float = field(default_factory=time.monotonic)
    queue: asyncio.Queue[str] = field(default_factory=asyncio.Queue[str])

    def send(self, operation: int, data: Any, sequence: int | None = None, event: str = "") -> None:
        """Queue a message."""
        message = {"op": operation, "d": data, "s": sequence, "t": event or None}
        self.queue.put_nowait(json.dumps(message))

    async def write(self) -> None:
        """Write what is queued, until the socket is closed."""
        with suppress(ConnectionError):
            while True:
                await self.response.send_str(await self.queue.get())


@dataclass(eq=False)
class Session:
    """What a shard began by IDENTIFY; it outlives its socket for a while."""

    id: str
    sender: str
    shard: int
    shard_count: int
    socket: Socket | None
    sequence: int = 0
    events: deque[tuple[int, str, Any]] = field(
        default_factory=lambda: deque[tuple[int, str, Any]](maxlen=MAX_REPLAYED)
    )
    lost_at: float | None = None
    """The monotonic time at which its socket was lost, None while it has one."""

    def send(self, event: str, data: Any) -> None:
        """Send an event, or keep it for RESUME."""
        self.sequence += 1
        self.events.append((self.sequence, event, data))
        if self.socket is not None:
            self.socket.send(0, data, self.sequence, event)


class Identify(NamedTuple):
    """An IDENTIFY that a process sent."""

    at: float
    """Monotonic time in seconds."""
    sender: str
    shard: int
    is_accepted: bool


class Resume(NamedTuple):
    """A RESUME that a process sent."""

    at: float
    sender: str
    is_accepted: bool


@dataclass
class Gateway(Guilds):
    """The gateway of a bot with one or several shards, in one or several processes."""

    port: int = 0
    is_deaf: bool = False
    """Whether the gateway only answers heartbeats; a new socket waits for its HELLO meanwhile."""
    application: dict[str, Any] = field(default_factory=lambda: dict(APPLICATION))
    session_starts: dict[str, int] = field(default_factory=lambda: dict(SESSION_STARTS))
    """`session_start_limit`, of which `max_concurrency` holds for IDENTIFY."""
    shards: int = 1
    """How many shards the platform recommends."""
    heartbeat_s: float = 1.0
    """Seconds between two heartbeats that are asked for."""
    silence_s: float | None = None
    """Seconds without a heartbeat after which a socket is closed, None for never."""
    identify_s: float = 0.0
    """Seconds for which another IDENTIFY of the same bucket is refused; Discord has 5."""
    resume_s: float = 60.0
    """Seconds for which a session without a socket can be resumed."""
    sockets: list[Socket] = field(default_factory=list[Socket])
    opened: int = 0
    """How many sockets were opened so far."""
    open_sessions: dict[str, Session] = field(default_factory=dict[str, Session])
    identifies: list[Identify] = field(default_factory=list[Identify])
    resumes: list[Resume] = field(default_factory=list[Resume])
    overlaps: list[tuple[float, int, tuple[str, ...]]] = field(
        default_factory=list[tuple[float, int, tuple[str, ...]]]
    )
    """When a shard began to have more than one socket, the shard, and their senders."""
    _session_numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def sessions(self) -> int:
        """How often a shard has identified itself."""
        return sum(one.is_accepted for one in self.identifies)

    def build_gateway_url(self, sender: str) -> str:
        """Return the address of the gateway for a process."""
        return f"ws://127.0.0.1:{self.port}{f'/{sender}' if sender else ''}/gateway"

    def list_live(self, shard: int | None = None) -> list[Session]:
        """Return the sessions that have a socket: of one shard, or of all."""
        return [
            one
            for one in self.open_sessions.values()
            if one.socket is not None and shard in (None, one.shard)
        ]

    async def send_to_guild(self, name: str, guild_id: int, data: Any) -> None:
        """Send an event to every session of the guild's shard; one without a socket keeps it."""
        self._end_old_sessions()
        for session in self.open_sessions.values():
            if (guild_id >> 22) % session.shard_count == session.shard or session.shard_count == 1:
                session.send(name, data)

    async def drop_sockets(self, sender: str | None = None, *, code: int = 4_000) -> None:
        """Close the sockets of a process, or of all; their sessions can be resumed."""
        for socket in [one for one in self.sockets if sender in (None, one.sender)]:
            await self._close(socket, code)

    async def serve_gateway(self, request: web.Request, sender: str) -> web.WebSocketResponse:
        """Serve one socket until it is closed."""
        socket = Socket(web.WebSocketResponse(), sender)
        await socket.response.prepare(request)
        self.sockets.append(socket)
        self.opened += 1
        parts = (self._greet(socket), socket.write(), self._watch(socket))
        tasks = [asyncio.create_task(part) for part in parts]
        try:
            async for message in socket.response:
                if message.type is WSMsgType.TEXT:
                    self._on_message(socket, json.loads(message.data))
        finally:
            for task in tasks:
                task.cancel()
            self._lose_socket(socket)
        return socket.response

    async def _greet(self, socket: Socket) -> None:
        while self.is_deaf:
            await asyncio.sleep(0.05)
        socket.send(10, {"heartbeat_interval": round(self.heartbeat_s * 1e3)})

    def _on_message(self, socket: Socket, message: Any) -> None:
        operation, data = message["op"], message["d"]
        if operation == 1:
            socket.last_beat = time.monotonic()
            socket.send(11, None)
        elif operation == 2:
            self._identify(socket, *data.get("shard", [0, 1]))
        elif operation == 6:
            self._resume(socket, data["session_id"], data["seq"])
        elif operation == 8 and not self.is_deaf and socket.session is not None:
            found = self.get_guild(int(data["guild_id"])) or self.guild
            chunk = {
                "guild_id": data["guild_id"],
                "members": found["members"],
                "chunk_index": 0,
                "chunk_count": 1,
                "nonce": data.get("nonce"),
            }
            socket.session.send("GUILD_MEMBERS_CHUNK", chunk)

    def _identify(self, socket: Socket, shard: int, shard_count: int) -> None:
        now, buckets = time.monotonic(), self.session_starts["max_concurrency"]
        last = max(
            (
                one.at
                for one in self.identifies
                if one.is_accepted and one.shard % buckets == shard % buckets
            ),
            default=float("-inf"),
        )
        is_accepted = now - last >= self.identify_s
        self.identifies.append(Identify(now, socket.sender, shard, is_accepted))
        if not is_accepted:
            socket.send(9, False)
            return
        name = f"session-{next(self._session_numbers)}"
        session = Session(name, socket.sender, shard, shard_count, socket)
        self._attach(session, socket)
        self.open_sessions[name] = session
        self._start(session)

    def _start(self, session: Session) -> None:
        guilds = [
            guild
            for guild in self.guilds
            if (int(guild["id"]) >> 22) % session.shard_count == session.shard
        ]
        ready = {
            "v": 10,
            "user": SELF,
            "guilds": [{"id": guild["id"], "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.build_gateway_url(session.sender),
            "shard": [session.shard, session.shard_count],
            "application": {"id": str(APPLICATION_ID), "flags": self.application["flags"]},
        }
        session.send("READY", ready)
        for guild in guilds:
            session.send("GUILD_CREATE", guild)

    def _resume(self, socket: Socket, session_id: str, sequence: int) -> None:
        self._end_old_sessions()
        session = self.open_sessions.get(session_id)
        is_accepted = session is not None and session.sender == socket.sender
        self.resumes.append(Resume(time.monotonic(), socket.sender, is_accepted))
        if session is None or not is_accepted:
            socket.send(9, False)
            return
        if session.socket is not None:
            session.socket.session = None
        self._attach(session, socket)
        for number, event, data in session.events:
            if number > sequence:
                socket.send(0, data, number, event)
        session.send("RESUMED", {})

    def _attach(self, session: Session, socket: Socket) -> None:
        session.socket, session.lost_at, socket.session = socket, None, session
        senders = {one.sender for one in self.list_live(session.shard)} | {session.sender}
        if len(senders) > 1:
            self.overlaps.append((time.monotonic(), session.shard, tuple(sorted(senders))))

    def _lose_socket(self, socket: Socket) -> None:
        self.sockets.remove(socket)
        session = socket.session
        if session is None or session.socket is not socket:
            return
        session.socket, session.lost_at = None, time.monotonic()
        # A client that ends the connection in order ends its session too.
        if socket.response.close_code in (1000, 1001, SESSION_TIMED_OUT):
            self.open_sessions.pop(session.id, None)

    def _end_old_sessions(self) -> None:
        oldest = time.monotonic() - self.resume_s
        for session in list(self.open_sessions.values()):
            if session.lost_at is not None and session.lost_at < oldest:
                del self.open_sessions[session.id]

    async def _watch(self, socket: Socket) -> None:
        """Close a socket whose heartbeats have stopped."""
        while self.silence_s is None or time.monotonic() - socket.last_beat < self.silence_s:
            await asyncio.sleep(self.heartbeat_s / 2)
        if socket.session is not None:
            self.open_sessions.pop(socket.session.id, None)
        await self._close(socket, SESSION_TIMED_OUT)

    async def _close(self, socket: Socket, code: int) -> None:
        # A stopped process does not answer, and its side of the connection stays open.
        with suppress(TimeoutError, ConnectionError):
            await asyncio.wait_for(socket.response.close(code=code), 1)
