"""The question of the day over its buttons, each member's answer in private."""

from __future__ import annotations

import random
import re
from datetime import date
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.ui.components import PersistentButton
from bot.ui.replies import audience_of, reply, say
from bot.ui.text import clip
from cogs.trivia.daily.cards import NONE, daily_card
from cogs.trivia.daily.question_of_the_day import Daily
from cogs.trivia.play.buttons import MAX_LABEL, locked_in_words
from cogs.trivia.play.messages import refusal_in_words
from cogs.trivia.play.modals import AnswerModal
from cogs.trivia.rules.errors import GameError
from cogs.trivia.rules.question import letter

if TYPE_CHECKING:
    from bot.client import FanBot


class DailyOptionButton(PersistentButton, template=r"trivia:day:(?P<day>\d{6,7}):(?P<place>[0-5])"):
    """Locks one option of a day's question; the day is counted as Python counts them."""

    def __init__(self, day: date, place: int, text: str = "") -> None:
        label = f"{letter(place)}  {clip(text, MAX_LABEL)}".strip()
        custom_id = f"trivia:day:{day.toordinal()}:{place}"
        super().__init__(label, custom_id, style=discord.ButtonStyle.primary)
        self._day, self._place = day, place

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(date.fromordinal(int(match["day"])), int(match["place"]))

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        await answer_daily(interaction, self._day, self._place)


class DailyTypeButton(PersistentButton, template=r"trivia:daytype:(?P<day>\d{6,7})"):
    """Opens the form for a typed answer to a day's question."""

    def __init__(self, day: date) -> None:
        custom_id = f"trivia:daytype:{day.toordinal()}"
        super().__init__("Answer", custom_id, style=discord.ButtonStyle.primary)
        self._day = day

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(date.fromordinal(int(match["day"])))

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        asked = "The question of the day"
        await AnswerModal(self._day.toordinal(), 0, asked, form="daily").open(interaction)


class TodayButton(PersistentButton, template=r"trivia:today:(?P<day>\d{6,7})"):
    """Opens the question of the day under its post, for whoever clicks alone."""

    def __init__(self, day: date) -> None:
        self.mark = f"trivia:today:{day.toordinal()}"
        super().__init__("Answer in private", self.mark, style=discord.ButtonStyle.primary)

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(date.fromordinal(int(match["day"])))

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        cog: Any = interaction.client.get_cog("Trivia")
        await show_daily(interaction, cog.rng)


DAILY_BUTTONS = (DailyOptionButton, DailyTypeButton, TodayButton)


def _daily(interaction: discord.Interaction[FanBot]) -> Daily:
    cog: Any = interaction.client.get_cog("Trivia")
    return Daily(interaction.client.store, cog.banks, audience_of(interaction))


async def show_daily(interaction: discord.Interaction[FanBot], rng: random.Random) -> None:
    """Show today's question to one member, with the last one's answer."""
    daily = _daily(interaction)
    day = await daily.today(interaction.client.clock())
    question = await daily.question(day, rng)
    if question is None:
        await reply(interaction, NONE, private=True)
        return
    member = interaction.user.id
    own = await daily.own_answer(day, member)
    streak = await daily.streak(day, member)
    card = daily_card(question, await daily.past(day), own, streak, day)
    if own is None:
        card = card.with_buttons(*_answers(day, question.options))
    await reply(interaction, card, private=True)


def _answers(day: date, options: tuple[str, ...]) -> list[PersistentButton]:
    if not options:
        return [DailyTypeButton(day)]
    return [DailyOptionButton(day, place, text) for place, text in enumerate(options)]


async def answer_daily(
    interaction: discord.Interaction[FanBot], day: date, guess: int | str
) -> None:
    """Keep one member's answer, and say so once it is on disk."""
    daily = _daily(interaction)
    today = await daily.today(interaction.client.clock())
    member = interaction.user.id
    try:
        locked = await daily.answer(day, today, member, guess)
    except GameError as refusal:
        await say(interaction, _refusal(refusal, day == today))
        return
    streak = await daily.streak(today, member)
    row = f" {streak} days in a row: you are on fire." if streak > 1 else ""
    await say(interaction, f"{locked_in_words(locked)} The answer comes with the next one.{row}")


def _refusal(refusal: GameError, is_today: bool) -> str:
    if is_today:
        return refusal_in_words(refusal)
    return "That was another day's question. /trivia daily has today's, and what that one's was."
