"""Builds the card of the newest status of a guild, as `/status` and the status card show it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.base import BotBase
from bot.markdown import Markdown, escape
from bot.ui.card import Card, draw_picture
from bot.ui.citations import get_shown_sources
from bot.ui.entry_cards import status_card
from cogs.status.cards import (
    format_awaited_date,
    format_last_look,
    format_promise_counts,
    list_promises,
)
from cogs.status.pictures import MAX_STAYS, RoadPicture
from cogs.status.road import build_road
from seeds.promises.awaited_dates import list_awaited_dates
from seeds.schema import Status
from storage.canon.guild_canon import GuildCanon
from storage.feeds.subscriptions import FeedPause


async def get_newest_status(canon: GuildCanon) -> Status | None:
    """Return the newest status, None without one."""
    return next(iter(await canon.list_statuses()), None)


async def build_status_card(bot: BotBase, guild_id: int | None) -> Card:
    """Return the card without buttons; `guild_id` is None in direct messages."""
    canon, pack = bot.store.canon.for_guild(guild_id), bot.packs.get(guild_id)
    statuses = await canon.list_statuses()
    if not statuses:
        return Card(
            f"Where {escape(pack.manifest.awaited)} stands", "No one has reported anything yet."
        )
    newest, *older = statuses
    sources = await get_shown_sources(bot.store, canon, newest.sources)
    today = await bot.today_in(guild_id)
    road = RoadPicture(build_road(statuses, pack.manifest, today, MAX_STAYS))
    picture = await draw_picture(pack.pictures, road)
    card = status_card(
        newest, older, sources, pack.manifest, pack.icons, today, draws_bar=picture is None
    )
    body = "\n".join((card.body, *await _list_lines(bot, guild_id, newest, today)))
    return replace(card, body=body).with_picture(picture)


async def _list_lines(
    bot: BotBase, guild_id: int | None, newest: Status, today: date
) -> list[Markdown]:
    """Return the lines below the status: awaited, promised, and the last look at feeds."""
    dated_entries = await bot.store.canon.for_guild(guild_id).list_dated_entries()
    awaited = list_awaited_dates(dated_entries, today)[:1]
    lines: list[Markdown] = [format_awaited_date(one, today) for one in awaited]
    statuses = [one for one in dated_entries if isinstance(one, Status)]
    if counts := format_promise_counts(promise for _, promise in list_promises(statuses)):
        lines.append(counts)
    if guild_id is not None and (looked := await _format_look(bot, guild_id, newest, today)):
        lines.append(f"-# {looked}")
    return lines


async def _format_look(bot: BotBase, guild_id: int, newest: Status, today: date) -> Markdown:
    """Return when news feeds were last looked at and what came of it; "" where none are watched."""
    feeds = await bot.store.subscriptions.list_for_guild(guild_id)
    looks = [one.looked_at for one in feeds if one.looked_at and one.pause is FeedPause.NONE]
    if not looks:
        return ""
    zone = await bot.get_time_zone(guild_id)
    looked_on = max(looks).astimezone(zone).date()
    waiting = await bot.store.finds.count_waiting(guild_id)
    return format_last_look(looked_on, waiting, newest, today)
