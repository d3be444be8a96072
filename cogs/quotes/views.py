"""The buttons of the quote card, and what they show."""

from __future__ import annotations

import re
from typing import NamedTuple, Self

from bot.base import BotBase, Interaction
from bot.ui.card import Card
from bot.ui.citations import get_shown_sources
from bot.ui.components import PersistentButton
from bot.ui.entry_cards import quote_card, removed_card
from bot.ui.replies import get_audience_id, get_canon, show_private_card, update_or_reply_private
from cogs.quotes.cards import context_card
from seeds.schema import Quote

MAX_ABOUT_LENGTH = 40
"""Characters of the searched words, which have to fit into a custom id beside a slug."""


class QuoteFilter(NamedTuple):
    """The quotes to pick from; None means any speaker, or any words."""

    speaker: str | None
    """A person's slug."""
    about: str | None


class AnotherQuoteButton(
    PersistentButton, template=r"quote:another:(?P<speaker>[a-z0-9-]{0,40}):(?P<about>[\s\S]{0,40})"
):
    """Picks another quote with the same filter."""

    def __init__(self, quote_filter: QuoteFilter) -> None:
        super().__init__(
            "Another", f"quote:another:{quote_filter.speaker or ''}:{quote_filter.about or ''}"
        )
        self._quote_filter = quote_filter

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(QuoteFilter(match["speaker"] or None, match["about"] or None))

    async def press(self, interaction: Interaction) -> None:
        card = await pick_quote_card(
            interaction.client, get_audience_id(interaction), self._quote_filter
        )
        await update_or_reply_private(interaction, card or removed_card("quote"))


class ContextButton(PersistentButton, template=r"quote:context:(?P<id>[a-z0-9-]{1,60})"):
    """Opens the occasion and the printing of every outlet."""

    def __init__(self, quote_id: str) -> None:
        super().__init__("Context and sources", f"quote:context:{quote_id.removeprefix('quote.')}")
        self._quote_id = quote_id

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(f"quote.{match['id']}")

    async def press(self, interaction: Interaction) -> None:
        card = await load_context_card(interaction, self._quote_id)
        await show_private_card(interaction, card)


BUTTONS = (AnotherQuoteButton, ContextButton)


async def pick_quote_card(bot: BotBase, audience_id: int, quote_filter: QuoteFilter) -> Card | None:
    """Build the card of the quote that an audience has not seen for the longest time.

    None when no quote passes the filter.
    """
    quote = await bot.store.rotation.pick(
        Quote, audience_id, speaker=quote_filter.speaker, search_text=quote_filter.about
    )
    if quote is None:
        return None
    canon = bot.store.canon.for_guild(audience_id)
    sources = await get_shown_sources(bot.store, canon, quote.sources)
    speaker = await canon.get_person_name(quote.speaker)
    card = quote_card(quote, speaker, sources, await bot.today_in(audience_id))
    return card.with_buttons(AnotherQuoteButton(quote_filter), ContextButton(quote.id))


async def any_quote_card(interaction: Interaction) -> Card:
    """Build the card of a quote of any speaker about anything."""
    everything = QuoteFilter(None, None)
    card = await pick_quote_card(interaction.client, get_audience_id(interaction), everything)
    return card or removed_card("quote")


async def load_context_card(interaction: Interaction, quote_id: str) -> Card:
    """Build the card of one quote's printings."""
    canon = get_canon(interaction)
    found = await canon.get_many([quote_id], Quote)
    if not found:
        return removed_card("quote")
    [quote] = found
    bot = interaction.client
    shown = await get_shown_sources(bot.store, canon, quote.references)
    speaker = await canon.get_person_name(quote.speaker)
    sources = {one.id: one for one in shown}
    return context_card(quote, speaker, sources, await bot.today_for(interaction))
