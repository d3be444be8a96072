"""The pages of `/upcoming` and the buttons that open them."""

from __future__ import annotations

from bot.base import Interaction
from bot.ui import pagination
from bot.ui.card import Card
from bot.ui.pagination import PageButton
from bot.ui.replies import get_canon
from cogs.anniversaries.awaited import find_awaited
from cogs.anniversaries.digest import get_anniversary_index, get_options
from cogs.anniversaries.upcoming.cards import upcoming_card
from cogs.anniversaries.upcoming.occasions import list_occasions
from cogs.anniversaries.views import MAX_DAYS, PAGE_SIZE, get_schedule


class UpcomingPageButton(
    PageButton, template=r"onthisday:coming:(?P<page>-?\d{1,4}):(?P<days>\d{1,3})"
):
    """A button that opens a page of what comes up in the next `days` days."""

    custom_id_format = "onthisday:coming:{page}:{days}"
    updates_public_card = True

    async def page_card(self, interaction: Interaction, page: int) -> Card:
        return await upcoming_page(interaction, min(int(self.state["days"]), MAX_DAYS), page)


async def upcoming_page(interaction: Interaction, days: int, page: int) -> Card:
    """Return one page of what comes up today and in the `days` days after it."""
    canon = get_canon(interaction)
    today = await interaction.client.today_for(interaction)
    occasions = list_occasions(
        await get_anniversary_index(canon),
        await find_awaited(canon, today),
        today,
        days,
        get_options(await get_schedule(interaction)),
    )
    people = {slug: person.name for slug, person in (await canon.get_people()).items()}
    total = len(occasions)
    page = pagination.clamp_page(page, total, PAGE_SIZE)
    shown = pagination.page_slice(occasions, page, PAGE_SIZE)
    position = pagination.page_label(page, total, PAGE_SIZE)
    pager = pagination.pager_buttons(page, total, PAGE_SIZE, UpcomingPageButton, days=str(days))
    return upcoming_card(shown, people, today, days, position).with_buttons(*pager)
