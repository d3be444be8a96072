"""Tells the admins of a server once that one of its feeds is broken."""

from __future__ import annotations

from datetime import datetime

from bot.base import BotBase
from bot.markdown import Markdown, escape
from bot.messaging.outbox_relay import relay_now
from bot.ui.text import clip
from storage.feeds.subscriptions import Subscription
from storage.outbox import OutboxMessage

MAX_TITLE = 80


async def send_notices(bot: BotBase, now: datetime) -> bool:
    """Send what is owed, each notice once; return True, as a done job."""
    for broken in await bot.store.subscriptions.list_owing_notice(bot.shard_set):
        notice = OutboxMessage.to_admins(broken.guild_id, _format_broken(broken), now)
        await bot.store.subscriptions.add_notice(broken, notice)
        await relay_now(bot, notice)
    return True


def _format_broken(broken: Subscription) -> Markdown:
    title = escape(clip(broken.title, MAX_TITLE))
    return (
        f"I stopped looking at the news feed “{title}”: {escape(broken.fault)}. In /setup, *News*, "
        "look at it again or remove it."
    )
