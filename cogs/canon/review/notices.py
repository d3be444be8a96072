"""Tells reviewers that proposals wait, at most once a day and only when new ones have come."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Self

import discord
from discord.ext import commands

from bot.base import BotBase, Interaction
from bot.markdown import Markdown, escape, format_instant
from bot.messaging.outbox_relay import relay_now
from bot.scheduling.scheduler import SCHEDULER
from bot.ui.components import PersistentButton
from bot.ui.replies import reply_card
from bot.ui.text import pluralize
from cogs.canon.permissions import require_reviewer
from cogs.canon.review.views import queue_card
from storage.outbox import MessageButton, OutboxMessage
from storage.proposals.review_notices import WaitingProposals

JOB_NAME = "review notices"
INTERVAL = timedelta(minutes=5)
NOTICE_INTERVAL = timedelta(days=1)


OPEN_QUEUE = MessageButton("Review", "canon:queue")


class OpenQueueButton(PersistentButton, template=OPEN_QUEUE.custom_id):
    """Shows the queue to a reviewer in private, also to one from whom Discord hides `/review`."""

    def __init__(self) -> None:
        super().__init__(*OPEN_QUEUE, style=discord.ButtonStyle.primary)

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
            notice = await self._build_notice(guild, waiting, now)
            await notices.add(waiting, now, notice)
            await relay_now(self._bot, notice)
        return True

    async def _build_notice(
        self, guild: discord.Guild, waiting: WaitingProposals, now: datetime
    ) -> OutboxMessage:
        """Return the notice, for the channel that the guild chose or else for its admins."""
        channel_id = (await self._bot.store.guild_settings.get(guild.id)).review_channel_id
        text = f"**{escape(guild.name)}**: {format_waiting(waiting)}"
        return OutboxMessage.to_admins(
            guild.id, text, now, channel_id=channel_id, button=OPEN_QUEUE
        )


def format_waiting(waiting: WaitingProposals) -> Markdown:
    """Return the sentence that tells how many proposals wait, and since when."""
    suggested = waiting.total - waiting.found
    parts: list[Markdown] = [f"{pluralize(suggested, 'thing')} from members"] if suggested else []
    if waiting.found:
        parts.append(f"{pluralize(waiting.found, 'find')} from the news")
    verb = "is" if waiting.total == 1 else "are"
    since = format_instant(waiting.oldest_at, "R")
    return (
        f"{' and '.join(parts)} {verb} waiting for review, the oldest from {since}. "
        "Decide with /review next."
    )
