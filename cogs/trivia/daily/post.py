"""The question of the day as a scheduled post: its type, and the calendar of one guild."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.base import BotBase
from bot.markdown import Markdown
from bot.pictures.renderer import PictureRenderer
from bot.ui.card import Card, draw_picture
from cogs.trivia.daily.cards import NO_QUESTION_CARD, daily_card
from cogs.trivia.daily.picture import build_daily_result
from cogs.trivia.daily.question_of_the_day import DAILY_QUESTION_KIND, DailyQuestionService
from cogs.trivia.daily.views import OpenDailyQuestionButton
from cogs.trivia.questions.guild_banks import GuildQuestionBanks
from storage.posts.models import Schedule


class DailyQuestionPostType:
    """One question on each local date; members answer it in private."""

    kind = DAILY_QUESTION_KIND
    title: Markdown = "Daily questions"

    def __init__(self, bot: BotBase, banks: GuildQuestionBanks, rng: random.Random) -> None:
        self._bot = bot
        self._banks = banks
        self._rng = rng

    async def load_calendars(self, guild_ids: Iterable[int]) -> dict[int, DailyQuestionCalendar]:
        return {
            guild_id: DailyQuestionCalendar(
                DailyQuestionService(self._bot.store, self._banks, guild_id),
                self._rng,
                await self._has_questions(guild_id),
                self._bot.packs.get(guild_id).pictures,
            )
            for guild_id in guild_ids
        }

    async def _has_questions(self, guild_id: int) -> bool:
        """Return whether the pack has any, or the guild wants those of lists and has some."""
        if any(not one.is_imported for one in await self._banks.get_of_pack(guild_id)):
            return True
        settings = await self._bot.store.guild_settings.get(guild_id)
        return settings.asks_lists_always and len(await self._banks.get(guild_id)) > 0

    def custom_id_prefix(self, day: date) -> str:
        return OpenDailyQuestionButton(day).custom_id_prefix

    async def may_publish(self, _guild_id: int) -> bool:
        """Return False: a question is answered in its own server."""
        return False


@dataclass(frozen=True, slots=True)
class DailyQuestionCalendar:
    """The posts of one guild: one on every date, if there are any questions."""

    service: DailyQuestionService
    rng: random.Random
    has_questions: bool
    pictures: PictureRenderer

    def has_post_on(self, _schedule: Schedule, _day: date) -> bool:
        return self.has_questions

    async def build_card(self, _schedule: Schedule, day: date) -> Card:
        """Return the card of `day`, with the answer to the previous question only."""
        question = await self.service.get_or_choose_question(day, self.rng)
        if question is None:
            return NO_QUESTION_CARD
        previous = await self.service.get_previous_question(day)
        card = daily_card(question, previous, None, 0, day, is_posted=True)
        if (result := build_daily_result(previous)) is not None:
            card = card.with_picture(await draw_picture(self.pictures, result))
        return card.with_buttons(OpenDailyQuestionButton(day))
