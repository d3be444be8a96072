"""The pages and their buttons: a day, the post log, and the preview."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Self

import discord

from bot.base import Interaction, get_guild_id, get_pack
from bot.errors import RefusedError
from bot.markdown import format_instant, format_number
from bot.permissions import require_admin
from bot.scheduling.occurrences import LOOK_AHEAD_DAYS, get_due_at, upcoming_dates
from bot.ui import pagination
from bot.ui.card import Card, FramedCard
from bot.ui.components import PersistentButton
from bot.ui.dates import current_language, format_day, format_day_and_month
from bot.ui.pagination import PageButton
from bot.ui.replies import get_canon, show_private_card
from cogs.anniversaries.buttons import DaySourcesButton, PingRoleButton
from cogs.anniversaries.calendar import AnniversaryOptions
from cogs.anniversaries.cards import empty_day_card
from cogs.anniversaries.digest import (
    KIND,
    build_digest,
    get_anniversary_index,
    get_options,
)
from cogs.anniversaries.log_cards import log_card
from cogs.anniversaries.post import draw_digest_card, load_calendar
from cogs.anniversaries.service import AnniversaryService
from storage.posts.models import Schedule

_DAY = r"(?P<day>\d{4}-\d{2}-\d{2})"
PAGE_SIZE = 8
MAX_DAYS = 366
"""The most days that are looked ahead, also by a button that names more."""
LOG_PAGE_SIZE = 10
PREVIEW_COUNT = 7
NOT_SET_UP = "Anniversaries aren't set up here yet: use /setup."


class AdminPageButton(PageButton, template=r"(?!)"):
    """A button that opens a page for members with the Manage Server permission only."""

    async def press(self, interaction: Interaction) -> None:
        require_admin(interaction)
        await super().press(interaction)


class LogButton(AdminPageButton, template=r"onthisday:log:(?P<page>-?\d{1,4})"):
    """A button that opens a page of the post log."""

    custom_id_format = "onthisday:log:{page}"

    async def page_card(self, interaction: Interaction, page: int) -> Card:
        return await log_page(interaction, page)


class PreviewButton(AdminPageButton, template=r"onthisday:preview:(?P<page>-?\d{1,2})"):
    """A button that opens one post of the preview."""

    custom_id_format = "onthisday:preview:{page}"

    async def page_card(self, interaction: Interaction, page: int) -> Card:
        return await preview_page(interaction, page)


def skip_card(day: date) -> Card:
    """Return the card that asks whether the post of a date shall be skipped."""
    body = f"I won't post anything for {format_day(day)}. You can undo this until then."
    return Card("Skip the next post?", body).with_buttons(SkipButton(day))


class _SkippingButton(PersistentButton, template=r"(?!)"):
    """A button about the post of one date that only admins may click."""

    def __init__(self, label: str, custom_id: str, day: date, style: discord.ButtonStyle) -> None:
        super().__init__(label, custom_id, style=style)
        self._day = day

    async def press(self, interaction: Interaction) -> None:
        require_admin(interaction)
        schedule = await get_schedule(interaction)
        if schedule is None or interaction.guild is None:
            raise RefusedError(NOT_SET_UP)
        bot = interaction.client
        service = AnniversaryService(bot, interaction.guild, bot.clock())
        await show_private_card(interaction, await self._change(service, schedule))

    async def _change(self, service: AnniversaryService, schedule: Schedule, /) -> Card:
        raise NotImplementedError


class SkipButton(_SkippingButton, template=rf"onthisday:skip:{_DAY}"):
    """Skips the post of a date."""

    def __init__(self, day: date) -> None:
        super().__init__("Skip it", f"onthisday:skip:{day}", day, discord.ButtonStyle.danger)

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(_parse_day(match))

    async def _change(self, service: AnniversaryService, schedule: Schedule, /) -> Card:
        notice = await service.skip(schedule, self._day)
        return Card("Skipped", notice).with_buttons(UnskipButton(self._day))


class UnskipButton(_SkippingButton, template=rf"onthisday:unskip:{_DAY}"):
    """Posts a date after all that was skipped."""

    def __init__(self, day: date) -> None:
        style = discord.ButtonStyle.secondary
        super().__init__("Undo", f"onthisday:unskip:{day}", day, style)

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(_parse_day(match))

    async def _change(self, service: AnniversaryService, schedule: Schedule, /) -> Card:
        return Card("Not skipped", await service.unskip(schedule, self._day))


def _parse_day(match: re.Match[str]) -> date:
    """Return the date in a custom id; raise RefusedError when it is none."""
    try:
        return date.fromisoformat(match["day"])
    except ValueError:
        raise RefusedError("That button has no date I know: use the command again.") from None


BUTTONS = (
    DaySourcesButton,
    PingRoleButton,
    LogButton,
    PreviewButton,
    SkipButton,
    UnskipButton,
)


async def get_schedule(interaction: Interaction) -> Schedule | None:
    """Return the guild's schedule, None before it is set up, in direct messages and outside."""
    guild_id = get_guild_id(interaction)
    if guild_id is None:
        return None
    return await interaction.client.store.schedules.get(guild_id, KIND)


