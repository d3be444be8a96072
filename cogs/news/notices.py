"""Tells admins that a feed is broken, and reviewers, at most once a day, that finds wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.base import BotBase
from bot.messaging.admin_notices import notify_admins
from bot.ui.text import clip, escape

NOTE_INTERVAL = timedelta(days=1)
MAX_TITLE = 80


async def send_notices(bot: BotBase, now: datetime) -> bool:
    """Send what is owed, each notice once; return True, as a done job."""
    for one in await bot.store.subscriptions.take_notices(bot.shard_set):
        guild = bot.get_guild(one.guild_id)
        if guild is not None:
            title = escape(clip(one.title, MAX_TITLE))
            text = (
                f"I stopped looking at the news feed “{title}”: {escape(one.fault)}. In /setup, "
                "*News*, look at it again or remove it."
            )
            await notify_admins(bot, guild, 0, text)
    for note in await bot.store.find_rules.list_due_notes(now - NOTE_INTERVAL):
        guild = bot.get_guild(note.guild_id)
        if guild is None or guild.unavailable:
            continue
        await bot.store.find_rules.mark_noted(note, now)
        noun = "find waits" if note.waiting == 1 else "finds wait"
        await notify_admins(bot, guild, 0, f"{note.waiting} {noun}: see /review next.")
    return True
