"""Reads feeds and the pages behind their items over the network, beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple, ParamSpec, TypeVar
from urllib.parse import urlsplit

from bot.fetching.fetcher import FEED_TYPES, PAGE_TYPES, Condition, Fetched, Fetcher, FetchError
from seeds.dates import PartialDate
from seeds.feeds.findings import Finding, FoundSource, PageReading
from seeds.feeds.items import FeedContent, FeedItem
from seeds.feeds.matching import Match, SearchTerms, build_terms, find_match
from seeds.feeds.page_reading import read_page
from seeds.feeds.reading import read_feed
from seeds.feeds.stories import Story, build_story
from seeds.feeds.text import decode, parse_instant
from seeds.folding import fold
from seeds.pack import Manifest
from seeds.web_pages.article import Page, extract_page

MAX_MATCHES = 50
"""Items of one poll that are considered: the newest that count."""
MAX_TEXT = 60_000
"""Characters of an article that are read."""
NO_PAGE = Page("")
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="feeds")
"""One thread for all texts: several would keep the interpreter from the event loop for longer."""
T = TypeVar("T")
P = ParamSpec("P")


class FeedPoll(NamedTuple):
    """What one poll of a feed brought."""

    content: FeedContent | None
    """None when the feed has not changed."""
    fetched: Fetched


class MatchedItem(NamedTuple):
    """An item that counts, why, and the story it tells."""

    item: FeedItem
    match: Match
    story: Story
    subjects: tuple[str, ...]
    """The names of what the pack waits for, which a page has to speak of to prove anything."""


async def poll_feed(
    fetcher: Fetcher, address: str, now: datetime, condition: Condition | None = None
) -> FeedPoll:
    """Fetch and parse a feed. Raises FetchError or FeedError, whose message is a clause."""
    fetched = await fetcher.fetch(address, FEED_TYPES, condition)
    if fetched.is_unchanged:
        return FeedPoll(None, fetched)
    # A large feed takes a third of a second to parse.
    content = await _run_in_thread(
        read_feed, fetched.content, fetched.address, now, fetched.charset
    )
    return FeedPoll(content, fetched)


async def select_items(
    items: Sequence[FeedItem], manifest: Manifest, words: Sequence[str], now: datetime
) -> list[MatchedItem]:
    """Return the items that count, the newest first, at most `MAX_MATCHES`.

    Without `words` those of the pack decide.
    """
    return await _run_in_thread(_select, items, manifest, words, now)


def _select(
    items: Sequence[FeedItem], manifest: Manifest, words: Sequence[str], now: datetime
) -> list[MatchedItem]:
    terms = build_terms(manifest, words)
    common_words = _list_common_words(manifest, terms)
    newest_first = sorted(items, key=lambda item: item.published or now, reverse=True)
    matches = ((item, match) for item in newest_first if (match := find_match(item, terms)))
    selected = [found for _, found in zip(range(MAX_MATCHES), matches, strict=False)]
    return [
        MatchedItem(
            item,
            match,
            build_story(item.title, item.summary, item.published or now, common_words),
            (manifest.awaited, manifest.work, manifest.title),
        )
        for item, match in selected
    ]


def _list_common_words(manifest: Manifest, terms: SearchTerms) -> frozenset[str]:
    """Return the folded words of titles and names, which stand in all stories of a pack."""
    names = (one.shown for one in (*terms.titles, *terms.people))
    people = (one.name for one in manifest.people)
    return frozenset(
        word for name in (manifest.awaited, *names, *people) for word in fold(name).split()
    )


class ItemReader:
    """Reads the pages behind items."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    async def fetch_page(self, link: str) -> Page:
        """Return the readable page behind a link; an empty one when there is none."""
        if not link:
            return NO_PAGE
        try:
            fetched = await self._fetcher.fetch(link, PAGE_TYPES)
        except FetchError:
            return NO_PAGE
        return await _run_in_thread(_extract, fetched)

    async def read(
        self, found: MatchedItem, page: Page, publisher: str, language: str, now: datetime
    ) -> Finding:
        """Return what an item and its page tell; `publisher` is the name of the feed."""
        item, match, story, subjects = found
        published = _get_date(item, page, now)
        finding = Finding(
            build_source(found, page, publisher, now),
            item.summary,
            now,
            match.words,
            match.key if match.is_by_people else "",
            " ".join(sorted(story.words)),
        )
        reading = await _run_in_thread(_read_texts, item, page.text, published, subjects, language)
        return finding.with_reading(reading)


async def _run_in_thread(function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    call = partial(function, *arguments, **named)
    return await asyncio.get_running_loop().run_in_executor(_thread, call)


def build_source(found: MatchedItem, page: Page, publisher: str, now: datetime) -> FoundSource:
    """Return the source that an item is, with what its page says about itself."""
    item = found.item
    host = (urlsplit(item.link).hostname or "").removeprefix("www.")
    name = page.publisher or publisher or host or "Unknown publisher"
    return FoundSource(item.title or page.title, name, item.link, _get_date(item, page, now))


def _get_date(item: FeedItem, page: Page, now: datetime) -> PartialDate:
    instant = item.published or parse_instant(page.published, now) or now
    return PartialDate.from_date(instant.astimezone(UTC).date())


def _extract(fetched: Fetched) -> Page:
    page = extract_page(decode(fetched.content, fetched.charset))
    return page._replace(text=page.text[:MAX_TEXT])


def _read_texts(
    item: FeedItem, text: str, published: PartialDate, subjects: Sequence[str], language: str
) -> PageReading:
    """Read the page's text, and the item's own where the page proves no stage."""
    reading = read_page(text, published, subjects, language)
    if reading.stage:
        return reading
    own = read_page(f"{item.title}.\n{item.summary}", published, subjects, language)
    return PageReading(
        reading.quotes, reading.statements or own.statements, own.stage, own.stage_sentence
    )
