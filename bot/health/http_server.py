"""Serves `/healthz`, `/readyz` and `/metrics` from a thread with an event loop of its own.

So it answers while the event loop of the bot stands still, and scrapes do not hold up commands.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable

import aiohttp
from aiohttp.web_request import BaseRequest
from aiohttp.web_response import Response
from aiohttp.web_server import Server

from bot.errors import StartError
from bot.health.metrics import Metrics
from bot.health.state import HealthState, is_ready, list_checks

CLOSE_TIMEOUT_S = 1.0
_METHODS = ("GET", "HEAD")


class HealthServer:
    """The server of one process."""

    def __init__(self, state: HealthState, metrics: Metrics) -> None:
        self._state = state
        self._metrics = metrics
        self._pages: dict[str, Callable[[BaseRequest], Response]] = {
            "/healthz": self._show_health,
            "/readyz": self._show_readiness,
            "/metrics": self._show_metrics,
        }
        self._server: Server | None = None
        self._loop = asyncio.new_event_loop()
        self._listener: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, name="health", daemon=True)

    async def start(self, host: str, port: int) -> int:
        """Serve from now on, and return the port; for port 0 a free one is taken.

        Raises StartError when the address cannot be used.
        """
        self._thread.start()
        try:
            return await asyncio.wrap_future(
                asyncio.run_coroutine_threadsafe(self._listen(host, port), self._loop)
            )
        except OSError as error:
            await self.stop()
            raise StartError(
                f"I can't serve at {host}:{port}, which BOT_HTTP names: {error.strerror}. Choose "
                "another port, or an address of this computer."
            ) from None

    async def _listen(self, host: str, port: int) -> int:
        # It takes the loop that it is made on.
        self._server = Server(self._handle, access_log=None)
        self._listener = await self._loop.create_server(self._server, host, port)
        return self._listener.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop serving, and end the thread."""
        closing = asyncio.run_coroutine_threadsafe(self._close(), self._loop)
        await asyncio.wrap_future(closing)
        self._loop.call_soon_threadsafe(self._loop.stop)
        await asyncio.to_thread(self._thread.join)
        self._loop.close()

    async def _close(self) -> None:
        if self._listener is not None:
            self._listener.close()
        if self._server is not None:
            await self._server.shutdown(CLOSE_TIMEOUT_S)

    async def _handle(self, request: BaseRequest) -> Response:
        show = self._pages.get(request.path)
        if show is None:
            return Response(status=404, text="There is nothing here.\n")
        if request.method not in _METHODS:
            return Response(status=405, headers={"Allow": ", ".join(_METHODS)})
        return show(request)

    def _show_health(self, _request: BaseRequest) -> Response:
        checks = list_checks(self._state, time.monotonic())
        is_healthy = all(check.is_healthy for check in checks)
        body = {
            "healthy": is_healthy,
            "checks": {
                check.name: {"healthy": check.is_healthy, "detail": check.detail}
                for check in checks
            },
        }
        return _build_json(body, is_good=is_healthy)

    def _show_readiness(self, _request: BaseRequest) -> Response:
        ready = is_ready(self._state, time.monotonic())
        return _build_json({"ready": ready}, is_good=ready)

    def _show_metrics(self, request: BaseRequest) -> Response:
        accepted = request.headers.get(aiohttp.hdrs.ACCEPT, "")
        body, media_type = self._metrics.render(accepted)
        return Response(body=body, headers={aiohttp.hdrs.CONTENT_TYPE: media_type})


def _build_json(body: object, *, is_good: bool) -> Response:
    return Response(
        status=200 if is_good else 503,
        text=json.dumps(body, indent=1) + "\n",
        content_type="application/json",
    )
