"""The question of the day as a scheduled post."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date

from bot.base import BotBase
from bot.ui.card import Card
from cogs.trivia.daily.cards import NO_QUESTION_CARD, daily_card
from cogs.trivia.daily.question_of_the_day import DailyQuestionService
from cogs.trivia.daily.views import OpenDailyQuestionButton
from cogs.trivia.questions.guild_banks import GuildQuestionBanks
from storage.posts.models import Schedule

DAILY_QUESTION_KIND = "daily question"


class DailyQuestionPostType:
    """One question a local date; members answer it in private."""

    kind = DAILY_QUESTION_KIND
    title = "Daily questions"
    setup_command = "/setup"

    def __init__(self, bot: BotBase, banks: GuildQuestionBanks, rng: random.Random) -> None:
        self._bot = bot
        self._banks = banks
        self._rng = rng

    async def preload(self, guild_ids: Iterable[int]) -> None:
        """Nothing is read ahead: each server has a question of its own."""

    def has_post_on(self, schedule: Schedule, day: date) -> bool:  # noqa: ARG002 - the protocol's
        """Every day, as long as there are questions."""
        return len(self._banks.shared) > 0

    async def build_card(self, schedule: Schedule, day: date) -> Card:
        """The question of `day` and the last one's answer; its own answer is nowhere on it."""
        daily = DailyQuestionService(self._bot.store, self._banks, schedule.guild_id)
        question = await daily.get_or_choose_question(day, self._rng)
        if question is None:
            return NO_QUESTION_CARD
        card = daily_card(question, await daily.get_previous_question(day), None, 0, day)
        return card.with_buttons(OpenDailyQuestionButton(day))

    def custom_id_prefix(self, day: date) -> str:
        """How the custom id of the button under the post of `day` begins."""
        return OpenDailyQuestionButton(day).custom_id_prefix
