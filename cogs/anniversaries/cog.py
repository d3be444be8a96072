"""`/onthisday`, `/upcoming`, `/calendar`, and `/anniversaries` for admins."""

from __future__ import annotations

import asyncio
import io
from datetime import date

import discord
from discord import app_commands
from discord.ext import commands

from bot.base import BotBase, Interaction, get_pack
from bot.markdown import escape
from bot.permissions import ANYWHERE, FOR_ADMINS, HIDDEN_FROM_MEMBERS
from bot.scheduling.scheduler import SCHEDULER
from bot.setup.registry import SETUP_REGISTRY
from bot.ui.dates import AMERICAN, BRITISH, ISO, current_language, format_day_and_month
from bot.ui.replies import get_canon, reply_card, reply_file, reply_text
from bot.ui.text import clip
from bot.welcome.first_commands import HELP_POSITION
from cogs.anniversaries.calendar_file.entries import list_awaited_days, list_calendar_entries
from cogs.anniversaries.calendar_file.ics import (
    CalendarIdentity,
    build_calendar_file,
)
from cogs.anniversaries.cards import with_reading
from cogs.anniversaries.date_input import is_month_typed_first, parse_day, to_current_year
from cogs.anniversaries.digest import KIND, get_anniversary_index, get_options
from cogs.anniversaries.post import AnniversaryPostType
from cogs.anniversaries.service import NOTHING_TO_POST, AnniversaryService
from cogs.anniversaries.setup_page import AnniversariesPage
from cogs.anniversaries.upcoming.views import upcoming_page
from cogs.anniversaries.views import (
    MAX_DAYS,
    NOT_SET_UP,
    day_card,
    get_schedule,
    log_page,
    preview_page,
    skip_card,
)
from storage.posts.models import Schedule

MAX_SUGGESTIONS = 8


