"""The status card of a guild: its layout, its button, and a digest to notice changes by."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import NamedTuple, Self

from bot.base import BotBase, Interaction
from bot.ui.card import Card
from bot.ui.citations import SourcesButton
from bot.ui.replies import get_canon
from cogs.status.current import build_status_card, get_newest_status
from cogs.status.views import PromisesButton, StatusHistoryButton
from seeds.schema import Source


class LiveSourcesButton(SourcesButton, template=r"status:live:(?P<number>\d{1,9}):"):
    """Opens the sources of the newest status.

    The number of the message is in its custom id: after a crash between sending the message and
    storing its id, it is looked for by that.
    """

    def __init__(self, number: int) -> None:
        super().__init__(build_custom_id(number))

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["number"]))

    async def get_sources(self, interaction: Interaction) -> Sequence[Source]:
        canon = get_canon(interaction)
        newest = await get_newest_status(canon)
        return [] if newest is None else await canon.get_sources(newest.sources)


def build_custom_id(number: int) -> str:
    """Return the custom id that only the message of this number carries."""
    return f"status:live:{number}:"


class LiveCard(NamedTuple):
    """What a status card shows now, and its digest."""

    card: Card
    digest: str


async def build_live_card(bot: BotBase, guild_id: int, number: int) -> LiveCard:
    """Return the card of the guild's newest status, for the message of this number."""
    card = await build_status_card(bot, guild_id)
    digest = _compute_digest(card)
    buttons = (StatusHistoryButton(), PromisesButton(), LiveSourcesButton(number))
    return LiveCard(card.with_buttons(*buttons), digest)


def _compute_digest(card: Card) -> str:
    # The description of a picture says all that it shows.
    described = card.picture.description if card.picture else ""
    shown = "\0".join((card.title, card.body, card.footer, described))
    return hashlib.blake2b(shown.encode(), digest_size=12).hexdigest()
