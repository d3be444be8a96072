"""Tells reviewers that proposals wait, at most once a day and only when new ones have come."""

from __future__ import annotations

import logging
import re
from datetime import datetime, timedelta
from typing import Self

import discord
from discord.ext import commands
from discord.utils import format_dt

from bot.base import BotBase, Interaction
from bot.messaging.admin_notices import notify_admins
from bot.messaging.channels import Obstacle, resolve_channel
from bot.messaging.sending import (
    REQUEST_ERRORS,
    OutgoingMessage,
    Rejected,
    RetryLater,
    send_once,
)
from bot.scheduling.scheduler import SCHEDULER
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.replies import reply_card
from bot.ui.text import escape, pluralize
from cogs.canon.permissions import require_reviewer
from cogs.canon.review.views import queue_card
from storage.proposals.review_notices import WaitingProposals

log = logging.getLogger(__name__)

JOB_NAME = "review notices"
INTERVAL = timedelta(minutes=5)
NOTICE_INTERVAL = timedelta(days=1)


class OpenQueueButton(PersistentButton, template=r"canon:queue"):
    """Shows the queue to a reviewer in private, also to one from whom Discord hides `/review`."""

    def __init__(self) -> None:
        super().__init__("Review", "canon:queue", style=discord.ButtonStyle.primary)

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:  # noqa: ARG003 - it has no state
        return cls()

    async def press(self, interaction: Interaction) -> None:
        await require_reviewer(interaction)
        await reply_card(interaction, await queue_card(interaction), ephemeral=True)


class ReviewNoticesCog(commands.Cog, name="Review notices"):
    """Sends the notices as a periodic job."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        self._bot.resources[SCHEDULER].periodic_jobs.register(
            JOB_NAME, self.tell_reviewers, interval=INTERVAL
        )

    async def cog_unload(self) -> None:
        self._bot.resources[SCHEDULER].periodic_jobs.unregister(JOB_NAME)

    async def tell_reviewers(self, now: datetime) -> bool:
        """Tell the reviewers of every guild where new proposals wait; return True, as done."""
        notices = self._bot.store.review_notices
        for waiting in await notices.list_due(now, NOTICE_INTERVAL):
            guild = self._bot.get_guild(waiting.guild_id)
            if guild is None or guild.unavailable:
                continue
            # Stored after the notice: one that was sent but not stored is sent again as the same.
            if await self._tell(guild, waiting):
                await notices.mark_told(waiting, now)
        return True

    async def _tell(self, guild: discord.Guild, waiting: WaitingProposals) -> bool:
        """Send the notice; return False when another try may succeed."""
        channel_id = (await self._bot.store.guild_settings.get(guild.id)).review_channel_id
        text = format_waiting(waiting)
        if channel_id is not None:
            try:
                channel = await resolve_channel(guild, channel_id)
            except REQUEST_ERRORS as error:
                log.info("server %d: no notice to reviewers yet: %r", guild.id, error)
                return False
            if not isinstance(channel, Obstacle):
                card = Card("Waiting for review", text).with_buttons(OpenQueueButton())
                view = card.build_view(self._bot.colour)
                nonce = f"review:{waiting.last_number}"
                no_one = discord.AllowedMentions.none()
                sent = await send_once(channel, OutgoingMessage(view, nonce, no_one, False))
                if not isinstance(sent, Obstacle | Rejected):
                    return not isinstance(sent, RetryLater)
        await notify_admins(self._bot, guild, 0, f"**{escape(guild.name)}**: {text}")
        return True


def format_waiting(waiting: WaitingProposals) -> str:
    """Return the sentence that tells how many proposals wait, and since when."""
    verb = "is" if waiting.total == 1 else "are"
    since = format_dt(waiting.oldest_at, "R")
    return (
        f"{pluralize(waiting.total, 'thing')} from members {verb} waiting for review, the oldest "
        f"from {since}. Decide with /review next."
    )
