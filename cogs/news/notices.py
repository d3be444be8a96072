"""Tells admins that a feed is broken, and reviewers, at most once a day, that finds wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.base import BotBase
from bot.messaging.outbox_relay import relay_now
from bot.ui.text import clip, escape
from storage.feeds.rules import DueNote
from storage.feeds.subscriptions import Subscription
from storage.outbox import OutboxMessage

NOTE_INTERVAL = timedelta(days=1)
MAX_TITLE = 80


async def send_notices(bot: BotBase, now: datetime) -> bool:
    """Send what is owed, each notice once; return True, as a done job."""
    for broken in await bot.store.subscriptions.list_owing_notice(bot.shard_set):
        notice = OutboxMessage.to_admins(broken.guild_id, _format_broken(broken), now)
        await bot.store.subscriptions.add_notice(broken, notice)
        await relay_now(bot, notice)
    for note in await bot.store.find_rules.list_due_notes(now - NOTE_INTERVAL):
        guild = bot.get_guild(note.guild_id)
        if guild is None or guild.unavailable:
            continue
        notice = OutboxMessage.to_admins(note.guild_id, _format_waiting(note), now)
        await bot.store.find_rules.add_note(note, now, notice)
        await relay_now(bot, notice)
    return True


def _format_broken(broken: Subscription) -> str:
    title = escape(clip(broken.title, MAX_TITLE))
    return (
        f"I stopped looking at the news feed “{title}”: {escape(broken.fault)}. In /setup, *News*, "
        "look at it again or remove it."
    )


def _format_waiting(note: DueNote) -> str:
    noun = "find waits" if note.waiting == 1 else "finds wait"
    return f"{note.waiting} {noun}: see /review next."
