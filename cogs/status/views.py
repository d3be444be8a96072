"""The buttons of the status card, and what they show."""

from __future__ import annotations

from bot.base import Interaction, get_guild_id, get_pack
from bot.ui import pagination
from bot.ui.card import Card, draw_picture
from bot.ui.citations import EntrySourcesButton, get_shown_sources
from bot.ui.pagination import PageButton
from bot.ui.replies import get_canon
from cogs.status import cards
from cogs.status.current import build_status_card, get_newest_status
from cogs.status.promise_picture import build_promises_picture

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
    card = await build_status_card(interaction.client, get_guild_id(interaction))
    canon = interaction.client.store.canon.for_guild(get_guild_id(interaction))
    newest = await get_newest_status(canon)
    if newest is None:
        return card
    return card.with_buttons(StatusHistoryButton(), PromisesButton(), EntrySourcesButton(newest.id))


async def history_page(interaction: Interaction, page: int) -> Card:
    """Build one page of all statuses, newest first."""
    statuses = await get_canon(interaction).list_statuses()
    page = pagination.clamp_page(page, len(statuses), PAGE_SIZE)
    shown = pagination.page_slice(statuses, page, PAGE_SIZE)
    card = cards.status_history_card(
        shown,
        pagination.page_label(page, len(statuses), PAGE_SIZE),
        get_pack(interaction).manifest,
        get_pack(interaction).icons,
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
    picture = await draw_picture(get_pack(interaction).pictures, drawing)
    return card.with_picture(picture).with_buttons(
        *pagination.pager_buttons(page, len(promises), PAGE_SIZE, PromisesButton)
    )
