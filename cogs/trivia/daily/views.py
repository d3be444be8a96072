"""The buttons and the form of the question of the day."""

from __future__ import annotations

import random
import re
from datetime import date
from typing import NamedTuple, Self

import discord
from discord.utils import snowflake_time

from bot.base import Interaction, ResourceKey, get_guild_id, get_pack
from bot.instrumentation.observers import AnswerLocked
from bot.ui.card import Card, draw_picture
from bot.ui.components import PersistentButton
from bot.ui.forms import match_submission
from bot.ui.replies import get_audience_id, reply_card, reply_text
from cogs.trivia.daily.cards import NO_QUESTION_CARD, answered_card, daily_card
from cogs.trivia.daily.picture import build_daily_result
from cogs.trivia.daily.question_of_the_day import DailyQuestionService
from cogs.trivia.daily.sharing import ShareResultButton, get_result
from cogs.trivia.play.cards import label_options
from cogs.trivia.play.forms import build_answer_form
from cogs.trivia.play.messages import format_game_error
from cogs.trivia.questions.guild_banks import GuildQuestionBanks
from cogs.trivia.rules.errors import GameError
from seeds.trivia_question import TriviaQuestion, option_letter

_SHOWN_BY = r"(?::(?P<shown_by>\d{1,20}))?"


class DailyOptionButton(
    PersistentButton,
    template=rf"trivia:day:(?P<day>\d{{6,7}}):(?P<place>[0-5]){_SHOWN_BY}",
):
    """A button that locks one option.

    Its custom id has the ordinal of the day, and the id of the interaction that showed the
    question, which has its time; cards of older versions have none.
    """

    def __init__(self, day: date, option_index: int, label: str = "", shown_by: int = 0) -> None:
        custom_id = f"trivia:day:{day.toordinal()}:{option_index}:{shown_by}"
        shown = label or option_letter(option_index)
        super().__init__(shown, custom_id, style=discord.ButtonStyle.primary)
        self._day, self._option_index, self._shown_by = day, option_index, shown_by

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        day, shown_by = date.fromordinal(int(match["day"])), int(match["shown_by"] or 0)
        return cls(day, int(match["place"]), shown_by=shown_by)

    async def press(self, interaction: Interaction) -> None:
        await answer_daily_question(interaction, self._day, self._option_index, self._shown_by)


class DailyTypedAnswerButton(
    PersistentButton, template=rf"trivia:daytype:(?P<day>\d{{6,7}}){_SHOWN_BY}"
):
    """A button that opens the form for a typed answer to the question of a day."""

    def __init__(self, day: date, shown_by: int = 0) -> None:
        custom_id = f"trivia:daytype:{day.toordinal()}:{shown_by}"
        super().__init__("Answer", custom_id, style=discord.ButtonStyle.primary)
        self._day, self._shown_by = day, shown_by

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(date.fromordinal(int(match["day"])), int(match["shown_by"] or 0))

    async def press(self, interaction: Interaction) -> None:
        custom_id = f"trivia:daily:{self._day.toordinal()}:{self._shown_by}"
        await build_answer_form(custom_id, "The question of the day").open(interaction)


class OpenDailyQuestionButton(PersistentButton, template=r"trivia:today:(?P<day>\d{6,7})"):
    """A button under the post that shows the question of the day in private."""

    def __init__(self, day: date) -> None:
        self.custom_id_prefix = f"trivia:today:{day.toordinal()}"
        super().__init__(
            "Answer in private", self.custom_id_prefix, style=discord.ButtonStyle.primary
        )

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(date.fromordinal(int(match["day"])))

    async def press(self, interaction: Interaction) -> None:
        await show_daily_question(interaction)


DAILY_BUTTONS = (
    DailyOptionButton,
    DailyTypedAnswerButton,
    OpenDailyQuestionButton,
    ShareResultButton,
)