class CalendarCog(commands.Cog, name="Calendar"):
    """The commands for every member: what happened on a date, and the dates to come."""

    @app_commands.command(
        name="onthisday",
        description="What happened on a date in other years",
        extras={ANYWHERE: True, HELP_POSITION: 70},
    )
    @app_commands.describe(
        date="A day like April 25; today if you leave it out", private="Show it only to you"
    )
    async def onthisday(
        self,
        interaction: Interaction,
        date: app_commands.Range[str, 1, 40] | None = None,
        private: bool = False,
    ) -> None:
        """Show the anniversaries of a local date."""
        schedule = await get_schedule(interaction)
        today = await interaction.client.today_for(interaction)
        is_month_first = is_month_typed_first(current_language(), interaction.locale.value)
        day = parse_day(date, today, is_month_first=is_month_first) if date else today
        if day is None:
            typed = escape(clip(date or "", 40))
            await reply_text(
                interaction, f"I don't know the date “{typed}”: try April 25, 04-25 or tomorrow."
            )
            return
        observed_day = to_current_year(day, today)
        card = await day_card(interaction, observed_day, get_options(schedule), today)
        other = parse_day(date, today, is_month_first=not is_month_first) if date else day
        if other != day:
            card = with_reading(card, day, other)
        await reply_card(interaction, card, ephemeral=private)

    @onthisday.autocomplete("date")
    async def _suggest_dates(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        schedule = await get_schedule(interaction)
        today = await interaction.client.today_for(interaction)
        upcoming = (await get_anniversary_index(get_canon(interaction))).list_upcoming(
            today, MAX_DAYS, get_options(schedule)
        )
        typed = current.casefold().strip()
        matching = [day for day, _ in upcoming if typed in _searchable_names(day)]
        return [
            app_commands.Choice(
                name=format_day_and_month(day, current_language()),
                value=format_day_and_month(day, ISO),
            )
            for day in matching[:MAX_SUGGESTIONS]
        ]

    @app_commands.command(description="What's coming up, with a countdown")
    @app_commands.guild_only()
    @app_commands.describe(days="How many days to look ahead (30 if you leave it out)")
    async def upcoming(
        self,
        interaction: Interaction,
        days: app_commands.Range[int, 1, MAX_DAYS] = 30,
    ) -> None:
        """Show the dates with anniversaries, and what was promised by when."""
        await reply_card(interaction, await upcoming_page(interaction, days, 0))

    @app_commands.command(
        description="Anniversaries and promised dates in a file for your own calendar"
    )
    @app_commands.guild_only()
    async def calendar(self, interaction: Interaction) -> None:
        """Send an .ics file, privately."""
        bot, canon = interaction.client, get_canon(interaction)
        manifest, options = (
            get_pack(interaction).manifest,
            get_options(await get_schedule(interaction)),
        )
        identity = CalendarIdentity(manifest.title, manifest.slug, interaction.guild_id or 0)
        content = await asyncio.to_thread(
            build_calendar_file,
            await list_calendar_entries(bot.store, canon, options),
            identity,
            bot.clock(),
            await list_awaited_days(bot.store, canon, options, await bot.today_for(interaction)),
        )
        file = discord.File(io.BytesIO(content), f"{manifest.slug}.ics")
        text = "Open it in your calendar app, and it'll remember every year for you."
        await reply_file(interaction, text, file)


def _searchable_names(day: date) -> str:
    """Return the texts that match a day: in the guild's language, in English, and in ISO format."""
    names = (
        format_day_and_month(day, current_language()),
        format_day_and_month(day, AMERICAN),
        format_day_and_month(day, BRITISH),
        format_day_and_month(day, ISO),
    )
    return "\n".join(names).casefold()


@app_commands.guild_only()
@app_commands.default_permissions(HIDDEN_FROM_MEMBERS)
class AnniversariesCog(
    commands.GroupCog,
    name="Anniversaries",
    group_name="anniversaries",
    group_description="See, test, skip and pause the anniversaries I post",
):
    """The commands of admins for the guild's posts of anniversaries."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self._page = AnniversariesPage(bot)

    async def cog_load(self) -> None:
        self._bot.resources[SCHEDULER].register(AnniversaryPostType(self._bot))
        self._bot.resources[SETUP_REGISTRY].register_settings_page(self._page)

    async def cog_unload(self) -> None:
        self._bot.resources[SCHEDULER].unregister(KIND)
        self._bot.resources[SETUP_REGISTRY].unregister(self._page.key)

    @app_commands.command(
        description="For admins: stop posting anniversaries until you resume", extras=FOR_ADMINS
    )
    @app_commands.checks.has_permissions(manage_guild=True)
    async def pause(self, interaction: Interaction) -> None:
        """Pause the posts; the settings stay."""
        if await self._require_schedule(interaction) is not None:
            await reply_text(interaction, await self._get_service(interaction).pause())

    @app_commands.command(description="For admins: post anniversaries again", extras=FOR_ADMINS)
    @app_commands.checks.has_permissions(manage_guild=True)
    async def resume(self, interaction: Interaction) -> None:
        """Resume the posts from the next date on."""
        if (schedule := await self._require_schedule(interaction)) is not None:
            # Delayed posts are sent first, which takes time.
            await interaction.response.defer(ephemeral=True)
            await reply_text(interaction, await self._get_service(interaction).resume(schedule))

    skip = app_commands.Group(name="skip", description="Skip a post")

    @skip.command(
        name="next",
        description="For admins: skip the next anniversary post",
        extras=FOR_ADMINS,
    )
    @app_commands.checks.has_permissions(manage_guild=True)
    async def skip_next(self, interaction: Interaction) -> None:
        """Ask whether the next post shall be skipped."""
        if (schedule := await self._require_schedule(interaction)) is None:
            return
        day = await self._get_service(interaction).find_next_day(schedule)
        if day is None:
            await reply_text(interaction, NOTHING_TO_POST)
        else:
            await reply_card(interaction, skip_card(day), ephemeral=True)

    @skip.command(
        name="undo", description="For admins: post after all what you skipped", extras=FOR_ADMINS
    )
    @app_commands.checks.has_permissions(manage_guild=True)
    async def undo_skip(self, interaction: Interaction) -> None:
        """Undo the skipping of the next skipped date."""
        if (schedule := await self._require_schedule(interaction)) is not None:
            text = await self._get_service(interaction).unskip_next(schedule)
            await reply_text(interaction, text)

    @app_commands.command(
        description="For admins: post the next anniversary card now, marked as a test",
        extras=FOR_ADMINS,
    )
    @app_commands.checks.has_permissions(manage_guild=True)
    async def test(self, interaction: Interaction) -> None:
        """Post the next card to the channel as a test."""
        if (schedule := await self._require_schedule(interaction)) is not None:
            await interaction.response.defer(ephemeral=True)
            await reply_text(interaction, await self._get_service(interaction).post_test(schedule))

    @app_commands.command(
        description="For admins: what was posted, late, skipped, missed or failed, and why",
        extras=FOR_ADMINS,
    )
    @app_commands.checks.has_permissions(manage_guild=True)
    async def log(self, interaction: Interaction) -> None:
        """Show the newest page of the post log."""
        await reply_card(interaction, await log_page(interaction, 0), ephemeral=True)

    @app_commands.command(
        description="For admins: the next seven posts, exactly as they'll look", extras=FOR_ADMINS
    )
    @app_commands.checks.has_permissions(manage_guild=True)
    async def preview(self, interaction: Interaction) -> None:
        """Show the first of the posts to come."""
        await reply_card(interaction, await preview_page(interaction, 0), ephemeral=True)

    def _get_service(self, interaction: Interaction) -> AnniversaryService:
        assert interaction.guild is not None, "the group is used in servers only"
        return AnniversaryService(interaction.client, interaction.guild, interaction.client.clock())

    async def _require_schedule(self, interaction: Interaction) -> Schedule | None:
        """Return the guild's schedule; without one, reply how to set it up and return None."""
        schedule = await get_schedule(interaction)
        if schedule is None:
            await reply_text(interaction, NOT_SET_UP)
        return schedule