async def day_card(
    interaction: Interaction, day: date, options: AnniversaryOptions, today: date
) -> Card:
    """Return the card of a local date; without anniversaries it has the next date with any.

    That is a date known to its day: a month is no date that a member can look forward to.
    """
    canon = get_canon(interaction)
    index = await get_anniversary_index(canon)
    found = index.list_on_day(day, options)
    if not found:
        exact = replace(options, month_entries=False, year_entries=False)
        upcoming = index.list_upcoming(day, LOOK_AHEAD_DAYS, exact)
        return empty_day_card(day, upcoming[0][0] if upcoming else None)
    bot = interaction.client
    digest = await build_digest(bot.store, canon, day, found)
    card = await draw_digest_card(digest, today, get_pack(interaction).pictures)
    return card.with_buttons(DaySourcesButton(day, options, "show"))


async def next_day_card(interaction: Interaction) -> Card:
    """Return the card of the next local date with anniversaries, which may be today."""
    options = get_options(await get_schedule(interaction))
    today = await interaction.client.today_for(interaction)
    index = await get_anniversary_index(get_canon(interaction))
    upcoming = index.list_upcoming(today, LOOK_AHEAD_DAYS, options)
    return await day_card(interaction, upcoming[0][0] if upcoming else today, options, today)


async def log_page(interaction: Interaction, page: int) -> Card:
    """Return one page of the guild's post log, newest first."""
    assert interaction.guild_id is not None, "admins' commands are used in servers"
    post_log = interaction.client.store.post_log
    total = await post_log.count(interaction.guild_id, KIND)
    page = pagination.clamp_page(page, total, LOG_PAGE_SIZE)
    entries = await post_log.list_newest(
        interaction.guild_id, KIND, offset=page * LOG_PAGE_SIZE, limit=LOG_PAGE_SIZE
    )
    schedule = await get_schedule(interaction)
    card = log_card(entries, schedule, pagination.page_label(page, total, LOG_PAGE_SIZE))
    return card.with_buttons(*pagination.pager_buttons(page, total, LOG_PAGE_SIZE, LogButton))


async def preview_page(interaction: Interaction, page: int) -> Card:
    """Return one of the next posts exactly as it will look, with the time it is due."""
    schedule = await get_schedule(interaction)
    if schedule is None:
        return Card("Nothing to preview", NOT_SET_UP)
    bot = interaction.client
    calendar = await load_calendar(
        bot.store, get_canon(interaction), get_pack(interaction).pictures
    )
    upcoming = list(islice(upcoming_dates(schedule, calendar.has_post_on), PREVIEW_COUNT))
    if not upcoming:
        return Card(
            "Nothing to preview", ("I don't know any dates yet, so there's nothing to post.")
        )
    page = pagination.clamp_page(page, len(upcoming), 1)
    day = upcoming[page]
    due_at = get_due_at(schedule, day)
    card = await calendar.build_card(schedule, day, "show")
    when = format_instant(due_at, "F")
    alone = format_day_and_month(day, current_language())
    position = f"{format_number(page + 1)} of the next {format_number(len(upcoming))}"
    return FramedCard(
        card.title,
        card.body,
        card.footer,
        card.buttons,
        card.picture,
        above=f"**{position}** · {alone} · goes out {when}",
        rows=[pagination.pager_buttons(page, len(upcoming), 1, PreviewButton)],
    )
