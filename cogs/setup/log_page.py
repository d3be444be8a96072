"""The page of `/setup` with what was posted in a guild and what was not, of every kind of post."""

from __future__ import annotations

from collections.abc import Iterator

import discord

from bot.base import BotBase
from bot.errors import RefusedError
from bot.markdown import Markdown
from bot.scheduling.post_log_lines import format_log_entry
from bot.scheduling.scheduler import SCHEDULER
from bot.setup.controls import LOG, SetupButton, footer_row
from bot.setup.page_card import SetupCard
from bot.setup.registry import INVALID_CHOICE, FieldChange
from bot.ui.pagination import clamp_page, page_label

PAGE_SIZE = 12
MAX_PAGE = 9_999


class LogPage:
    """The post log of all kinds, newest first."""

    key = LOG
    title: Markdown = "Log"

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot

    async def build_card(self, guild: discord.Guild) -> SetupCard:
        """Return the newest entries."""
        return await self._build_page(guild, 0)

    async def apply_change(self, change: FieldChange) -> SetupCard:
        """Show another page of the log."""
        if change.field != "page":
            raise RefusedError(INVALID_CHOICE)
        return await self._build_page(change.guild, change.get_number(0, MAX_PAGE))

    async def _build_page(self, guild: discord.Guild, page: int) -> SetupCard:
        post_log, scheduler = self._bot.store.post_log, self._bot.resources[SCHEDULER]
        total = await post_log.count_all_kinds(guild.id)
        page = clamp_page(page, total, PAGE_SIZE)
        entries = await post_log.list_all_kinds(guild.id, offset=page * PAGE_SIZE, limit=PAGE_SIZE)
        lines: list[Markdown] = [
            format_log_entry(one, scheduler.get_title(one.kind)) for one in entries
        ]
        body = "\n".join((*(lines or ["Nothing yet."]), page_label(page, total, PAGE_SIZE)))
        return SetupCard(self.title, body.strip(), (footer_row(*_list_pagers(page, total)),))


def _list_pagers(page: int, total: int) -> Iterator[SetupButton]:
    if page > 0:
        yield SetupButton(LOG, "page", "Newer", str(page - 1))
    if (page + 1) * PAGE_SIZE < total:
        yield SetupButton(LOG, "page", "Older", str(page + 1))
