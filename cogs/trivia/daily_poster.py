"""The question of the day as a scheduled post, and what an admin decides about it."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import discord

from bot.postings import Posting, changed_posting, first_posting
from bot.reach import Obstacle, Place, obstacle_in
from bot.ui.card import Card
from cogs.trivia.banks import Banks
from cogs.trivia.daily import Daily
from cogs.trivia.daily_cards import NONE, daily_card
from cogs.trivia.daily_views import TodayButton
from storage.schedule import Choice, Pause, Schedule

if TYPE_CHECKING:
    from bot.client import FanBot

KIND = "daily question"
SETUP = "/trivia autopost"
NOT_POSTED = "The question of the day is not posted here. Choose a channel, and it will be."
STOPPED = "No more daily questions are posted. /trivia daily still has one for whoever asks."


class DailyPoster:
    """One question a local date; members answer it in private."""

    kind = KIND
    title = "Daily questions"
    setup = SETUP

    def __init__(self, bot: FanBot, banks: Banks, rng: random.Random) -> None:
        self._bot = bot
        self._banks = banks
        self._rng = rng

    async def prepare(self, guild_ids: Iterable[int]) -> None:
        """Nothing is read ahead: each server has a question of its own."""

    def falls_on(self, schedule: Schedule, day: date) -> bool:  # noqa: ARG002 - the protocol's
        """Every day, as long as there are questions."""
        return len(self._banks.shared) > 0

    async def card(self, schedule: Schedule, day: date) -> Card:
        """The question of `day` and the last one's answer; its own answer is nowhere on it."""
        daily = Daily(self._bot.store, self._banks, schedule.guild_id)
        question = await daily.question(day, self._rng)
        if question is None:
            return NONE
        card = daily_card(question, await daily.past(day), None, 0)
        return card.with_buttons(TodayButton(day))

    def mark(self, day: date) -> str:
        """How the custom id of the button under the post of `day` begins."""
        return TodayButton(day).mark


async def post_daily(bot: FanBot, admin_id: int, place: Place, at: time) -> str:
    """Have the question of the day posted at a local time; gives what to tell the admin."""
    obstacle = obstacle_in(place)
    if obstacle is not None:
        return _mend(obstacle, place)
    guild_id = place.guild.id
    now, zone = bot.clock(), await bot.store.zones.of(guild_id)
    old = await bot.store.schedules.get(guild_id, KIND)
    choice = Choice(place.id, zone.key, at, None, {}, admin_id)
    posting = _promise(old, now, zone, at)
    await bot.store.schedules.save(guild_id, KIND, choice, posting)
    when = discord.utils.format_dt(posting.at, "R")
    return f"The question of the day comes to {place.mention} at {at:%H:%M} ({zone.key}), {when}."


async def stop_daily(bot: FanBot, guild_id: int) -> str:
    """Post no more daily questions in a server; gives what to tell the admin."""
    schedule = await bot.store.schedules.get(guild_id, KIND)
    if schedule is None or schedule.pause is Pause.BY_HAND:
        return NOT_POSTED
    await bot.store.schedules.pause(schedule, Pause.BY_HAND, "", None)
    return STOPPED


def _promise(old: Schedule | None, now: datetime, zone: ZoneInfo, at: time) -> Posting:
    """The date promised next, so that no change doubles or loses one."""
    if old is None:
        return first_posting(now, zone, at)
    promised = Posting(old.day, old.due_at, old.until)
    if old.has_open_claim:
        return promised
    if old.pause is Pause.BY_HAND:
        return first_posting(now, zone, at, last_posted=old.settled_day)
    return changed_posting(promised, now, zone, at, last_posted=old.settled_day)


def _mend(obstacle: Obstacle, place: Place) -> str:
    return (
        f"I cannot post in {place.mention} ({obstacle.in_words}): allow me to in the channel's "
        "settings under Permissions, or choose another. Nothing was stored."
    )
