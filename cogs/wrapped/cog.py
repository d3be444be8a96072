"""The `/wrapped` command."""

from __future__ import annotations

from datetime import UTC, datetime

from discord import app_commands
from discord.ext import commands

from bot.base import Interaction, get_pack
from bot.markdown import escape
from bot.messaging.member_names import fetch_display_names
from bot.ui.card import Card, draw_picture
from bot.ui.replies import get_audience_id, get_canon, reply_card
from cogs.wrapped.cards import BestQuote, Year, build_year_picture, empty_year_card, year_card
from seeds.schema import Quote
from seeds.trivia_question import WHO_SAID_PREFIX
from storage.trivia.years import PlayedSpan

MAX_BEST = 3
FIRST_YEAR, LAST_YEAR = 2000, 9998


class WrappedCog(commands.Cog, name="Wrapped"):
    """The command that looks back at a year of trivia."""

    @app_commands.command(description="A year of trivia: this server's, or yours in private")
    @app_commands.describe(year="This year unless you say", mine="Yours, for your eyes only")
    async def wrapped(
        self,
        interaction: Interaction,
        year: app_commands.Range[int, FIRST_YEAR, LAST_YEAR] | None = None,
        mine: bool = False,
    ) -> None:
        """Show the year of the server, or privately the one of the member who asks."""
        span, number = await _build_span(interaction, year)
        card = await (_member_card if mine else _server_card)(interaction, span, number)
        await reply_card(interaction, card, ephemeral=mine)


async def _build_span(interaction: Interaction, year: int | None) -> tuple[PlayedSpan, int]:
    """Return the span of a local year of the audience, and the year; None means the present one."""
    bot = interaction.client
    number = year or (await bot.today_for(interaction)).year
    zone = await bot.get_time_zone(interaction.guild_id)
    since, until = (
        datetime(one, 1, 1, tzinfo=zone).astimezone(UTC) for one in (number, number + 1)
    )
    return PlayedSpan(get_audience_id(interaction), since, until), number


async def _server_card(interaction: Interaction, span: PlayedSpan, number: int) -> Card:
    played = interaction.client.store.played_years
    totals = await played.get_totals(span)
    title = interaction.guild.name if interaction.guild else "our games"
    if not totals.answered:
        return empty_year_card(number, escape(title))
    year = Year(
        number,
        totals,
        await played.find_most_missed(span),
        await played.list_best(span, MAX_BEST),
        await played.find_closest_game(span),
        quote=await _find_best_quote(interaction, span),
    )
    closest = year.closest
    shown = (closest.winner_id, closest.second_id) if closest else ()
    names = await fetch_display_names(interaction.guild, shown)
    drawing = build_year_picture(title, year, names)
    picture = await draw_picture(get_pack(interaction).pictures, drawing)
    return year_card(escape(title), year).with_picture(picture)


async def _member_card(interaction: Interaction, span: PlayedSpan, number: int) -> Card:
    played = interaction.client.store.played_years
    member = interaction.user
    totals = await played.get_totals(span, member.id)
    if not totals.answered:
        return empty_year_card(number)
    year = Year(
        number,
        totals,
        await played.find_most_missed(span, member.id),
        rank=await played.get_rank(span, member.id),
        quote=await _find_best_quote(interaction, span, member.id),
    )
    drawing = build_year_picture(member.display_name, year, {})
    card = year_card(escape(member.display_name), year)
    return card.with_picture(await draw_picture(get_pack(interaction).pictures, drawing))


async def _find_best_quote(
    interaction: Interaction, span: PlayedSpan, member_id: int | None = None
) -> BestQuote | None:
    """Return the quote whose speaker was named right most often, None if there is none any more."""
    store, canon = interaction.client.store, get_canon(interaction)
    best = await store.played_years.find_best_known(span, WHO_SAID_PREFIX, member_id)
    if best is None:
        return None
    quote_id = f"quote.{best.question_key.removeprefix(WHO_SAID_PREFIX)}"
    quotes = await canon.get_many([quote_id], Quote)
    if not quotes:
        return None
    speaker = await canon.get_person_name(quotes[0].speaker)
    return BestQuote(quotes[0].words, speaker, best.right, best.answered)
