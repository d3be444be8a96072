"""Leaderboards and records over their buttons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

import discord

from bot.ui import pagination
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.pagination import PageButton
from bot.ui.replies import audience_of, open_private, turn_page
from cogs.trivia.rules.periods import Period, daily_streak, starts_at
from cogs.trivia.scores.cards import leaderboard_card, missed_card, past_in_words, stats_card

if TYPE_CHECKING:
    from bot.client import FanBot

BOARD_SIZE = 10
MISSED_SIZE = 4


class BoardButton(
    PersistentButton, template=r"trivia:board:(?P<period>[a-z]{3,5}):(?P<page>-?\d{1,4})"
):
    """Turns to another page of a leaderboard."""

    def __init__(self, period: Period, page: int, label: str, disabled: bool) -> None:
        super().__init__(label, f"trivia:board:{period}:{page}", disabled=disabled)
        self._period, self._page = period, page

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(Period(match["period"]), int(match["page"]), "Turn", disabled=False)

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        await turn_page(interaction, await leaderboard_page(interaction, self._period, self._page))


class MissedButton(PageButton, template=r"trivia:missed:(?P<page>-?\d{1,4})"):
    """Opens what whoever clicks has missed, for them alone."""

    prefix = "trivia:missed"
    label = "Review what I missed"

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        await open_private(interaction, await missed_page(interaction, self._page))


SCORE_BUTTONS = (BoardButton, MissedButton)


async def leaderboard_page(
    interaction: discord.Interaction[FanBot], period: Period, page: int
) -> Card:
    """The nearest page that exists, with the place of whoever asks."""
    bot, audience = interaction.client, audience_of(interaction)
    zone = await bot.store.time_zones.get(audience)
    since = starts_at(period, bot.clock(), zone)
    scores = bot.store.trivia_scores
    total = await scores.count_members(audience, since)
    page = pagination.clamp(page, total, BOARD_SIZE)
    lines = await scores.get_leaderboard(audience, since, offset=page * BOARD_SIZE, limit=BOARD_SIZE)
    own = await scores.get_rank(audience, since, interaction.user.id)
    turners = pagination.turners(
        page, total, BOARD_SIZE, lambda to, label, off: BoardButton(period, to, label, off)
    )
    foot = [pagination.position(page, total, BOARD_SIZE)]
    if period is not Period.ALL:
        foot.append(f"Days begin at midnight in {zone.key}")
    elif past := await scores.get_erased_points(audience):
        foot.insert(0, past_in_words(past))
    return leaderboard_card(period, lines, own, "\n".join(filter(None, foot))).with_buttons(
        *turners
    )


async def stats_of(
    interaction: discord.Interaction[FanBot], member: discord.User | discord.Member
) -> Card:
    """A member's record; one's own with what only oneself may do."""
    bot, audience = interaction.client, audience_of(interaction)
    figures = await bot.store.trivia_scores.get_member_stats(audience, member.id)
    zone = await bot.store.time_zones.get(audience)
    today = bot.clock().astimezone(zone).date()
    days = await bot.store.trivia_daily.list_answered_days(audience, member.id)
    card = stats_card(member.id, figures, daily_streak(set(days), today), bot.topic_name)
    is_own = member.id == interaction.user.id
    if is_own and await bot.store.trivia_scores.count_missed(audience, member.id):
        return card.with_buttons(MissedButton())
    return card


async def missed_page(interaction: discord.Interaction[FanBot], page: int) -> Card:
    """One page of what whoever asks has missed."""
    who = (audience_of(interaction), interaction.user.id)
    scores = interaction.client.store.trivia_scores
    total = await scores.count_missed(*who)
    page = pagination.clamp(page, total, MISSED_SIZE)
    missed = await scores.list_missed(*who, offset=page * MISSED_SIZE, limit=MISSED_SIZE)
    card = missed_card(missed, pagination.position(page, total, MISSED_SIZE))
    return card.with_buttons(*pagination.turners(page, total, MISSED_SIZE, MissedButton))
