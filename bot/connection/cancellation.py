"""Ends tasks of the library, which goes on after some cancellations."""

from __future__ import annotations

import asyncio
from typing import Any

CANCEL_AGAIN_S = 0.05


async def cancel_until_done(task: asyncio.Task[Any]) -> None:
    """Cancel a task again and again until it has ended; its error is for others.

    A shard of discord.py that is cancelled while it connects again takes no notice
    (`Shard.reidentify` and `reconnect`), and the next shard of its client connects.
    """
    while not task.done():
        task.cancel()
        await asyncio.wait((task,), timeout=CANCEL_AGAIN_S)
    if not task.cancelled():
        task.exception()  # The loop reports what is asked for by none.
