"""What a feature offers to have its posts sent by the scheduler, and the nonce they go under."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Protocol

from bot.ui.card import Card
from storage.posts.models import Schedule


class PostType(Protocol):
    """One kind of scheduled post."""

    @property
    def kind(self) -> str:
        """The name storage knows it by."""
        ...

    @property
    def title(self) -> str:
        """What admins are told about: "Anniversary posts"."""
        ...

    @property
    def setup_command(self) -> str:
        """The command that sets it up, with its slash."""
        ...

    async def preload(self, guild_ids: Iterable[int]) -> None:
        """Read whatever `falls_on` needs for these servers; called before every batch of theirs."""
        ...

    def has_post_on(self, schedule: Schedule, day: date) -> bool:
        """Whether there is anything to post to this server on a local date."""
        ...

    async def build_card(self, schedule: Schedule, day: date) -> Card:
        """The post of a date on which something falls, the same however often it is asked for."""
        ...

    def custom_id_prefix(self, day: date) -> str:
        """How the custom id of a button begins that the post of `day` carries, and nothing else."""
        ...


def build_nonce(guild_id: int, channel_id: int, kind: str, key: date | str) -> str:
    """24 characters (the platform takes 25), the same for the same post in every process.

    `what` tells the posts of one kind apart: the day of it, or the id of what it is about.
    """
    post = f"{guild_id}:{channel_id}:{kind}:{key}"
    return hashlib.blake2b(post.encode(), digest_size=12).hexdigest()
