"""A world whose bot may watch the feeds of a server on this computer, and feeds to serve there."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from simcord.actors import MemberActor

from bot.fetching.fetcher import FETCHER
from cogs.news.cog import FEED_POLLER
from tests.drivers.setup import SetupDriver, open_setup
from tests.loopback.web_server import WebServer, open_web_server
from tests.platform_rules.document import PlatformDocument
from tests.posting import add_admin
from tests.world import World, build_settings, open_world, wait_until

PAGE = """<!doctype html><html><head><title>{title}</title></head><body>
<nav><a href="/">Home</a> <a href="/tv">Television</a></nav>
<article><h1>{title}</h1>{paragraphs}</article>
<footer>All rights reserved by the paper that printed this.</footer></body></html>"""
SHOOTING = (
    "The second season of Paper Lantern has started filming at the old harbour, the studio said.",
    "Cameras rolled for the first time on 29 December 2025, with the whole cast on the quay.",
    "“We have waited years to light these lamps again,” said Ida Holm, who plays the lamp maker."
    " “It feels like coming home to me,” she added.",
)


@dataclass
class NewsWorld:
    """A running bot, a web server, and an admin with the panel of `/setup`."""

    world: World
    server: WebServer
    admin: MemberActor

    async def open_page(self) -> SetupDriver:
        """Open the *News* page of `/setup`."""
        return await open_setup(self.world, self.admin, "News")

    async def add_feed(self, path: str = "/feed") -> str:
        """Add a feed through the panel and return the note."""
        return await self.submit_text("Add a feed", self.server.url(path))

    async def submit_text(self, label: str, text: str) -> str:
        """Submit a form of the page, and return the note once the network has answered."""
        panel = await self.open_page()
        await panel.submit_text(label, text)
        await wait_until(lambda: bool(panel.note))
        return panel.note

    async def tick(self, minutes: float = 1) -> None:
        """Let time pass and everything be done that is due then."""
        await self.world.env.advance_time(minutes * 60)
        await self.world.bot.scheduler.run_due()
        await self.world.bot.resources[FEED_POLLER].wait()
        # What was just found is told of at the next tick.
        await self.world.bot.scheduler.run_due()

    async def list_waiting(self) -> list[int]:
        """Return the numbers of the proposals that wait."""
        return await self.world.bot.store.proposals.get_review_queue(self.world.guild.id)


@asynccontextmanager
async def open_news_world(
    folder: Path, document: PlatformDocument | None = None, **settings: Any
) -> AsyncGenerator[NewsWorld]:
    """Run a bot that may watch any feed, and a server that it may reach."""
    async with open_web_server() as server:
        fetcher = server.build_fetcher(timeout_s=2.0)
        changed = build_settings(folder).model_copy(update={"feeds": "any", **settings})
        try:
            async with open_world(
                changed, document, lambda bot: bot.resources.__setitem__(FETCHER, fetcher)
            ) as world:
                yield NewsWorld(world, server, add_admin(world))
        finally:
            await fetcher.close()


def build_page(title: str, paragraphs: Sequence[str] = SHOOTING) -> str:
    """Return an article as HTML."""
    marked = "".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    return PAGE.format(title=escape(title), paragraphs=marked)


def build_item(
    title: str, link: str, published: datetime | None = None, text: str = "", guid: str = ""
) -> str:
    """Return an item of RSS 2.0."""
    date = f"<pubDate>{published:%a, %d %b %Y %H:%M:%S} +0000</pubDate>" if published else ""
    identity = f"<guid isPermaLink='false'>{escape(guid)}</guid>" if guid else ""
    return (
        f"<item><title>{escape(title)}</title><link>{escape(link)}</link>{identity}{date}"
        f"<description>{escape(text)}</description></item>"
    )


def build_feed(*items: str, title: str = "The Lamp Post") -> str:
    """Return a feed of RSS 2.0."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://lamps.example/</link>{''.join(items)}</channel></rss>"
    )
