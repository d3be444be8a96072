"""Leaderboards and records over their buttons."""

from __future__ import annotations

import re
from typing import Self

import discord

from bot.base import Interaction
from bot.ui import pagination
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.pagination import PageButton
from bot.ui.replies import get_audience_id, show_private_card, update_or_reply_private
from cogs.trivia.rules.periods import LeaderboardPeriod, count_daily_streak, get_period_start
from cogs.trivia.scores.cards import format_erased_points, leaderboard_card, missed_card, stats_card

LEADERBOARD_PAGE_SIZE = 10
MISSED_PAGE_SIZE = 4


class LeaderboardPageButton(
    PersistentButton, template=r"trivia:board:(?P<period>[a-z]{3,5}):(?P<page>-?\d{1,4})"
):
    """Turns to another page of a leaderboard."""

    def __init__(self, period: LeaderboardPeriod, page: int, label: str, disabled: bool) -> None:
        super().__init__(label, f"trivia:board:{period}:{page}", disabled=disabled)
        self._period, self._page = period, page

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(LeaderboardPeriod(match["period"]), int(match["page"]), "Turn", disabled=False)

    async def press(self, interaction: Interaction) -> None:
        await update_or_reply_private(
            interaction, await leaderboard_page(interaction, self._period, self._page)
        )


class MissedQuestionsButton(PageButton, template=r"trivia:missed:(?P<page>-?\d{1,4})"):
    """Opens what whoever clicks has missed, for them alone."""

    prefix = "trivia:missed"
    label = "Review what I missed"

    async def press(self, interaction: Interaction) -> None:
        await show_private_card(interaction, await missed_page(interaction, self._page))


SCORE_BUTTONS = (LeaderboardPageButton, MissedQuestionsButton)


async def leaderboard_page(interaction: Interaction, period: LeaderboardPeriod, page: int) -> Card:
    """The nearest page that exists, with the place of whoever asks."""
    bot, audience = interaction.client, get_audience_id(interaction)
    zone = await bot.get_time_zone(interaction.guild_id)
    since = get_period_start(period, bot.clock(), zone)
    scores = bot.store.trivia_scores
    total = await scores.count_members(audience, since)
    page = pagination.clamp_page(page, total, LEADERBOARD_PAGE_SIZE)
    lines = await scores.get_leaderboard(
        audience, since, offset=page * LEADERBOARD_PAGE_SIZE, limit=LEADERBOARD_PAGE_SIZE
    )
    own = await scores.get_rank(audience, since, interaction.user.id)
    page_buttons = pagination.pager_buttons(
        page,
        total,
        LEADERBOARD_PAGE_SIZE,
        lambda to, label, off: LeaderboardPageButton(period, to, label, off),
    )
    foot = [pagination.page_label(page, total, LEADERBOARD_PAGE_SIZE)]
    if period is not LeaderboardPeriod.ALL:
        foot.append(f"Days begin at midnight in {zone.key}")
    elif erased_points := await scores.get_erased_points(audience):
        foot.insert(0, format_erased_points(erased_points))
    return leaderboard_card(period, lines, own, "\n".join(filter(None, foot))).with_buttons(
        *page_buttons
    )


async def stats_page(interaction: Interaction, member: discord.User | discord.Member) -> Card:
    """A member's record; one's own with what only oneself may do."""
    bot, audience = interaction.client, get_audience_id(interaction)
    figures = await bot.store.trivia_scores.get_member_stats(audience, member.id)
    today = await bot.today_for(interaction)
    days = await bot.store.trivia_daily.list_answered_days(audience, member.id)
    card = stats_card(member.id, figures, count_daily_streak(set(days), today), bot.get_topic_name)
    is_own = member.id == interaction.user.id
    if is_own and await bot.store.trivia_scores.count_missed(audience, member.id):
        return card.with_buttons(MissedQuestionsButton())
    return card


async def missed_page(interaction: Interaction, page: int) -> Card:
    """One page of what whoever asks has missed."""
    who = (get_audience_id(interaction), interaction.user.id)
    scores = interaction.client.store.trivia_scores
    total = await scores.count_missed(*who)
    page = pagination.clamp_page(page, total, MISSED_PAGE_SIZE)
    missed = await scores.list_missed(*who, offset=page * MISSED_PAGE_SIZE, limit=MISSED_PAGE_SIZE)
    card = missed_card(missed, pagination.page_label(page, total, MISSED_PAGE_SIZE))
    return card.with_buttons(
        *pagination.pager_buttons(page, total, MISSED_PAGE_SIZE, MissedQuestionsButton)
    )
