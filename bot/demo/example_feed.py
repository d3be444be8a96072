"""A made-up news feed that the demo serves on this computer, and that it alone may reach."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape

from aiohttp import web

from bot import __version__
from bot.base import BotBase
from bot.fetching.fetcher import FETCHER, Fetcher
from bot.fetching.user_agent import build_user_agent
from seeds.pack import FeedSuggestion, Manifest

HOST = "127.0.0.1"
TITLE = "Example news (made up)"
STORY = "Example: cameras roll on {awaited} of {work}"
LEAD = "This is an example and not true: {awaited} of {work} has started filming."
PARAGRAPHS = (
    LEAD,
    "Approve it in /review next, and see how the status, the timeline and the news channel follow."
    " The paper that printed this does not exist.",
)


@asynccontextmanager
async def serve_example_feed(
    bot: BotBase, now: Callable[[], datetime], port: int = 0
) -> AsyncGenerator[FeedSuggestion]:
    """Serve the feed, and let the bot suggest and reach it; yield the suggestion.

    Enter it before the bot's features are loaded. `now` returns the demo's time, aware; `port` 0
    means any free one.
    """
    manifest = bot.packs.get(None).manifest
    server = _ExampleServer(manifest, now)
    runner = web.ServerRunner(web.Server(server.handle))
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
        port = int(runner.addresses[0][1])
        server.origin = f"http://{HOST}:{port}"
        user_agent = build_user_agent(__version__, manifest.title, "the demo on this computer")
        fetcher = Fetcher(user_agent, local_ports=(port,))
        bot.resources[FETCHER] = fetcher
        suggestion = FeedSuggestion(title=TITLE, address=f"{server.origin}/feed")
        bot.packs.further_feeds.append(suggestion)
        try:
            yield suggestion
        finally:
            await fetcher.close()
    finally:
        await runner.cleanup()


class _ExampleServer:
    """Answers with the feed and the page of its story."""

    def __init__(self, manifest: Manifest, now: Callable[[], datetime]) -> None:
        self._names = {"awaited": manifest.awaited, "work": manifest.work}
        self._now = now
        self.origin = ""

    async def handle(self, request: web.BaseRequest) -> web.Response:
        if request.path == "/feed":
            return web.Response(text=self._build_feed(), content_type="application/rss+xml")
        if request.path == "/story":
            return web.Response(text=self._build_page(), content_type="text/html")
        return web.Response(status=404)

    def _build_feed(self) -> str:
        published = format_datetime(self._now() - timedelta(hours=1))
        items = (
            (STORY, LEAD, "/story"),
            ("Example: ten plants for your balcony", "They need little water.", "/plants"),
        )
        blocks = [
            f"<item><title>{self._fill(title)}</title><link>{self.origin}{path}</link>"
            f"<description>{self._fill(text)}</description><pubDate>{published}</pubDate></item>"
            for title, text, path in items
        ]
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
            f"<title>{TITLE}</title><link>{self.origin}/</link>{''.join(blocks)}</channel></rss>"
        )

    def _build_page(self) -> str:
        paragraphs = "".join(f"<p>{self._fill(one)}</p>" for one in PARAGRAPHS)
        title = self._fill(STORY)
        return (
            f"<!doctype html><title>{title}</title><article><h1>{title}</h1>{paragraphs}</article>"
        )

    def _fill(self, text: str) -> str:
        return escape(text.format(**self._names), quote=False)
