"""A web server on this computer that plays feeds, pages and hostile hosts."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.fetching.fetcher import Fetcher

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Page = str | bytes | web.Response | Handler


@dataclass
class WebServer:
    """A running server: pages by path, and the requests that it got."""

    port: int = 0
    pages: dict[str, Page] = field(default_factory=dict[str, Page])
    requests: list[web.Request] = field(default_factory=list[web.Request])

    def url(self, path: str) -> str:
        """Return the address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    def count(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(one.path == path for one in self.requests)

    def build_fetcher(self, **options: Any) -> Fetcher:
        """Build a fetcher that may reach this server and no other port of this computer."""
        options = {"host_gap_s": 0.0, **options}
        return Fetcher("TestBot/1 (+mailto:owner@example.org)", local_ports=(self.port,), **options)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer with the page of the path; 404 without one."""
        self.requests.append(request)
        page = self.pages.get(request.path)
        if page is None:
            return web.Response(status=404)
        if isinstance(page, web.Response):
            return _copy(page)
        if isinstance(page, str | bytes):
            body = page.encode() if isinstance(page, str) else page
            kind = "text/html" if body.lstrip()[:9].lower() == b"<!doctype" else "application/xml"
            return web.Response(body=body, headers={"Content-Type": kind})
        return await page(request)


def _copy(page: web.Response) -> web.Response:
    # A response can be sent once only.
    return web.Response(status=page.status, body=page.body, headers=page.headers)


@asynccontextmanager
async def open_web_server() -> AsyncGenerator[WebServer]:
    """Serve pages on a free port of this computer."""
    server = WebServer()
    runner = web.ServerRunner(web.Server(server.handle))  # type: ignore[arg-type]
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.port = runner.addresses[0][1]
    try:
        yield server
    finally:
        await runner.cleanup()