class DailyQuestionResources(NamedTuple):
    """What the question of the day is chosen from."""

    banks: GuildQuestionBanks
    rng: random.Random


DAILY_QUESTIONS = ResourceKey[DailyQuestionResources]("daily questions")
DAILY_FORM_ID = re.compile(r"trivia:daily:(?P<day>\d+):(?P<shown_by>\d+)")


def _get_daily_service(interaction: Interaction) -> DailyQuestionService:
    bot = interaction.client
    banks = bot.resources[DAILY_QUESTIONS].banks
    return DailyQuestionService(bot.store, banks, get_audience_id(interaction))


async def handle_daily_form(interaction: Interaction) -> None:
    """Handle a submitted answer to the question of a day; ignore every other interaction."""
    if submission := match_submission(interaction, DAILY_FORM_ID):
        day = date.fromordinal(int(submission.match["day"]))
        shown_by = int(submission.match["shown_by"])
        text = submission.values.get("text", "")
        await answer_daily_question(interaction, day, text, shown_by)


async def show_daily_question(interaction: Interaction) -> None:
    """Show today's question to one member, with the answer to the previous one."""
    await reply_card(interaction, await build_daily_question_card(interaction), ephemeral=True)


async def build_daily_question_card(interaction: Interaction) -> Card:
    """Build today's question for one member, with buttons until they have answered it."""
    daily = _get_daily_service(interaction)
    rng = interaction.client.resources[DAILY_QUESTIONS].rng
    day = await daily.get_today(interaction.client.clock())
    question = await daily.get_or_choose_question(day, rng)
    if question is None:
        return NO_QUESTION_CARD
    member_id = interaction.user.id
    own = await daily.get_answer(day, member_id)
    streak = await daily.get_streak(day, member_id)
    previous = await daily.get_previous_question(day)
    is_posted = await daily.is_posted()
    card = daily_card(question, previous, own, streak, day, is_posted=is_posted)
    if (result := build_daily_result(previous)) is not None:
        card = card.with_picture(await draw_picture(get_pack(interaction).pictures, result))
    if own is None:
        card = card.with_buttons(*_answer_buttons(day, question, interaction.id))
    elif get_guild_id(interaction) is not None:
        card = card.with_buttons(ShareResultButton(day))
    return card


def _answer_buttons(day: date, question: TriviaQuestion, shown_by: int) -> list[PersistentButton]:
    if question.is_typed:
        return [DailyTypedAnswerButton(day, shown_by)]
    labels = enumerate(label_options(question))
    return [DailyOptionButton(day, place, label, shown_by) for place, label in labels]


async def answer_daily_question(
    interaction: Interaction, day: date, guess: int | str, shown_by: int
) -> None:
    """Store an answer, and reply once it is on disk.

    `shown_by` is the id of the interaction that showed the question, 0 where it is not known.
    """
    daily = _get_daily_service(interaction)
    today = await daily.get_today(interaction.client.clock())
    member_id = interaction.user.id
    seconds = _count_seconds(interaction, shown_by)
    try:
        answer = await daily.answer(day, today, member_id, guess, seconds)
    except GameError as refusal:
        await reply_text(interaction, format_game_error(refusal))
        return
    interaction.client.observers.notify(AnswerLocked("daily"))
    audience_id = get_audience_id(interaction)
    result = await get_result(interaction.client.store, audience_id, day, member_id)
    assert result is not None, "the answer was stored"
    can_share = get_guild_id(interaction) is not None
    is_posted = await daily.is_posted()
    card = answered_card(answer, result, can_share=can_share, day=day, is_posted=is_posted)
    await reply_card(interaction, card, ephemeral=True)


def _count_seconds(interaction: Interaction, shown_by: int) -> float | None:
    """Return the seconds, by Discord's clock, since the interaction that showed the question."""
    if not shown_by:
        return None
    return max(0.0, (interaction.created_at - snowflake_time(shown_by)).total_seconds())
