"""Findings of the diagnosis beside permissions: hidden commands, refused posts, a wrong clock."""

from __future__ import annotations

from collections.abc import Iterable

import discord

from bot.base import BotBase
from bot.clock_watch import format_offset
from bot.connection.command_access import format_remedy, is_command_hidden
from bot.markdown import Markdown, escape, mention_role
from bot.messaging.refusals import get_remedy
from bot.scheduling.scheduler import SCHEDULER
from bot.setup.registry import SettingsPage
from bot.ui.dates import format_day
from storage.posts.post_log import PostState


async def find_own_problems(bot: BotBase, guild_id: int) -> list[Markdown]:
    """Return a sentence on each problem that no permission of the guild solves."""
    problems = await find_refused_posts(bot, guild_id)
    offset = bot.clock_watch.offset
    if offset:
        problems.append(
            f"The clock of the computer that I run on is {format_offset(offset)}: ask the person "
            "who runs me to set it. Until then I go by Discord's."
        )
    return problems


async def find_hidden_commands(
    bot: BotBase, pages: Iterable[SettingsPage], guild: discord.Guild
) -> list[Markdown]:
    """Return a sentence, with what to do, for each role that is not shown its commands."""
    problems: list[Markdown] = []
    for page in pages:
        for required in (await page.get_requirements(guild)).roles:
            role, command = guild.get_role(required.role_id), required.command
            if role is not None and command and await is_command_hidden(bot, role, command):
                problems.append(
                    f"Discord hides `/{command}` from {mention_role(role.id)}. "
                    f"{format_remedy(command)}"
                )
    return problems


async def find_refused_posts(bot: BotBase, guild_id: int) -> list[Markdown]:
    """Return a sentence for each kind of post whose newest one was refused, with what to do."""
    scheduler = bot.resources[SCHEDULER]
    return [
        f"{scheduler.get_title(entry.kind)} of {format_day(entry.day)} failed: "
        f"{escape(entry.reason or '')}. {remedy}"
        for entry in await bot.store.post_log.list_newest_of_each_kind(guild_id)
        if entry.state is PostState.FAILED and (remedy := get_remedy(entry.reason)) is not None
    ]
