"""Waits no longer than is bearable, for the platform and with a member who has clicked."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import discord

log = logging.getLogger(__name__)

ACKNOWLEDGE_AFTER_S = 1.0
"""Seconds that a click may take before it is acknowledged; after three the platform gives up."""
T = TypeVar("T")
_pending_requests: set[asyncio.Task[Any]] = set()
"""Every request until it has ended: the loop itself holds on to none that nobody waits for."""


async def wait_at_most(seconds: float, request: Coroutine[Any, Any, T]) -> T:
    """The outcome of a request to the platform. Raises TimeoutError when it takes longer.

    It then runs to its end all the same: the library shuts a gate while it waits out a rate limit,
    and a request that is cut off there leaves it shut for every request after it.
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
    """The outcome of `work`, which answers nobody; a click is acknowledged when that takes long."""
    task = asyncio.create_task(work)
    done, _ = await asyncio.wait({task}, timeout=ACKNOWLEDGE_AFTER_S)
    if not done and not interaction.response.is_done():
        await interaction.response.defer()
    return await task
