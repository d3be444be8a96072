"""The result of a daily question in a line that gives nothing away, and the button to share it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Self

import discord

from bot.base import Interaction
from bot.markdown import Markdown, format_number, mention_user
from bot.messaging.sending import REQUEST_ERRORS
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.replies import get_audience_id, reply_text, send_public_card
from cogs.trivia.daily.question_of_the_day import count_streaks
from storage.store import Store
from storage.trivia.daily import DailyAnswer

RIGHT, WRONG = "🟩", "⬜"
SHARED_BEFORE = "You've shared this one already. Tomorrow brings another."
NOT_ANSWERED = "I don't have an answer of yours to that question, so there's nothing to share."
MIN_OTHERS_FOR_PERCENT = 10
"""The other right answers from which their share is a percentage; fewer are counted out."""


class Speed(NamedTuple):
    """How fast a right answer was, beside the other right answers of its day."""

    slower: int
    """The other right answers that took longer."""
    others: int

    def format(self) -> Markdown:
        """Return "fastest of 4", "faster than 2 of 3 others" or "faster than 60%".

        It is "" where none took longer, or less than one percent.
        """
        percent = 100 * self.slower // self.others if self.others else 0
        if not percent:
            return ""
        if self.slower == self.others:
            return f"fastest of {format_number(self.others + 1, ',')}"
        if self.others < MIN_OTHERS_FOR_PERCENT:
            return (
                f"faster than {format_number(self.slower)} of {format_number(self.others)} others"
            )
        return f"faster than {format_number(percent)}%"


class DailyResult(NamedTuple):
    """How one member did on one day."""

    number: int
    """How many daily questions there have been, with this one."""
    is_right: bool
    streak: int
    speed: Speed | None
    """None for a wrong answer, and where the time is not known."""

    def format_line(self) -> Markdown:
        """Return "Daily 217 · 🟩 · streak 12 · faster than 60%", which tells no answer."""
        parts: list[Markdown] = [
            f"Daily {format_number(self.number, ',')}",
            RIGHT if self.is_right else WRONG,
        ]
        if self.streak > 1:
            parts.append(f"streak {format_number(self.streak, ',')}")
        if self.speed is not None and (speed := self.speed.format()):
            parts.append(speed)
        return " · ".join(parts)


def measure_speed(own: DailyAnswer, answers: Iterable[DailyAnswer]) -> Speed | None:
    """Return how fast an answer was beside the others of its day whose times are known.

    It is None for a wrong answer, and where its own time is not known.
    """
    if not own.is_right or own.seconds is None:
        return None
    others = [
        one.seconds
        for one in answers
        if one.is_right and one.member_id != own.member_id and one.seconds is not None
    ]
    return Speed(sum(seconds > own.seconds for seconds in others), len(others))


class ShareResultButton(PersistentButton, template=r"trivia:dayshare:(?P<day>\d{6,7})"):
    """A button that posts the member's result to the channel, once."""

    def __init__(self, day: date) -> None:
        super().__init__(
            "Share", f"trivia:dayshare:{day.toordinal()}", style=discord.ButtonStyle.primary
        )
        self._day = day

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(date.fromordinal(int(match["day"])))

    async def press(self, interaction: Interaction) -> None:
        await share_result(interaction, self._day)


async def share_result(interaction: Interaction, day: date) -> None:
    """Post the result of the member who asks, unless that was done before."""
    bot, audience_id, member = interaction.client, get_audience_id(interaction), interaction.user
    daily = bot.store.trivia_daily
    result = await get_result(bot.store, audience_id, day, member.id)
    if result is None:
        await reply_text(interaction, NOT_ANSWERED)
        return
    # Stored first: of two clicks only one may post.
    if not await daily.mark_shared(audience_id, day, member.id, bot.clock()):
        await reply_text(interaction, SHARED_BEFORE)
        return
    try:
        await send_public_card(interaction, result_card(member.id, result))
    except REQUEST_ERRORS:
        await daily.unmark_shared(audience_id, day, member.id)
        raise


def result_card(member_id: int, result: DailyResult) -> Card:
    """Return the card that other members see; the mention pings no one."""
    title, *rest = result.format_line().split(" · ")
    return Card(title, f"{mention_user(member_id)}  {' · '.join(rest)}")


async def get_result(
    store: Store, audience_id: int, day: date, member_id: int
) -> DailyResult | None:
    """Return how a member did on a day, None without an answer."""
    answers = await store.trivia_daily.list_answers(audience_id, day)
    own = next((one for one in answers if one.member_id == member_id), None)
    if own is None:
        return None
    streaks = await count_streaks(store, audience_id, [member_id], day)
    return DailyResult(
        await store.trivia_daily.get_number(audience_id, day),
        own.is_right,
        streaks[member_id],
        measure_speed(own, answers),
    )
