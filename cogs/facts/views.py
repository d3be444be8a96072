"""The buttons of the fact card, and what they show."""

from __future__ import annotations

import re
from typing import Self

from bot.base import BotBase, Interaction
from bot.ui.card import Card
from bot.ui.citations import EntrySourcesButton, get_shown_sources
from bot.ui.components import PersistentButton
from bot.ui.entry_cards import fact_card, removed_card
from bot.ui.replies import get_audience_id, update_or_reply_private
from seeds.schema import Fact

MAX_ABOUT_LENGTH = 60
"""Characters of the searched words, which have to fit into a custom id."""


class AnotherFactButton(
    PersistentButton, template=rf"fact:another:(?P<about>[\s\S]{{0,{MAX_ABOUT_LENGTH}}})"
):
    """Picks another fact that contains the same words."""

    def __init__(self, about: str | None) -> None:
        super().__init__("Another", f"fact:another:{about or ''}")
        self._about = about

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(match["about"] or None)

    async def press(self, interaction: Interaction) -> None:
        card = await pick_fact_card(interaction.client, get_audience_id(interaction), self._about)
        await update_or_reply_private(interaction, card or removed_card("fact"))


BUTTONS = (AnotherFactButton, EntrySourcesButton)


async def pick_fact_card(bot: BotBase, audience_id: int, about: str | None) -> Card | None:
    """Build the card of the fact that an audience has not seen for the longest time.

    `about` are words that the fact must contain. None when no fact does.
    """
    fact = await bot.store.rotation.pick(Fact, audience_id, search_text=about)
    if fact is None:
        return None
    sources = await get_shown_sources(
        bot.store, bot.store.canon.for_guild(audience_id), fact.sources
    )
    today = await bot.today_in(audience_id)
    card = fact_card(
        fact, bot.packs.get(audience_id).get_topic_name(fact.topics[0]), sources, today
    )
    return card.with_buttons(AnotherFactButton(about), EntrySourcesButton(fact.id))
