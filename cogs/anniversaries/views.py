"""Pages of anniversaries: what is coming, the log, and the preview of posts to come."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.client import FanBot
from bot.scheduling.occurrences import first_instant, local_date
from bot.ui import pagination
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.dates import day_and_month
from bot.ui.pagination import PageButton
from bot.ui.replies import canon_for, open_private, say, turn_page
from cogs.anniversaries.buttons import PingButton, SourcesButton
from cogs.anniversaries.calendar import Include
from cogs.anniversaries.cards import digest_card, nothing_card, upcoming_card
from cogs.anniversaries.digest import (
    KIND,
    LOOK_AHEAD,
    almanac_of,
    digest_of,
    include_of,
)
from cogs.anniversaries.log_cards import log_card
from cogs.anniversaries.post import AnniversaryPoster
from storage.canon.guild_canon import GuildCanon
from storage.guilds.time_zones import get_time_zone
from storage.posts.models import Schedule

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE_SIZE = 8
LOG_SIZE = 10
PREVIEWED = 7
NOT_SET_UP = "Anniversaries are not set up here yet: use /setup."
ADMINS_ONLY = "You need Manage Server on this server for that."


class UpcomingButton(
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

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        await turn_page(interaction, await upcoming_page(interaction, self._days, self._page))


class LogButton(PageButton, template=r"onthisday:log:(?P<page>-?\d{1,4})"):
    """Turns to another page of the log."""

    prefix = "onthisday:log"
    label = "Log"

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        if is_admin(interaction):
            await open_private(interaction, await log_page(interaction, self._page))
        else:
            await say(interaction, ADMINS_ONLY)


class PreviewButton(PageButton, template=r"onthisday:preview:(?P<page>-?\d{1,2})"):
    """Turns to another post of the preview."""

    prefix = "onthisday:preview"
    label = "Preview"

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        if is_admin(interaction):
            await open_private(interaction, await preview_page(interaction, self._page))
        else:
            await say(interaction, ADMINS_ONLY)


BUTTONS = (SourcesButton, PingButton, UpcomingButton, LogButton, PreviewButton)


@dataclass(frozen=True, slots=True)
class Previewed(Card):
    """A card exactly as it will be posted, between a line about it and buttons of its own."""

    above: str = ""
    below: Sequence[discord.ui.Item[Any]] = ()

    def view(self, colour: discord.Colour) -> discord.ui.LayoutView:
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(discord.ui.TextDisplay(self.above))
        for item in super(Previewed, self).view(colour).children:
            view.add_item(item)
        if self.below:
            view.add_item(discord.ui.ActionRow(*self.below))
        return view


def is_admin(interaction: discord.Interaction[FanBot]) -> bool:
    """Whether whoever clicked may manage the server, at this moment."""
    return interaction.guild is not None and interaction.permissions.manage_guild


async def schedule_of(interaction: discord.Interaction[FanBot]) -> Schedule | None:
    """The server's schedule; None in direct messages and before it is set up."""
    if interaction.guild_id is None:
        return None
    return await interaction.client.store.schedules.get(interaction.guild_id, KIND)


def today_of(bot: FanBot, schedule: Schedule | None) -> date:
    """The local date: the server's, where it has said where it lives."""
    return local_date(bot.clock(), get_time_zone(schedule.settings.zone)) if schedule else bot.today()


async def day_card(canon: GuildCanon, day: date, include: Include, today: date) -> Card:
    """What returns on one local date, or when something does, as whoever asks `today` sees it."""
    almanac = await almanac_of(canon)
    found = almanac.on(day, include)
    if not found:
        coming = almanac.upcoming(day, LOOK_AHEAD, include)
        return nothing_card(day, coming[0][0] if coming else None)
    card = digest_card(await digest_of(canon, day, found), today)
    return card.with_buttons(SourcesButton(day, include, "show"))


async def upcoming_page(interaction: discord.Interaction[FanBot], days: int, page: int) -> Card:
    """One page of the dates on which something returns within `days` days."""
    bot = interaction.client
    schedule = await schedule_of(interaction)
    today = today_of(bot, schedule)
    coming = (await almanac_of(canon_for(interaction))).upcoming(today, days, include_of(schedule))
    page = pagination.clamp(page, len(coming), PAGE_SIZE)
    shown = pagination.cut(coming, page, PAGE_SIZE)
    position = pagination.position(page, len(coming), PAGE_SIZE)
    turners = pagination.turners(
        page, len(coming), PAGE_SIZE, lambda to, label, off: UpcomingButton(days, to, label, off)
    )
    return upcoming_card(shown, today, days, position).with_buttons(*turners)


async def log_page(interaction: discord.Interaction[FanBot], page: int) -> Card:
    """One page of the server's ledger, newest first."""
    assert interaction.guild_id is not None, "admins' commands are used in servers"
    ledger = interaction.client.store.post_log
    total = await ledger.count(interaction.guild_id, KIND)
    page = pagination.clamp(page, total, LOG_SIZE)
    entries = await ledger.list_newest(
        interaction.guild_id, KIND, offset=page * LOG_SIZE, limit=LOG_SIZE
    )
    schedule = await schedule_of(interaction)
    card = log_card(entries, schedule, pagination.position(page, total, LOG_SIZE))
    return card.with_buttons(*pagination.turners(page, total, LOG_SIZE, LogButton))


async def preview_page(interaction: discord.Interaction[FanBot], page: int) -> Card:
    """One of the next posts, exactly as it will look, with the moment it goes out."""
    schedule = await schedule_of(interaction)
    if schedule is None:
        return Card("Nothing to preview", NOT_SET_UP)
    poster = AnniversaryPoster(interaction.client)
    await poster.prepare([schedule.guild_id])
    coming = poster.dates(schedule, schedule.next_day)[:PREVIEWED]
    if not coming:
        return Card("Nothing to preview", "Nothing dated is on record, so nothing will be posted.")
    page = pagination.clamp(page, len(coming), 1)
    day = coming[page]
    at = first_instant(day, get_time_zone(schedule.settings.zone), schedule.settings.local_time)
    card = await poster.card(schedule, day, "show")
    when = discord.utils.format_dt(at, "F")
    return Previewed(
        card.title,
        card.body,
        card.foot,
        card.buttons,
        above=f"**{page + 1} of the next {len(coming)}** · {day_and_month(day)} · goes out {when}",
        below=pagination.turners(page, len(coming), 1, PreviewButton),
    )
