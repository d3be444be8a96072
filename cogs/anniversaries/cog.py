"""The `/onthisday` and `/anniversaries` commands."""

from __future__ import annotations

import asyncio
import io
from datetime import date

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import FanBot
from bot.ui.dates import BRITISH, ISO, day_and_month
from bot.ui.replies import canon_for, reply, say
from bot.ui.text import clip, escape
from cogs.anniversaries.date_input import as_it_returns, read_day
from cogs.anniversaries.digest import KIND, almanac_of, include_of, told_once
from cogs.anniversaries.ics import calendar_file
from cogs.anniversaries.post import AnniversaryPoster
from cogs.anniversaries.service import Desk
from cogs.anniversaries.setup_page import AnniversariesPage
from cogs.anniversaries.views import (
    NOT_SET_UP,
    day_card,
    log_page,
    preview_page,
    schedule_of,
    today_of,
    upcoming_page,
)
from seeds.schema import Source
from storage.posts.models import Schedule

MAX_DAYS = 366
SUGGESTED = 8


class OnThisDayCog(commands.Cog, name="On this day"):
    """What happened on a date."""

    @app_commands.command(name="onthisday", description="What happened on a date, in other years")
    @app_commands.describe(
        date="A day such as 25 April; today when left out", private="Show it to you alone"
    )
    async def onthisday(
        self,
        interaction: discord.Interaction[FanBot],
        date: app_commands.Range[str, 1, 40] | None = None,
        private: bool = False,
    ) -> None:
        """Show what returns on a local date."""
        bot, schedule = interaction.client, await schedule_of(interaction)
        today = today_of(bot, schedule)
        day = read_day(date, today) if date else today
        if day is None:
            typed = escape(clip(date or "", 40))
            await say(interaction, f"“{typed}” is no date I know. Try 25 April, 04-25 or tomorrow.")
            return
        canon, returns = canon_for(interaction), as_it_returns(day, today)
        card = await day_card(canon, returns, include_of(schedule), today)
        await reply(interaction, card, private=private)

    @onthisday.autocomplete("date")
    async def _suggest_dates(
        self, interaction: discord.Interaction[FanBot], current: str
    ) -> list[app_commands.Choice[str]]:
        bot, schedule = interaction.client, await schedule_of(interaction)
        today = today_of(bot, schedule)
        coming = (await almanac_of(canon_for(interaction))).upcoming(
            today, MAX_DAYS, include_of(schedule)
        )
        typed = current.casefold().strip()
        fitting = [day for day, _ in coming if typed in _names(day)]
        return [
            app_commands.Choice(name=day_and_month(day), value=day_and_month(day, ISO))
            for day in fitting[:SUGGESTED]
        ]


def _names(day: date) -> str:
    """What may be typed for a day: the spoken language's name, the English one, and numbers."""
    names = (day_and_month(day), day_and_month(day, BRITISH), day_and_month(day, ISO))
    return "\n".join(names).casefold()


@app_commands.guild_only()
class AnniversariesCog(
    commands.GroupCog,
    name="Anniversaries",
    group_name="anniversaries",
    group_description="What is coming, and when it is posted",
):
    """What is coming, and what a server gets posted by itself."""

    def __init__(self, bot: FanBot) -> None:
        self._bot = bot
        self._page = AnniversariesPage(bot)

    async def cog_load(self) -> None:
        self._bot.scheduler.register(AnniversaryPoster(self._bot))
        self._bot.panel.register(self._page)

    async def cog_unload(self) -> None:
        self._bot.scheduler.forget(KIND)
        self._bot.panel.forget(self._page.key)

    @app_commands.command(description="What is coming up, with a countdown")
    @app_commands.describe(days="How many days to look ahead (30 when left out)")
    async def upcoming(
        self,
        interaction: discord.Interaction[FanBot],
        days: app_commands.Range[int, 1, MAX_DAYS] = 30,
    ) -> None:
        """List the dates on which something returns."""
        await reply(interaction, await upcoming_page(interaction, days, 0))

    @app_commands.command(description="Every anniversary as a file for your own calendar")
    async def calendar(self, interaction: discord.Interaction[FanBot]) -> None:
        """Send an .ics file, privately."""
        bot = interaction.client
        canon = canon_for(interaction)
        happenings = told_once(await canon.list_dated_entries())
        cited = [name for one in happenings for name in one.sources]
        pages = {one.id: one.url for one in await canon.get_many(cited, Source) if one.url}
        manifest = bot.manifest
        content = await asyncio.to_thread(
            calendar_file, happenings, manifest.title, manifest.slug, pages, bot.clock()
        )
        file = discord.File(io.BytesIO(content), f"{manifest.slug}.ics")
        await interaction.response.send_message(
            "Open it with your calendar: every year it will remember for you.",
            file=file,
            ephemeral=True,
        )

    @app_commands.command(description="Post no anniversaries until you resume")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def pause(self, interaction: discord.Interaction[FanBot]) -> None:
        """Stop posting; the settings stay."""
        if await self._schedule(interaction) is not None:
            await say(interaction, await self._desk(interaction).pause())

    @app_commands.command(description="Post anniversaries again")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def resume(self, interaction: discord.Interaction[FanBot]) -> None:
        """Go on from the next date, and say what the pause cost."""
        if (schedule := await self._schedule(interaction)) is not None:
            # What was held up goes out first.
            await interaction.response.defer(ephemeral=True)
            await say(interaction, await self._desk(interaction).resume(schedule))

    skip = app_commands.Group(name="skip", description="Leave out a post")

    @skip.command(name="next", description="Leave out the next anniversary post")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def skip_next(self, interaction: discord.Interaction[FanBot]) -> None:
        """Skip one post; again skips the one after."""
        if (schedule := await self._schedule(interaction)) is not None:
            await say(interaction, await self._desk(interaction).skip_next(schedule))

    @app_commands.command(description="Post the next anniversary card now, marked as a test")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def test(self, interaction: discord.Interaction[FanBot]) -> None:
        """Try the channel with the real next card."""
        if (schedule := await self._schedule(interaction)) is not None:
            await interaction.response.defer(ephemeral=True)
            await say(interaction, await self._desk(interaction).test(schedule))

    @app_commands.command(description="What was posted, late, skipped, missed or failed, and why")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def log(self, interaction: discord.Interaction[FanBot]) -> None:
        """Show the newest page of the ledger."""
        await reply(interaction, await log_page(interaction, 0), private=True)

    @app_commands.command(description="The next seven posts, exactly as they will look")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def preview(self, interaction: discord.Interaction[FanBot]) -> None:
        """Show the first of the posts to come."""
        await reply(interaction, await preview_page(interaction, 0), private=True)

    def _desk(self, interaction: discord.Interaction[FanBot]) -> Desk:
        assert interaction.guild is not None, "the group is used in servers only"
        return Desk(interaction.client, interaction.guild, interaction.client.clock())

    async def _schedule(self, interaction: discord.Interaction[FanBot]) -> Schedule | None:
        """The server's schedule; without one, says how to make one."""
        schedule = await schedule_of(interaction)
        if schedule is None:
            await say(interaction, NOT_SET_UP)
        return schedule
