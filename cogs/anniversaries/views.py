"""Pages of anniversaries: what is coming, the log, and the preview of posts to come."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.base import Interaction
from bot.scheduling.occurrences import resolve_local_time
from bot.time_zones import get_time_zone
from bot.ui import pagination
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.dates import format_day_and_month
from bot.ui.pagination import PageButton
from bot.ui.replies import get_canon, reply_text, show_private_card, update_or_reply_private
from cogs.anniversaries.buttons import DaySourcesButton, PingRoleButton
from cogs.anniversaries.calendar import AnniversaryOptions
from cogs.anniversaries.cards import digest_card, empty_day_card, upcoming_card
from cogs.anniversaries.digest import (
    KIND,
    LOOK_AHEAD_DAYS,
    build_digest,
    get_anniversary_index,
    get_options,
)
from cogs.anniversaries.log_cards import log_card
from cogs.anniversaries.post import load_calendar
from storage.canon.guild_canon import GuildCanon
from storage.posts.models import Schedule

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE_SIZE = 8
LOG_PAGE_SIZE = 10
PREVIEW_COUNT = 7
NOT_SET_UP = "Anniversaries are not set up here yet: use /setup."
ADMINS_ONLY = "You need Manage Server on this server for that."


class UpcomingPageButton(
    PersistentButton, template=r"onthisday:coming:(?P<page>-?\d{1,4}):(?P<days>\d{1,3})"
):
    """Turns to another page of what is coming."""

    def __init__(self, days: int, page: int, label: str, disabled: bool) -> None:
        super().__init__(label, f"onthisday:coming:{page}:{days}", disabled=disabled)
        self._days = days
        self._page = page

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["days"]), int(match["page"]), "Turn", disabled=False)

    async def press(self, interaction: Interaction) -> None:
        await update_or_reply_private(
            interaction, await upcoming_page(interaction, self._days, self._page)
        )


class LogButton(PageButton, template=r"onthisday:log:(?P<page>-?\d{1,4})"):
    """Turns to another page of the log."""

    prefix = "onthisday:log"
    label = "Log"

    async def press(self, interaction: Interaction) -> None:
        if is_admin(interaction):
            await show_private_card(interaction, await log_page(interaction, self._page))
        else:
            await reply_text(interaction, ADMINS_ONLY)


class PreviewButton(PageButton, template=r"onthisday:preview:(?P<page>-?\d{1,2})"):
    """Turns to another post of the preview."""

    prefix = "onthisday:preview"
    label = "Preview"

    async def press(self, interaction: Interaction) -> None:
        if is_admin(interaction):
            await show_private_card(interaction, await preview_page(interaction, self._page))
        else:
            await reply_text(interaction, ADMINS_ONLY)


BUTTONS = (DaySourcesButton, PingRoleButton, UpcomingPageButton, LogButton, PreviewButton)


@dataclass(frozen=True, slots=True)
class PreviewCard(Card):
    """A card exactly as it will be posted, between a line about it and buttons of its own."""

    above: str = ""
    below: Sequence[discord.ui.Item[Any]] = ()

    def build_view(self, colour: discord.Colour) -> discord.ui.LayoutView:
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(discord.ui.TextDisplay(self.above))
        for item in super(PreviewCard, self).build_view(colour).children:
            view.add_item(item)
        if self.below:
            view.add_item(discord.ui.ActionRow(*self.below))
        return view


def is_admin(interaction: Interaction) -> bool:
    """Whether whoever clicked may manage the server, at this moment."""
    return interaction.guild is not None and interaction.permissions.manage_guild


async def get_schedule(interaction: Interaction) -> Schedule | None:
    """The server's schedule; None in direct messages and before it is set up."""
    if interaction.guild_id is None:
        return None
    return await interaction.client.store.schedules.get(interaction.guild_id, KIND)


async def day_card(canon: GuildCanon, day: date, options: AnniversaryOptions, today: date) -> Card:
    """What returns on one local date, or when something does, as whoever asks `today` sees it."""
    index = await get_anniversary_index(canon)
    found = index.list_on_day(day, options)
    if not found:
        upcoming = index.list_upcoming(day, LOOK_AHEAD_DAYS, options)
        return empty_day_card(day, upcoming[0][0] if upcoming else None)
    card = digest_card(await build_digest(canon, day, found), today)
    return card.with_buttons(DaySourcesButton(day, options, "show"))


async def upcoming_page(interaction: Interaction, days: int, page: int) -> Card:
    """One page of the dates on which something returns within `days` days."""
    bot = interaction.client
    schedule = await get_schedule(interaction)
    today = await bot.today_for(interaction)
    upcoming = (await get_anniversary_index(get_canon(interaction))).list_upcoming(
        today, days, get_options(schedule)
    )
    page = pagination.clamp_page(page, len(upcoming), PAGE_SIZE)
    shown = pagination.page_slice(upcoming, page, PAGE_SIZE)
    position = pagination.page_label(page, len(upcoming), PAGE_SIZE)
    pager = pagination.pager_buttons(
        page,
        len(upcoming),
        PAGE_SIZE,
        lambda to, label, off: UpcomingPageButton(days, to, label, off),
    )
    return upcoming_card(shown, today, days, position).with_buttons(*pager)


async def log_page(interaction: Interaction, page: int) -> Card:
    """One page of the server's ledger, newest first."""
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
    """One of the next posts, exactly as it will look, with the moment it goes out."""
    schedule = await get_schedule(interaction)
    if schedule is None:
        return Card("Nothing to preview", NOT_SET_UP)
    calendar = await load_calendar(get_canon(interaction))
    upcoming = calendar.list_dates(schedule, schedule.next_day)[:PREVIEW_COUNT]
    if not upcoming:
        return Card("Nothing to preview", "Nothing dated is on record, so nothing will be posted.")
    page = pagination.clamp_page(page, len(upcoming), 1)
    day = upcoming[page]
    due_at = resolve_local_time(day, get_time_zone(schedule.zone), schedule.settings.local_time)
    card = await calendar.build_card(schedule, day, "show")
    when = discord.utils.format_dt(due_at, "F")
    return PreviewCard(
        card.title,
        card.body,
        card.footer,
        card.buttons,
        above=f"**{page + 1} of the next {len(upcoming)}** · {format_day_and_month(day)} · "
        f"goes out {when}",
        below=pagination.pager_buttons(page, len(upcoming), 1, PreviewButton),
    )
