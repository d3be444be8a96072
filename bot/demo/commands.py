"""The commands `/demo …`: what the page cannot do by itself, and a hand on the clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from discord import app_commands
from discord.ext import commands

from bot.base import Interaction
from bot.client import FanBot
from bot.markdown import Markdown, escape, format_number, mark_safe
from bot.ui.dates import format_day
from bot.ui.replies import reply_text
from bot.ui.text import clip

LEAD_TIME = timedelta(seconds=5)
"""How long before a post the clock is set, so that the post can be seen to appear."""
NEXT_POST = "the next post"
STEPS: dict[Markdown, timedelta] = {
    "tomorrow": timedelta(days=1),
    "in a week": timedelta(weeks=1),
    "in a month": timedelta(days=30),
    "in a year": timedelta(days=365),
}
MAX_YEAR = 2200
DIRECT_MESSAGES = "direct messages"


@dataclass(frozen=True, slots=True)
class MoveClock:
    """Request to set the clock to an aware instant that is not past."""

    to: datetime


@dataclass(frozen=True, slots=True)
class RestartBot:
    """Request to kill the bot and start it again."""


@dataclass(frozen=True, slots=True)
class ShowChannel:
    """Request to show a channel by name, or the user's direct messages with the bot."""

    name: str
    user_id: int


@dataclass(frozen=True, slots=True)
class SaveAsQuote:
    """Request to use *Save as quote* on a message as the user."""

    message_id: int
    user_id: int


Request: TypeAlias = MoveClock | RestartBot | ShowChannel | SaveAsQuote


@dataclass(frozen=True, slots=True)
class RecentMessage:
    """A message that a member wrote in the channel on show."""

    id: int
    author: str
    text: str


class DemoCommands(
    commands.GroupCog,
    name="Demo",
    group_name="demo",
    group_description="Only in the demo: move time, restart me, and look around",
):
    """Takes requests; `bot.demo.server` carries them out, as the bot cannot move its own world."""

    def __init__(
        self,
        bot: FanBot,
        requests: list[Request],
        channels: Sequence[str],
        list_messages: Callable[[], Sequence[RecentMessage]],
    ) -> None:
        self._bot = bot
        self._requests = requests
        self._places = (*channels, DIRECT_MESSAGES)
        self._list_messages = list_messages

    @app_commands.command(description="Only in the demo: move the clock, to watch a post come")
    @app_commands.describe(to="The next post when left out, or a date such as 2027-04-25 08:59")
    async def clock(
        self, interaction: Interaction, to: app_commands.Range[str, 1, 40] = NEXT_POST
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
        if target is None:
            await reply_text(
                interaction,
                f"I can’t read that time. Pick {', '.join(STEPS)}, or type a date and a time in "
                f"UTC such as {_format_minute(now + timedelta(days=1))}.",
            )
            return
        if target.year > MAX_YEAR or target < now - LEAD_TIME:
            await reply_text(
                interaction,
                f"Time only goes forward here: it is {_format_minute(now)} UTC now, and "
                f"{format_number(MAX_YEAR)} is as far as it goes.",
            )
            return
        self._requests.append(MoveClock(max(target, now)))
        day = f"{mark_safe(f'{target:%A}')}, {format_day(target.date())}"
        clock = mark_safe(f"{target:%H:%M:%S}")
        await reply_text(interaction, f"It is {day}, {clock} UTC. Watch the channel.")

    @clock.autocomplete("to")
    async def _autocomplete_time(
        self, _interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        known = (NEXT_POST, *STEPS)
        return [app_commands.Choice(name=one, value=one) for one in known if current in one]

    @app_commands.command(
        description="Only in the demo: kill the bot in the middle of things, and start it again"
    )
    async def restart(self, interaction: Interaction) -> None:
        """Request a restart."""
        self._requests.append(RestartBot())
        await reply_text(interaction, "I’m going down. Games go on where they were; try a button.")

    @app_commands.command(description="Only in the demo: look at another channel")
    @app_commands.describe(to="A channel, or the direct messages I sent you")
    async def channel(self, interaction: Interaction, to: str) -> None:
        """Request that the page shows another channel."""
        if to not in self._places:
            await reply_text(interaction, f"Choose one of {escape(', '.join(self._places))}.")
            return
        self._requests.append(ShowChannel(to, interaction.user.id))
        await reply_text(interaction, f"Turning to {escape(to)}.")

    @channel.autocomplete("to")
    async def _autocomplete_place(
        self, _interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=one, value=one) for one in self._places if current in one]

    @app_commands.command(
        description="Only in the demo: what a right-click on a message, Apps, Save as quote does"
    )
    @app_commands.describe(message="The newest one when left out")
    async def quote(self, interaction: Interaction, message: str | None = None) -> None:
        """Request the form of *Save as quote* for a member's message."""
        recent = {str(one.id): one for one in self._list_messages()}
        chosen = recent.get(message or next(iter(recent), ""))
        if chosen is None:
            await reply_text(
                interaction, "Write something first, as another member: then I can save it."
            )
            return
        self._requests.append(SaveAsQuote(chosen.id, interaction.user.id))
        await reply_text(
            interaction, f"Saving what {escape(chosen.author)} wrote. The form opens next."
        )

    @quote.autocomplete("message")
    async def _autocomplete_message(
        self, _interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=clip(f"{one.author}: {one.text}", 100), value=str(one.id))
            for one in self._list_messages()
            if current.casefold() in one.text.casefold()
        ][:25]

    async def _get_next_due_at(self, guild_id: int | None) -> datetime | None:
        return None if guild_id is None else await self._bot.scheduler.get_next_due_at(guild_id)


def _format_minute(instant: datetime) -> Markdown:
    return mark_safe(f"{instant:%Y-%m-%d %H:%M}")


def _parse_time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return None
