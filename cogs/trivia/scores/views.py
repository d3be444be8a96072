"""The pages of leaderboards, statistics and missed questions, with their buttons."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.base import Interaction, get_pack
from bot.markdown import Markdown
from bot.time_zones import get_time_zone_name
from bot.ui import pagination
from bot.ui.card import Card, draw_picture
from bot.ui.pagination import PageButton
from bot.ui.replies import get_audience_id
from cogs.trivia.member_names import NamedCard, name_members
from cogs.trivia.rules.periods import LeaderboardPeriod, count_daily_streak, get_period_start
from cogs.trivia.scores.cards import (
    format_erased_points,
    has_points,
    leaderboard_card,
    missed_card,
    stats_card,
)
from cogs.trivia.scores.pictures import (
    MAX_ROWS,
    LeaderboardPicture,
    RankRow,
    build_stats_picture,
)
from storage.trivia.scores import LeaderboardRow

LEADERBOARD_PAGE_SIZE = 10
MISSED_PAGE_SIZE = 4


class LeaderboardPageButton(
    PageButton, template=r"trivia:board:(?P<period>[a-z]{3,5}):(?P<page>-?\d{1,4})"
):
    """A button that opens a page of the leaderboard of one period."""

    custom_id_format = "trivia:board:{period}:{page}"
    updates_public_card = True

    async def page_card(self, interaction: Interaction, page: int) -> Card:
        return await leaderboard_page(interaction, LeaderboardPeriod(self.state["period"]), page)


class MissedQuestionsButton(PageButton, template=r"trivia:missed:(?P<page>-?\d{1,4})"):
    """A button that opens a page of the questions that the member has missed."""

    custom_id_format = "trivia:missed:{page}"
    label = "Review what I missed"

    async def page_card(self, interaction: Interaction, page: int) -> Card:
        return await missed_page(interaction, page)


SCORE_BUTTONS = (LeaderboardPageButton, MissedQuestionsButton)


async def leaderboard_page(interaction: Interaction, period: LeaderboardPeriod, page: int) -> Card:
    """Return a page, or the nearest existing one, with the place of the member who asks."""
    bot, audience = interaction.client, get_audience_id(interaction)
    zone = await bot.get_time_zone(interaction.guild_id)
    since = get_period_start(period, bot.clock(), zone)
    scores = bot.store.trivia_scores
    total = await scores.count_members(audience, since)
    page = pagination.clamp_page(page, total, LEADERBOARD_PAGE_SIZE)
    lines = await scores.get_leaderboard(
        audience, since, offset=page * LEADERBOARD_PAGE_SIZE, limit=LEADERBOARD_PAGE_SIZE
    )
    if not has_points(lines):
        page = total = 0
    own = await scores.get_rank(audience, since, interaction.user.id)
    page_buttons = pagination.pager_buttons(
        page,
        total,
        LEADERBOARD_PAGE_SIZE,
        LeaderboardPageButton,
        period=period,
    )
    foot: list[Markdown] = [pagination.page_label(page, total, LEADERBOARD_PAGE_SIZE)]
    if period is not LeaderboardPeriod.ALL:
        foot.append(f"Days begin at midnight in {get_time_zone_name(zone.key)}")
    elif erased_points := await scores.get_erased_points(audience):
        foot.insert(0, format_erased_points(erased_points))
    card = leaderboard_card(period, lines, own, "\n".join(filter(None, foot)))
    named = await name_members(bot, interaction.guild, card)
    return (await _add_leaderboard_picture(interaction, named, lines)).with_buttons(*page_buttons)


async def _add_leaderboard_picture(
    interaction: Interaction, named: NamedCard, lines: Sequence[LeaderboardRow]
) -> Card:
    card = named.card
    if not has_points(lines):
        return card
    shown = lines[:MAX_ROWS]
    names = {interaction.user.id: interaction.user.display_name, **named.names}
    rows = [RankRow(row.rank, names.get(row.member_id, ""), row.points) for row in shown]
    drawing = LeaderboardPicture(card.title, tuple(rows), max(row.points for row in rows))
    return card.with_picture(await draw_picture(get_pack(interaction).pictures, drawing))


async def stats_page(interaction: Interaction, member: discord.User | discord.Member) -> Card:
    """Return a member's statistics; the member's own have the button to missed questions."""
    bot, audience, pack = interaction.client, get_audience_id(interaction), get_pack(interaction)
    figures = await bot.store.trivia_scores.get_member_stats(audience, member.id)
    today = await bot.today_for(interaction)
    days = await bot.store.trivia_daily.list_answered_days(audience, member.id)
    card = stats_card(member.id, figures, count_daily_streak(set(days), today), pack.get_topic_name)
    if figures.answered:
        drawing = build_stats_picture(member.display_name, figures, pack.get_topic_name)
        card = card.with_picture(await draw_picture(pack.pictures, drawing))
    is_own = member.id == interaction.user.id
    if is_own and await bot.store.trivia_scores.count_missed(audience, member.id):
        return card.with_buttons(MissedQuestionsButton())
    return card


async def missed_page(interaction: Interaction, page: int) -> Card:
    """Return one page of the questions that the member who asks has missed."""
    who = (get_audience_id(interaction), interaction.user.id)
    scores = interaction.client.store.trivia_scores
    total = await scores.count_missed(*who)
    page = pagination.clamp_page(page, total, MISSED_PAGE_SIZE)
    missed = await scores.list_missed(*who, offset=page * MISSED_PAGE_SIZE, limit=MISSED_PAGE_SIZE)
    card = missed_card(missed, pagination.page_label(page, total, MISSED_PAGE_SIZE))
    return card.with_buttons(
        *pagination.pager_buttons(page, total, MISSED_PAGE_SIZE, MissedQuestionsButton)
    )
