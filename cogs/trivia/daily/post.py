"""The question of the day as a scheduled post."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from bot.ui.card import Card
from cogs.trivia.daily.cards import NONE, daily_card
from cogs.trivia.daily.question_of_the_day import Daily
from cogs.trivia.daily.views import TodayButton
from cogs.trivia.questions.guild_banks import Banks
from storage.posts.models import Schedule

if TYPE_CHECKING:
    from bot.client import FanBot

KIND = "daily question"


class DailyPoster:
    """One question a local date; members answer it in private."""

    kind = KIND
    title = "Daily questions"
    setup = "/setup"

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
        card = daily_card(question, await daily.past(day), None, 0, day)
        return card.with_buttons(TodayButton(day))

    def mark(self, day: date) -> str:
        """How the custom id of the button under the post of `day` begins."""
        return TodayButton(day).mark
