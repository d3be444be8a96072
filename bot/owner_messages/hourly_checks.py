"""Looks each hour for what is not noticed otherwise before it is too late."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

from bot.base import BotBase
from bot.hosting.data_place import get_owner_command
from bot.instrumentation.concerns import Subject
from bot.markdown import escape, format_code, format_number
from storage.engines.free_space import MEGABYTE, MIN_FREE, measure_free_space
from storage.errors import DatabaseError

MIN_FEEDS = 2
"""How many feeds must fail, and all of them, before the fault is taken to be here."""


async def check_hourly(bot: BotBase) -> None:
    """Raise or clear the concerns about free space and about feeds."""
    database = bot.settings.database
    if isinstance(database, Path):
        await _check_free_space(bot, database)
    with suppress(DatabaseError):
        await _check_feeds(bot)


async def _check_free_space(bot: BotBase, database: Path) -> None:
    folder, free = await asyncio.to_thread(measure_free_space, database)
    if free >= MIN_FREE:
        bot.concerns.clear(Subject.FREE_SPACE)
        return
    bot.concerns.raise_concern(
        Subject.FREE_SPACE,
        f"Only {format_number(free / MEGABYTE, ',.0f')} MB are free in {escape(str(folder))}.",
        "Make room: soon I can't save anything.",
    )


async def _check_feeds(bot: BotBase) -> None:
    failing = await bot.store.feeds.list_failing()
    watched = await bot.store.feeds.count_watched()
    if len(failing) < max(watched, MIN_FEEDS):
        bot.concerns.clear(Subject.FEEDS)
        return
    bot.concerns.raise_concern(
        Subject.FEEDS,
        f"I can't read any of the {format_number(watched)} news feeds: {escape(failing[0].fault)}.",
        f"Check this computer's network with {format_code(f'{get_owner_command()} news look')}.",
    )
