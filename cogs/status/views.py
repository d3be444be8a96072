"""The buttons of the status card, and what they show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.base import Interaction
from bot.ui import pagination
from bot.ui.card import Card, draw_picture
from bot.ui.citations import EntrySourcesButton, get_shown_sources
from bot.ui.entry_cards import status_card
from bot.ui.pagination import PageButton
from bot.ui.replies import get_canon
from bot.ui.text import escape
from cogs.status import cards
from cogs.status.pictures import MAX_STAYS, RoadPicture
from cogs.status.promise_picture import build_promises_picture
from cogs.status.road import build_road
from seeds.schema import Status
from storage.feeds.subscriptions import FeedPause

PAGE_SIZE = 4


class StatusHistoryButton(PageButton, template=r"status:history:(?P<page>-?\d{1,4})"):
    """Opens a page of all statuses."""

    custom_id_format = "status:history:{page}"
    label = "History"

    async def page_card(self, interaction: Interaction, page: int) -> Card:
        return await history_page(interaction, page)


class PromisesButton(PageButton, template=r"status:promises:(?P<page>-?\d{1,4})"):
    """Opens a page of all promises."""

    custom_id_format = "status:promises:{page}"
    label = "Promises vs. reality"

    async def page_card(self, interaction: Interaction, page: int) -> Card:
        return await promises_page(interaction, page)


BUTTONS = (StatusHistoryButton, PromisesButton, EntrySourcesButton)


async def current_status_card(interaction: Interaction) -> Card:
    """Build the card of the newest status with its buttons."""
    bot, canon = interaction.client, get_canon(interaction)
    statuses = await canon.list_statuses()
    if not statuses:
        return Card(
            f"Where {escape(bot.manifest.awaited)} stands", "No one has reported anything yet."
        )
    newest, *older = statuses
    sources = await get_shown_sources(bot.store, canon, newest.sources)
    today = await bot.today_for(interaction)
    road = RoadPicture(build_road(statuses, bot.manifest, today, MAX_STAYS))
    card = status_card(newest, older, sources, bot.manifest, today)
    card = card.with_picture(await draw_picture(bot.pictures, road))
    if looked := await _format_last_look(interaction, newest, today):
        card = replace(card, body=f"{card.body}\n{looked}")
    return card.with_buttons(StatusHistoryButton(), PromisesButton(), EntrySourcesButton(newest.id))


async def _format_last_look(interaction: Interaction, newest: Status, today: date) -> str:
    """Return when news feeds were last looked at and what came of it; "" where none are watched."""
    bot, guild_id = interaction.client, interaction.guild_id
    feeds = await bot.store.subscriptions.list_for_guild(guild_id) if guild_id else []
    looks = [one.looked_at for one in feeds if one.looked_at and one.pause is FeedPause.NONE]
    if guild_id is None or not looks:
        return ""
    zone = await bot.get_time_zone(guild_id)
    looked_on = max(looks).astimezone(zone).date()
    waiting = await bot.store.finds.count_waiting(guild_id)
    return cards.format_last_look(looked_on, waiting, newest, today)


async def history_page(interaction: Interaction, page: int) -> Card:
    """Build one page of all statuses, newest first."""
    statuses = await get_canon(interaction).list_statuses()
    page = pagination.clamp_page(page, len(statuses), PAGE_SIZE)
    shown = pagination.page_slice(statuses, page, PAGE_SIZE)
    card = cards.status_history_card(
        shown,
        pagination.page_label(page, len(statuses), PAGE_SIZE),
        interaction.client.manifest,
        await interaction.client.today_for(interaction),
    )
    return card.with_buttons(
        *pagination.pager_buttons(page, len(statuses), PAGE_SIZE, StatusHistoryButton)
    )


async def promises_page(interaction: Interaction, page: int) -> Card:
    """Build one page of all promises, newest first."""
    canon = get_canon(interaction)
    promises = list(cards.list_promises(await canon.list_statuses()))
    if not promises:
        return Card("Promises vs. reality", "No one has promised anything yet.")
    page = pagination.clamp_page(page, len(promises), PAGE_SIZE)
    shown = pagination.page_slice(promises, page, PAGE_SIZE)
    today = await interaction.client.today_for(interaction)
    cited = [name for status, promise in shown for name in (*promise.sources, *status.sources)]
    card = cards.promises_card(
        shown,
        pagination.page_label(page, len(promises), PAGE_SIZE),
        await get_shown_sources(interaction.client.store, canon, cited),
        today,
    )
    drawing = build_promises_picture(shown, today)
    picture = await draw_picture(interaction.client.pictures, drawing)
    return card.with_picture(picture).with_buttons(
        *pagination.pager_buttons(page, len(promises), PAGE_SIZE, PromisesButton)
    )
