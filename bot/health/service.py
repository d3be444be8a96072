"""What watches over one process: it is open while the process runs, through every bot in it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from bot.base import BotBase
from bot.errors import HungError
from bot.health.limits import HealthLimits
from bot.health.loop_watch import LoopWatch
from bot.health.monitor import Monitor
from bot.health.request_trace import observe_requests
from bot.health.state import HealthState, check_gateway
from bot.health.systemd import ServiceManager
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.health.metrics import Metrics

log = logging.getLogger(__name__)

DEFAULT_LIMITS = HealthLimits()


class HealthService:
    """Watches the event loop, and every bot that is run by it; tells the service manager."""

    def __init__(self, limits: HealthLimits) -> None:
        self._limits = limits
        self._manager = ServiceManager()
        self._loop_watch = LoopWatch(limits)
        self._status = ""
        self._told_at = 0.0
        self.state = HealthState(limits, time.monotonic())
        self.metrics: Metrics | None = None
        """None when they are not served."""

    async def beat(self) -> None:
        """Show that the event loop runs, until cancelled."""
        await self._loop_watch.beat(self._on_beat)

    def _on_beat(self, lag: float) -> None:
        self.state.beat_at = now = time.monotonic()
        if self.state.shards:
            self._loop_watch.may_end_process = True
        if self.metrics is not None:
            self.metrics.observe_loop_lag(lag)
        self._tell_manager(now)

    def _tell_manager(self, now: float) -> None:
        """Tell that the bot has started once it is connected or may not connect yet."""
        news: list[str] = []
        has_started = bool(self.state.shards or self.state.waiting)
        status = check_gateway(self.state).detail
        if has_started and status != self._status:
            news += ["READY=1", f"STATUS={status}"]
            self._status = status
        if self._manager.watchdog_seconds and (
            now - self._told_at >= self._manager.watchdog_seconds / 3
        ):
            news.append("WATCHDOG=1")
            self._told_at = now
        if news:
            self._manager.notify(*news)

    async def sleep(self, seconds: float, reason: str) -> None:
        """Wait before the next try, and say meanwhile why there is no connection."""
        self.state.waiting = reason
        await asyncio.sleep(seconds)
        self.state.waiting = ""

    def stand_by(self, reason: str) -> None:
        """Say why there is no connection until a part of the shards is free."""
        self.state.waiting, self.state.stands_by = reason, True
        log.info("%s", reason)

    def observe(self, bot: BotBase) -> None:
        """Count what a bot does from now on, if metrics are served; it must not be logged in."""
        if self.metrics is None:
            return
        bot.observers.add(self.metrics.observe)
        bot.store.database.add_wait_listener(self.metrics.observe_database_wait)
        assert bot.http.http_trace is not None, "the watch over the clock needs it"
        observe_requests(bot.http.http_trace, self.metrics)

    async def run_bot(self, bot: BotBase, program: Coroutine[Any, Any, None]) -> None:
        """Run `program`, which runs `bot`, to its end.

        Raises HungError when a part of the bot hangs; then the process ends soon, even if closing
        hangs too.
        """
        self.observe(bot)
        self.state.waiting, self.state.stands_by = "", False
        running = asyncio.create_task(program, name="the bot")
        watching = asyncio.create_task(
            Monitor(bot, self.state, self._limits).run(), name="the watch over the bot"
        )
        try:
            await asyncio.wait((running, watching), return_when=asyncio.FIRST_COMPLETED)
            if watching.done():
                self._handle_end_of_watch(watching)
                # A fault in the watch is no reason to end.
                await asyncio.wait((running,))
        except HungError:
            self._loop_watch.end_process_within(self._limits.shutdown)
            raise
        finally:
            running.cancel()
            watching.cancel()
            await asyncio.gather(running, watching, return_exceptions=True)
        running.result()

    def _handle_end_of_watch(self, watching: asyncio.Task[NoReturn]) -> None:
        error = watching.exception()
        log.error("%s", error, exc_info=None if isinstance(error, HungError) else error)
        if isinstance(error, HungError):
            raise error

    def stop(self) -> None:
        """Tell the service manager that the process is about to end."""
        self._manager.notify("STOPPING=1")


@asynccontextmanager
async def open_health_service(
    settings: Settings, limits: HealthLimits = DEFAULT_LIMITS
) -> AsyncGenerator[HealthService]:
    """Watch inside the block, and serve health and metrics if the owner wants that.

    Raises StartError when they cannot be served.
    """
    service = HealthService(limits)
    server = None
    if settings.http_address is not None:
        # Imported late: most bots serve no metrics.
        from bot.health.http_server import HealthServer
        from bot.health.metrics import Metrics

        service.metrics = Metrics(service.state)
        server = HealthServer(service.state, service.metrics)
        port = await server.start(*settings.http_address)
        log.info("serving /healthz, /readyz and /metrics on port %d", port)
    beating = asyncio.create_task(service.beat(), name="beat of the event loop")
    try:
        yield service
    finally:
        service.stop()
        beating.cancel()
        if server is not None:
            await server.stop()
