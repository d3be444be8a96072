"""The metrics of `/metrics`; docs/metrics.md explains each."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from bot import __version__
from bot.health.state import HealthState, list_checks
from bot.instrumentation.observers import (
    AnswerLocked,
    Event,
    IncidentLogged,
    InteractionHandled,
    PostSettled,
)

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

SECONDS_TO_ANSWER = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 10.0)
"""Discord drops an interaction that has no answer after three seconds."""
SECONDS_TO_WAIT = (0.001, 0.005, 0.025, 0.1, 0.5, 2.0, 10.0)
MAX_LABELS = 200
"""How many names of interactions are told apart; further ones are counted as "other"."""


class Metrics:
    """Counts what the bot does. Labels hold names from the code and codes of Discord only."""

    def __init__(self, state: HealthState) -> None:
        # A second series for each would double what is stored, to say when it began.
        disable_created_metrics()
        self.registry = registry = CollectorRegistry()
        self._names: set[str] = set()
        self._interactions = Counter(
            "fanbot_interactions", "Handled interactions", ("command", "outcome"), registry=registry
        )
        self._interaction_seconds = Histogram(
            "fanbot_interaction_seconds",
            "Time to handle an interaction",
            ("command",),
            buckets=SECONDS_TO_ANSWER,
            registry=registry,
        )
        self._posts = Counter(
            "fanbot_posts", "Posts that are settled", ("kind", "state"), registry=registry
        )
        self._answers = Counter("fanbot_answers", "Stored answers", ("game",), registry=registry)
        self._database_wait = Histogram(
            "fanbot_database_wait_seconds",
            "How long writes waited for their turn",
            buckets=SECONDS_TO_WAIT,
            registry=registry,
        )
        self._loop_lag = Histogram(
            "fanbot_event_loop_lag_seconds",
            "How late the event loop ran a task that was due",
            buckets=SECONDS_TO_WAIT,
            registry=registry,
        )
        self._rate_limits = Counter(
            "fanbot_rate_limits", "Requests that Discord limited", ("scope",), registry=registry
        )
        self._refusals = Counter(
            "fanbot_refusals",
            "Requests that Discord refused",
            ("status", "code"),
            registry=registry,
        )
        Info("fanbot", "The running version", registry=registry).info({"version": __version__})
        ProcessCollector(registry=registry)
        registry.register(StateCollector(state))

    def observe(self, event: Event) -> None:
        """Count one event."""
        match event:
            case InteractionHandled(name, outcome, seconds):
                name = self._limit_name(name)
                self._interactions.labels(name, outcome.value).inc()
                self._interaction_seconds.labels(name).observe(seconds)
            case PostSettled(kind, state):
                self._posts.labels(kind, state).inc()
            case AnswerLocked(game):
                self._answers.labels(game).inc()
            case IncidentLogged():
                pass  # It is counted as an interaction that failed.

    def _limit_name(self, name: str) -> str:
        if name not in self._names:
            if len(self._names) >= MAX_LABELS:
                return "other"
            self._names.add(name)
        return name

    def observe_database_wait(self, seconds: float) -> None:
        """Count the wait of one write."""
        self._database_wait.observe(seconds)

    def observe_loop_lag(self, seconds: float) -> None:
        """Count how late one beat of the event loop came."""
        self._loop_lag.observe(seconds)

    def on_rate_limit(self, scope: str) -> None:
        self._rate_limits.labels(scope).inc()

    def on_refusal(self, status: int, code: int) -> None:
        self._refusals.labels(str(status), str(code)).inc()

    def render(self, accepted_types: str) -> tuple[bytes, str]:
        """Return the metrics in the best of the accepted formats, and its media type."""
        encode, media_type = choose_encoder(accepted_types)
        return encode(self.registry), media_type


class StateCollector(Collector):
    """The gauges, read from the state at each scrape."""

    def __init__(self, state: HealthState) -> None:
        self._state = state

    def collect(self) -> Iterator[Metric]:
        state, now = self._state, time.monotonic()
        healthy = GaugeMetricFamily("fanbot_healthy", "Checks of /healthz", labels=["check"])
        for check in list_checks(state, now):
            healthy.add_metric([check.name], check.is_healthy)
        yield healthy
        yield from self._collect_shards()
        yield GaugeMetricFamily("fanbot_servers", "Servers of this process", state.servers)
        for name, value in state.gauges.items():
            yield GaugeMetricFamily(f"fanbot_{name}", "Number at this moment", value)
        overdue = GaugeMetricFamily("fanbot_posts_overdue", "Overdue posts", labels=["kind"])
        for kind, count in state.overdue.items():
            overdue.add_metric([kind], count)
        yield overdue
        if state.tick is not None:
            age = now - state.tick.ended_at
            yield GaugeMetricFamily("fanbot_tick_age_seconds", "Time since the last tick", age)
        if state.database is not None:
            took = state.database.seconds
            yield GaugeMetricFamily("fanbot_database_probe_seconds", "Time of a test write", took)

    def _collect_shards(self) -> Iterator[Metric]:
        connected = GaugeMetricFamily("fanbot_shard_connected", "Connections", labels=["shard"])
        latency = GaugeMetricFamily("fanbot_shard_latency_seconds", "Latency", labels=["shard"])
        for shard in self._state.shards:
            connected.add_metric([str(shard.id)], shard.is_connected)
            if math.isfinite(shard.latency):
                latency.add_metric([str(shard.id)], shard.latency)
        yield connected
        yield latency
