"""Measures commands and the event loop while other work goes on."""

from __future__ import annotations

import asyncio
import statistics
import time
from typing import Any

from simcord.enums import InteractionType
from simcord.interactions import base_payload

from tests.world import World

PROBE_INTERVAL_S = 0.005
COMMAND_INTERVAL_S = 0.05


async def measure_during(world: World, work: Any) -> tuple[LoopLagMonitor, list[float]]:
    """Return the longest blocks of the loop and the seconds of every command during `work`."""
    task = asyncio.ensure_future(work)
    response_times = world.env.backend.http_requests = _ResponseTimes(
        world.env.backend.messages, world.channel.id
    )
    world.env.backend.transcript = _DiscardingList()
    sent_at: dict[str, float] = {}
    lag = LoopLagMonitor()
    while not task.done():
        sent_at[_send_status(world)] = time.perf_counter()
        await asyncio.sleep(COMMAND_INTERVAL_S)
    lag.stop()
    await task
    await asyncio.sleep(1)
    return lag, [response_times.answered_at[path] - began for path, began in sent_at.items()]


def _send_status(world: World) -> str:
    """Send `/status` without waiting, and return the start of the path of its answer."""
    backend = world.env.backend
    command = backend.commands[None]["status", 1]
    record, payload = base_payload(
        backend,
        type=InteractionType.APPLICATION_COMMAND,
        channel_id=world.channel.id,
        guild_id=world.guild.id,
        user_id=world.alice.id,
        data={"id": command["id"], "name": "status", "type": 1, "options": []},
    )
    backend.emit("INTERACTION_CREATE", payload)
    return f"/interactions/{record.id}/"


class _DiscardingList(list[Any]):
    """A list that drops what is added: the simulation's records are not the bot's memory."""

    def append(self, _item: Any) -> None:
        pass


class _ResponseTimes(list[Any]):
    """Drops requests and messages, and records when each interaction was answered.

    `messages` are the simulation's own, by channel and id; `asked_in` is where commands are used.
    """

    def __init__(self, messages: dict[int, dict[int, Any]], asked_in: int) -> None:
        super().__init__()
        self.answered_at: dict[str, float] = {}
        self._messages = messages
        self._asked_in = asked_in
        self._posted = asked_in

    def append(self, request: Any) -> None:
        _, kind, subject, *_ = request.path.split("/")
        if kind == "interactions":
            self.answered_at[f"/interactions/{subject}/"] = time.perf_counter()
            self._messages[self._asked_in].clear()
        elif kind == "channels":
            self._messages[self._posted].clear()
            self._posted = int(subject)


class LoopLagMonitor:
    """Measures how late the event loop runs a task every few milliseconds."""

    def __init__(self) -> None:
        self.wall = 0.0
        """The longest delay in seconds of wall time."""
        self.work = 0.0
        """The longest time in seconds that the loop's thread computed between two runs."""
        self._loop = asyncio.get_running_loop()
        self._handle = self._loop.call_later(PROBE_INTERVAL_S, self._probe)
        self._seen = time.perf_counter(), time.thread_time()

    def _probe(self) -> None:
        wall, work = time.perf_counter(), time.thread_time()
        self.wall = max(self.wall, wall - self._seen[0] - PROBE_INTERVAL_S)
        self.work = max(self.work, work - self._seen[1])
        self._seen = wall, work
        self._handle = self._loop.call_later(PROBE_INTERVAL_S, self._probe)

    def stop(self) -> None:
        """Stop measuring."""
        self._handle.cancel()

    def __str__(self) -> str:
        return f"{self.work * 1e3:.0f} ms computing, {self.wall * 1e3:.0f} ms by the clock"


def format_ratio(busy: list[float], idle: list[float], percent: int) -> str:
    """Return a percentile of `busy` in milliseconds and in comparison with `idle`, in seconds."""
    ours, base = (statistics.quantiles(one, n=100)[percent - 1] for one in (busy, idle))
    return f"p{percent} {ours * 1e3:.0f} ms ({ours / base:.1f} x idle)"
