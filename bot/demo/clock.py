"""The command `/demo clock`, which moves the time of the demo to see scheduled posts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import FanBot
from bot.ui.dates import format_day
from bot.ui.replies import reply_text

LEAD_TIME = timedelta(seconds=5)
"""How long before a post the clock is set, so that the post can be seen to appear."""
NEXT_POST = "the next post"
STEPS = {
    "tomorrow": timedelta(days=1),
    "in a week": timedelta(weeks=1),
    "in a month": timedelta(days=30),
    "in a year": timedelta(days=365),
}
MAX_YEAR = 2200


class DemoClock(commands.GroupCog, name="Demo clock", group_name="demo"):
    """Takes requests to move the clock; `bot.demo.server` moves it."""

    def __init__(self, bot: FanBot) -> None:
        self._bot = bot
        self._requested_time: datetime | None = None

    def pop_requested_time(self) -> datetime | None:
        """Return the instant requested since the last call; None without one."""
        requested, self._requested_time = self._requested_time, None
        return requested

    @app_commands.command(description="Only in the demo: move the clock, to watch a post come")
    @app_commands.describe(to="The next post when left out, or a date such as 2027-04-25 08:59")
    async def clock(
        self,
        interaction: discord.Interaction[FanBot],
        to: app_commands.Range[str, 1, 40] = NEXT_POST,
    ) -> None:
        """Request a later time."""
        now = self._bot.clock()
        if to == NEXT_POST:
            due = await self._get_next_due_at(interaction.guild_id)
            if due is None:
                await reply_text(interaction, "Nothing is set up to be posted: try /setup.")
                return
            target = due - LEAD_TIME
        else:
            target = now + STEPS[to] if to in STEPS else _parse_time(to)
        if target is None or target.year > MAX_YEAR or target < now - LEAD_TIME:
            await reply_text(
                interaction, "Time goes forwards only: try tomorrow or 2027-04-25 08:59."
            )
            return
        self._requested_time = max(target, now)
        day = f"{target:%A}, {format_day(target.date())}"
        await reply_text(interaction, f"It is {day}, {target:%H:%M:%S} UTC. Watch the channel.")

    @clock.autocomplete("to")
    async def _autocomplete_time(
        self, _interaction: discord.Interaction[FanBot], current: str
    ) -> list[app_commands.Choice[str]]:
        known = (NEXT_POST, *STEPS)
        return [app_commands.Choice(name=one, value=one) for one in known if current in one]

    async def _get_next_due_at(self, guild_id: int | None) -> datetime | None:
        return None if guild_id is None else await self._bot.scheduler.get_next_due_at(guild_id)


def _parse_time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return None
