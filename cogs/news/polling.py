"""Polls feeds when they are due, and stores what they bring."""

from __future__ import annotations

import asyncio
import logging
import random
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.base import BotBase
from bot.fetching.feed_reader import ItemReader, poll_feed, select_items
from bot.fetching.fetcher import Condition, Fetched, Fetcher, FetchError
from cogs.news.finding import FindRecorder
from cogs.news.schedule import (
    SPREAD,
    get_next_interval,
    get_retry_delay,
    is_broken,
    schedule_poll,
)
from seeds.feeds.items import FeedContent, FeedError
from storage.feeds.feeds import Feed, PollFailure, PollOutcome
from storage.feeds.subscriptions import Subscription

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
"""How long a process may take for one feed; after a crash another takes over."""
BATCH_SIZE = 10
"""Feeds that are polled together."""
NOT_ALLOWED = "the person who runs me only allows feeds from the list"


class PollReport(NamedTuple):
    """What one poll brought, for the admin who asked for it."""

    finds: int = 0
    """Those of all guilds together."""
    fault: str = ""
    """Why it failed, as a clause; "" when it did not."""


class FeedPoller:
    """Polls due feeds in the background, one request for all guilds that share a feed."""

    def __init__(self, bot: BotBase, fetcher: Fetcher, rng: random.Random) -> None:
        self._bot = bot
        self._feeds = bot.store.feeds
        self._fetcher = fetcher
        self._rng = rng
        self._reader = ItemReader(fetcher)
        self._task: asyncio.Task[None] | None = None

    async def start_due(self, now: datetime) -> bool:
        """Start polling due feeds unless that goes on already; return True, as a done job.

        It does not wait for that: slow servers must not hold up other jobs.
        """
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self.poll_due(now), name="polling feeds")
        return True

    async def wait(self) -> None:
        """Wait until the polls that were started are finished."""
        if self._task is not None:
            await self._task

    async def stop(self) -> None:
        """Stop polling; what is unfinished is done after the next start."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def poll_due(self, now: datetime) -> None:
        """Poll every feed that is due at `now`."""
        try:
            while feeds := await self._feeds.lease_due(now, now + LEASE, BATCH_SIZE):
                async with asyncio.TaskGroup() as group:
                    for feed in feeds:
                        group.create_task(self._poll_safely(feed, now))
        except Exception:
            log.exception("polling feeds broke off; the next minute goes on")

    async def poll_now(self, feed_id: int, now: datetime) -> PollReport | None:
        """Poll one feed, due or not; None when it is being polled already."""
        feed = await self._feeds.lease(feed_id, now, now + LEASE)
        return None if feed is None else await self._poll_safely(feed, now)

    async def _poll_safely(self, feed: Feed, now: datetime) -> PollReport:
        """Poll a leased feed; whatever is wrong with one must not stop the others."""
        try:
            return await self._poll(feed, now)
        except (FetchError, FeedError) as error:
            return await self._fail(feed, str(error), now, error)
        except Exception as error:
            log.exception("feed %d: %s", feed.id, feed.address)
            return await self._fail(feed, "I couldn't read it", now, error)

    async def _poll(self, feed: Feed, now: datetime) -> PollReport:
        if not is_allowed(self._bot, feed.address):
            raise FetchError(NOT_ALLOWED)
        condition = Condition(feed.etag, feed.last_modified)
        content, fetched = await poll_feed(self._fetcher, feed.address, now, condition)
        if content is None:
            await self._finish_unchanged(feed, now)
            return PollReport()
        finds, is_complete = await self._record(feed, content, now)
        outcome = self._build_outcome(feed, content, fetched, now, is_complete=is_complete)
        await self._feeds.finish_poll(feed.id, outcome)
        return PollReport(finds)

    async def _record(self, feed: Feed, content: FeedContent, now: datetime) -> tuple[int, bool]:
        """Store what is new to each guild; return the finds, and whether none was left out."""
        recorder = FindRecorder(self._bot, self._reader, now)
        by_subject: dict[tuple[str, tuple[str, ...]], list[Subscription]] = {}
        for one in await self._bot.store.subscriptions.list_active(feed.id):
            slug = self._bot.packs.get(one.guild_id).manifest.slug
            by_subject.setdefault((slug, one.words), []).append(one)
        finds, is_complete = 0, True
        for (_, words), subscriptions in by_subject.items():
            manifest = self._bot.packs.get(subscriptions[0].guild_id).manifest
            matched = await select_items(content.items, manifest, words, now)
            for subscription in subscriptions:
                outcome = await recorder.record(subscription, matched)
                finds += outcome.finds
                is_complete = is_complete and outcome.is_complete
        return finds, is_complete

    def _build_outcome(
        self,
        feed: Feed,
        content: FeedContent,
        fetched: Fetched,
        now: datetime,
        *,
        is_complete: bool,
    ) -> PollOutcome:
        has_changed = content.fingerprint != feed.fingerprint
        interval_s = get_next_interval(feed.interval_s, has_changed=has_changed)
        outcome = PollOutcome(
            looked_at=now,
            due_at=schedule_poll(now, interval_s, self._rng),
            interval_s=interval_s,
            title=content.title or feed.title,
            form=content.form,
            fingerprint=content.fingerprint,
            fault=content.fault,
        )
        if not is_complete:
            # The next poll must get the items again that had no room.
            return outcome
        return outcome._replace(etag=fetched.etag, last_modified=fetched.last_modified)

    async def _finish_unchanged(self, feed: Feed, now: datetime) -> None:
        interval_s = get_next_interval(feed.interval_s, has_changed=False)
        due_at = schedule_poll(now, interval_s, self._rng)
        kept = (feed.title, feed.form, feed.etag, feed.last_modified, feed.fingerprint)
        await self._feeds.finish_poll(feed.id, PollOutcome(now, due_at, interval_s, *kept))

    async def _fail(self, feed: Feed, fault: str, now: datetime, error: Exception) -> PollReport:
        retry_after_s = error.retry_after_s if isinstance(error, FetchError) else None
        is_gone = isinstance(error, FetchError) and error.is_gone
        delay_s = get_retry_delay(feed.failures, retry_after_s)
        failure = PollFailure(
            fault,
            now,
            # Never earlier than the server asked for.
            now + timedelta(seconds=delay_s * (1 + SPREAD * self._rng.random())),
            is_gone or is_broken(feed.failures + 1, feed.failing_since, now),
        )
        await self._feeds.fail_poll(feed.id, failure)
        log.info("feed %d: %s: %s", feed.id, feed.address, fault)
        return PollReport(fault=fault)


def is_allowed(bot: BotBase, address: str) -> bool:
    """Return whether the owner of the bot lets guilds watch that feed."""
    if bot.settings.feeds == "pack":
        return bot.packs.is_feed_suggested(address)
    return bot.settings.feeds == "any"
