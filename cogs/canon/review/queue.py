"""The queue as reviewers leaf through it, one proposal at a time."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from typing import NamedTuple

from bot.base import BotBase
from cogs.canon.proposals.cards import QueuePosition
from storage.proposals.proposals import Proposal


class QueueItem(NamedTuple):
    """A proposal that waits, its place, and the numbers of its neighbours."""

    proposal: Proposal
    position: QueuePosition
    previous_number: int | None
    next_number: int | None


async def get_queue_item(bot: BotBase, guild_id: int, number: int) -> QueueItem | None:
    """The waiting proposal of that number, or the next after it; from the last on to the first.

    None when nothing waits.
    """
    numbers = await bot.store.proposals.get_review_queue(guild_id)
    index = bisect_left(numbers, number) % len(numbers) if numbers else 0
    proposal = await bot.store.proposals.get(guild_id, numbers[index]) if numbers else None
    if proposal is None:
        return None
    return QueueItem(
        proposal,
        QueuePosition(index, len(numbers)),
        numbers[index - 1] if index > 0 else None,
        numbers[index + 1] if index + 1 < len(numbers) else None,
    )


def build_fingerprint(body: str) -> str:
    """8 characters that change with what a proposal says: nobody approves what they did not see."""
    return hashlib.blake2b(body.encode(), digest_size=4).hexdigest()
