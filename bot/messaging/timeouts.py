"""Limits how long the bot waits for a request, and how long a member waits for an answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import discord

log = logging.getLogger(__name__)

ACKNOWLEDGE_AFTER_S = 1.0
"""Seconds before an interaction is deferred; Discord drops one without an answer after three."""
T = TypeVar("T")
_pending_requests: set[asyncio.Task[Any]] = set()
"""References to running requests: the event loop itself keeps only weak ones."""


async def wait_at_most(seconds: float, request: Coroutine[Any, Any, T]) -> T:
    """Return the result of a request to Discord. Raises TimeoutError when it takes longer.

    The request goes on after that: discord.py locks a bucket while it waits out a rate limit,
    and cancelling the request at that point would leave the bucket locked for good.
    """
    task = asyncio.create_task(request)
    _pending_requests.add(task)
    task.add_done_callback(_on_request_done)
    done, _ = await asyncio.wait({task}, timeout=seconds)
    if not done:
        raise TimeoutError
    return task.result()


def _on_request_done(task: asyncio.Task[Any]) -> None:
    _pending_requests.discard(task)
    if not task.cancelled() and task.exception() is not None:
        log.debug("a request ended with %r", task.exception())


async def defer_if_slow(interaction: discord.Interaction[Any], work: Coroutine[Any, Any, T]) -> T:
    """Return the result of `work`, which must not respond; defer the click when it is slow."""
    task = asyncio.create_task(work)
    done, _ = await asyncio.wait({task}, timeout=ACKNOWLEDGE_AFTER_S)
    if not done and not interaction.response.is_done():
        await interaction.response.defer()
    return await task
