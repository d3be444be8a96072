"""A post that is a message in a channel, sent with a nonce and found again by a custom id."""

from __future__ import annotations

import hashlib
from abc import abstractmethod
from datetime import date, datetime
from functools import partial

import discord

from bot.base import BotBase
from bot.markdown import mention_role
from bot.messaging.channels import Obstacle, PostableChannel, resolve_channel
from bot.messaging.message_search import find_message
from bot.messaging.sending import NONCE_WINDOW, SendOutcome, Sent, send_once
from bot.scheduling.post import GIVE_UP_AFTER, Claim, Outlet, Post, Request, SentPost
from bot.ui.card import Card
from storage.posts.publications import Publication


class MessagePost(Post):
    """A card to be sent to a channel at the aware instant `now`."""

    channel_id: int
    custom_id_prefix: str
    """The start of a custom id that only this post carries."""
    role_id: int | None = None
    """The role that the post pings, None without one."""

    def __init__(self, bot: BotBase, now: datetime) -> None:
        self._bot = bot
        self._now = now

    @abstractmethod
    async def build_card(self) -> Card:
        """Return the card to send."""

    async def may_publish(self) -> bool:
        """Return whether it is published to the servers that follow its channel."""
        return False

    async def resolve_outlet(self, guild: discord.Guild) -> Outlet | Obstacle:
        channel = await resolve_channel(guild, self.channel_id)
        return channel if isinstance(channel, Obstacle) else _ChannelOutlet(self, channel)

    def can_repeat(self, claim: Claim, now: datetime) -> bool:
        """Return whether Discord remembers the nonce of the attempt."""
        repeatable_until = min(claim.claimed_at + NONCE_WINDOW, self.until)
        return claim.channel_id == self.channel_id and now < repeatable_until

    async def find_sent(self, guild: discord.Guild, claim: Claim) -> SentPost | None:
        found = await find_message(guild, claim.channel_id, self.custom_id_prefix, claim.claimed_at)
        if found is None:
            return None
        await self._queue_publication(found.channel, found.id)
        return SentPost(found.id, found.created_at)

    async def send(self, channel: PostableChannel, card: Card) -> SendOutcome:
        """Send the card under the nonce of this post, and have it published if it may be."""
        role = channel.guild.get_role(self.role_id) if self.role_id else None
        allowed = discord.AllowedMentions.none()
        if role is not None:
            allowed = discord.AllowedMentions(
                everyone=False, users=False, roles=[role], replied_user=False
            )
        colour = self._bot.packs.get(self.guild_id).colour
        request = channel.send(
            view=card.build_view(colour, mention_role(role.id) if role else ""),
            files=card.build_files(),
            nonce=build_nonce(self.guild_id, channel.id, self.kind, self.key),
            allowed_mentions=allowed,
        )
        outcome = await send_once(request, is_repeated=self.has_open_claim)
        if isinstance(outcome, Sent) and outcome.message_id is not None:
            await self._queue_publication(channel, outcome.message_id)
        return outcome

    async def _queue_publication(self, channel: object, message_id: int) -> None:
        """Have the message published soon, if its channel can be followed and the guild wants it.

        This is stored before the post counts as sent, so that a crash between cannot lose it.
        """
        if not isinstance(channel, discord.TextChannel) or not channel.is_news():
            return
        if await self.may_publish():
            give_up_at = self._now + GIVE_UP_AFTER
            new = Publication(message_id, self.guild_id, channel.id, self._now, give_up_at)
            await self._bot.store.publications.add(new)


class _ChannelOutlet(Outlet):
    def __init__(self, post: MessagePost, channel: PostableChannel) -> None:
        self._post = post
        self._channel = channel

    async def prepare(self) -> Request:
        card = await self._post.build_card()
        if not self._channel.permissions_for(self._channel.guild.me).attach_files:
            card = card.without_file()
        return partial(self._post.send, self._channel, card)


def build_nonce(guild_id: int, channel_id: int, kind: str, key: date | str) -> str:
    """Return 24 characters (Discord takes 25), the same for the same post in every process."""
    post = f"{guild_id}:{channel_id}:{kind}:{key}"
    return hashlib.blake2b(post.encode(), digest_size=12).hexdigest()
