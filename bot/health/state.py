"""What is known about the parts of the bot, and whether that is healthy.

The event loop writes the state. The HTTP server, which has a thread of its own so that it answers
while the event loop stands still, reads it: each attribute is replaced as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.health.limits import HealthLimits


class ShardState(NamedTuple):
    """One shard of this process."""

    id: int
    is_connected: bool
    latency: float
    """Seconds from a heartbeat to its answer."""
    heard_at: float | None
    """The monotonic time of the last event that is known of, None before the first."""
    is_deaf: bool


class TickState(NamedTuple):
    """The scheduler; times are monotonic, in seconds."""

    ended_at: float
    """When a tick, a batch or a job last ended, or when watching began."""
    step: str
    """What is under way, such as "the job 'feeds'"; "" between two ticks."""


class DatabaseState(NamedTuple):
    """The writes that test the database; times are monotonic, in seconds."""

    asked_at: float | None
    """When the write under way began, None between two."""
    answered_at: float | None
    """When one last succeeded, None before the first."""
    seconds: float
    """How long that took."""
    fault: str
    """What was wrong with the last one, "" for nothing."""


class Check(NamedTuple):
    """Whether one part is healthy, and what is known about it, as a sentence."""

    name: str
    is_healthy: bool
    detail: str


@dataclass
class HealthState:
    """The state of the process; what belongs to a bot is None or empty while none is open."""

    limits: HealthLimits
    beat_at: float
    """The monotonic time at which the event loop last ran the watch."""
    shards: tuple[ShardState, ...] = ()
    shard_count: int | None = None
    """How many shards this process will have, None while that is not known."""
    is_ready: bool = False
    """Whether every shard has received its servers."""
    servers: int = 0
    tick: TickState | None = None
    database: DatabaseState | None = None
    waiting: str = ""
    """Why there is no connection yet, as a sentence; "" when there is no reason to wait."""
    stands_by: bool = False
    """Whether the process waits for a part of the shards, which is healthy."""
    overdue: Mapping[str, int] = field(default_factory=dict[str, int])
    """Overdue posts by kind."""
    gauges: Mapping[str, int] = field(default_factory=dict[str, int])


def list_checks(state: HealthState, now: float) -> list[Check]:
    """Return the checks of `/healthz` at the monotonic time `now`, in seconds."""
    return [
        check_event_loop(state, now),
        check_gateway(state),
        *check_events(state, now),
        *check_tick(state, now),
        *check_database(state, now),
    ]


def is_ready(state: HealthState, now: float) -> bool:
    """Return whether commands are answered at the monotonic time `now`, in seconds."""
    return state.is_ready and all(check.is_healthy for check in list_checks(state, now))


def check_event_loop(state: HealthState, now: float) -> Check:
    """Return whether the event loop runs."""
    silence = now - state.beat_at
    if silence < state.limits.loop_stall:
        return Check("event_loop", True, f"It ran {silence:.0f} s ago.")
    return Check("event_loop", False, f"It has stood still for {silence:.0f} s.")


def check_gateway(state: HealthState) -> Check:
    """Return whether every shard is connected, or the process only stands by."""
    connected = sum(shard.is_connected for shard in state.shards)
    wanted = state.shard_count or max(len(state.shards), 1)
    noun = "shard is" if wanted == 1 else "shards are"
    detail = state.waiting or f"{connected} of {wanted} {noun} connected."
    return Check("gateway", state.stands_by or connected >= wanted, detail)


def check_events(state: HealthState, now: float) -> Iterator[Check]:
    """Yield whether every connected shard gets events, unless there is none."""
    heard = [shard.heard_at for shard in state.shards if shard.heard_at is not None]
    deaf = [str(shard.id) for shard in state.shards if shard.is_deaf]
    if deaf:
        yield Check("events", False, f"No events reach shard {', '.join(deaf)}.")
    elif heard:
        silence = now - min(heard)
        limit = 2 * (state.limits.gateway_probe + state.limits.gateway_answer)
        yield Check("events", silence < limit, f"The quietest shard had one {silence:.0f} s ago.")


def check_tick(state: HealthState, now: float) -> Iterator[Check]:
    """Yield whether the scheduler makes progress, unless no bot is open."""
    if state.tick is None:
        return
    silence = now - state.tick.ended_at
    step = f", and {state.tick.step} goes on" if state.tick.step else ""
    is_healthy = silence < state.limits.tick_silence
    yield Check("tick", is_healthy, f"The last one ended {silence:.0f} s ago{step}.")


def check_database(state: HealthState, now: float) -> Iterator[Check]:
    """Yield whether the database takes writes, unless no bot is open."""
    if state.database is None:
        return
    asked_at, answered_at, seconds, fault = state.database
    wait = 0.0 if asked_at is None else now - asked_at
    if wait >= state.limits.database_silence:
        yield Check("database", False, f"A write has waited for {wait:.0f} s.")
    elif fault:
        yield Check("database", False, f"It cannot be written: {fault}.")
    elif answered_at is not None:
        ago = now - answered_at
        yield Check("database", True, f"A write took {seconds:.3f} s, {ago:.0f} s ago.")
