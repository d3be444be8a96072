"""Publishes posts in announcement channels to the servers that follow these.

Discord publishes at most ten messages an hour in a channel and answers more with 429, which the
library waits out. So each channel has a task of its own, in which only its own messages wait.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter

import discord

from bot.base import BotBase
from bot.messaging.channels import Obstacle
from bot.messaging.error_codes import ALREADY_PUBLISHED
from bot.messaging.sending import REQUEST_ERRORS, RetryLater, classify_error
from bot.messaging.timeouts import get_backoff
from storage.posts.publications import Publication

log = logging.getLogger(__name__)

JOB_NAME = "publishing posts"


class Publisher:
    """Publishes what is due, one message of a channel at a time."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self._publications = bot.store.publications
        self._tasks: dict[int, asyncio.Task[None]] = {}
        """Tasks by the id of the channel."""

    async def start_due(self, now: datetime) -> bool:
        """Start publishing what is due at `now`; return True, as a done job."""
        due = await self._publications.list_due(now, self._bot.shard_set)
        by_channel = attrgetter("channel_id")
        for channel_id, publications in groupby(sorted(due, key=by_channel), by_channel):
            if channel_id not in self._tasks:
                task = asyncio.create_task(
                    self._publish_all(list(publications), now), name="publishing posts"
                )
                self._tasks[channel_id] = task
                task.add_done_callback(lambda _, done_id=channel_id: self._tasks.pop(done_id, None))
        return True

    async def wait(self) -> None:
        """Wait until what was started is finished."""
        await asyncio.gather(*self._tasks.values())

    async def stop(self) -> None:
        """Stop; what is unfinished is done after the next start."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _publish_all(self, publications: Iterable[Publication], now: datetime) -> None:
        try:
            for publication in publications:
                await self._publish(publication, now)
        except Exception:
            log.exception("publishing broke off; the next minute goes on")

    async def _publish(self, publication: Publication, now: datetime) -> None:
        guild = self._bot.get_guild(publication.guild_id)
        channel = guild.get_channel(publication.channel_id) if guild else None
        if now >= publication.give_up_at:
            log.info("server %d: message %d was not published", *_get_ids(publication))
            await self._publications.remove(publication)
        elif not isinstance(channel, discord.TextChannel):
            await self._publications.retry_later(publication, _get_retry_at(publication, now))
        else:
            await self._request(channel, publication, now)

    async def _request(
        self, channel: discord.TextChannel, publication: Publication, now: datetime
    ) -> None:
        try:
            await channel.get_partial_message(publication.message_id).publish()
        except REQUEST_ERRORS as error:
            if _may_pass(error):
                log.info("server %d: message %d waits: %r", *_get_ids(publication), error)
                retry_at = _get_retry_at(publication, now, error)
                await self._publications.retry_later(publication, retry_at)
                return
            if not _is_published(error):
                log.info("server %d: message %d: %r", *_get_ids(publication), error)
        await self._publications.remove(publication)


def _may_pass(error: Exception) -> bool:
    """Return whether another try may succeed; a lost permission may be given back."""
    failure = classify_error(error)
    is_held_up = isinstance(failure, Obstacle) and not failure.is_channel_gone
    return is_held_up or isinstance(failure, RetryLater)


def _is_published(error: Exception) -> bool:
    return isinstance(error, discord.HTTPException) and error.code == ALREADY_PUBLISHED


def _get_retry_at(
    publication: Publication, now: datetime, error: Exception | None = None
) -> datetime:
    wait = get_backoff(publication.tries)
    if isinstance(error, discord.RateLimited):
        wait = max(wait, timedelta(seconds=error.retry_after))
    return now + wait


def _get_ids(publication: Publication) -> tuple[int, int]:
    return publication.guild_id, publication.message_id
