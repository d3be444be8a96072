"""Limits the waits of the bot for requests and between tries, and of members for answers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Hashable
from datetime import timedelta
from typing import Any, TypeVar

import discord

log = logging.getLogger(__name__)

FIRST_BACKOFF = timedelta(seconds=30)
MAX_BACKOFF = timedelta(minutes=15)
LATE_ACKNOWLEDGE_AFTER_S = 2.0
"""Seconds before any interaction without an answer is deferred, such as while the disk waits."""
ACKNOWLEDGE_AFTER_S = 1.0
"""Seconds before an interaction is deferred; Discord drops one without an answer after three."""
_TIMER, _ACKNOWLEDGEMENT = "timer", "acknowledgement"
"""The keys of the timer and of the task that defer an interaction, in its `extras`."""
T = TypeVar("T")
_pending_keys: set[Hashable] = set()
_pending_requests: set[asyncio.Task[Any]] = set()
"""References to running requests: the event loop itself keeps only weak ones."""


def get_backoff(
    failures: int, *, first: timedelta = FIRST_BACKOFF, longest: timedelta = MAX_BACKOFF
) -> timedelta:
    """Return the wait after that many earlier failures, doubled each time up to `longest`."""
    # A duration doubled some forty times is more than a timedelta can hold.
    doublings = min(failures, (longest // first).bit_length())
    return min(first * 2**doublings, longest)


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


async def wait_for_only(key: Hashable, seconds: float, request: Coroutine[Any, Any, T]) -> T:
    """Do as `wait_at_most` does, unless an earlier request with this key is still under way.

    Then it raises TimeoutError at once: where a rate limit lasts for long, each further request
    would only wait behind the first, and count again.
    """
    if key in _pending_keys:
        request.close()
        raise TimeoutError
    _pending_keys.add(key)
    return await wait_at_most(seconds, _release_key(key, request))


async def _release_key(key: Hashable, request: Coroutine[Any, Any, T]) -> T:
    try:
        return await request
    finally:
        _pending_keys.discard(key)


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


def acknowledge_if_late(interaction: discord.Interaction[Any]) -> None:
    """Defer an interaction that has no answer in two seconds; call this before handling it.

    What answers it calls `is_answered` first; `cancel_acknowledgement` follows the handling.
    """

    def start() -> None:
        if not interaction.response.is_done():
            task = asyncio.create_task(_acknowledge(interaction))
            interaction.extras[_ACKNOWLEDGEMENT] = task

    timer = asyncio.get_running_loop().call_later(LATE_ACKNOWLEDGE_AFTER_S, start)
    interaction.extras[_TIMER] = timer


def cancel_acknowledgement(interaction: discord.Interaction[Any]) -> None:
    """Stop the timer of `acknowledge_if_late`, if one was started."""
    timer = interaction.extras.get(_TIMER)
    if timer is not None:
        timer.cancel()


async def is_answered(interaction: discord.Interaction[Any]) -> bool:
    """Return whether an interaction is answered or deferred, once no deferral is under way."""
    task = interaction.extras.get(_ACKNOWLEDGEMENT)
    if task is not None:
        await asyncio.wait({task})
    return interaction.response.is_done()


async def _acknowledge(interaction: discord.Interaction[Any]) -> None:
    is_private_answer = interaction.message is None
    try:
        await interaction.response.defer(ephemeral=is_private_answer, thinking=is_private_answer)
    except (discord.DiscordException, OSError) as error:
        log.debug("interaction %d could not be acknowledged: %r", interaction.id, error)
