"""The anniversary post: its type for the scheduler, and the calendar that builds its cards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from bot.base import BotBase
from bot.markdown import Markdown
from bot.pictures.renderer import PictureRenderer
from bot.ui.card import Card, draw_picture
from bot.ui.dates import current_language
from cogs.anniversaries.buttons import (
    CardPurpose,
    DaySourcesButton,
    PingRoleButton,
    sources_id_prefix,
)
from cogs.anniversaries.calendar import AnniversaryIndex, AnniversaryOptions
from cogs.anniversaries.cards import Digest, digest_card
from cogs.anniversaries.digest import (
    KIND,
    build_digest,
    get_anniversary_index,
    get_options,
)
from cogs.anniversaries.pictures.anniversary import build_anniversary_picture
from storage.canon.guild_canon import GuildCanon
from storage.posts.models import Schedule
from storage.store import Store

CardCache: TypeAlias = dict[tuple[GuildCanon, date, AnniversaryOptions, str], Card]
"""Cards without buttons, by canon, day, options and language; guilds may share all four."""


class AnniversaryPostType:
    """The post type of anniversaries: one card on each local date with anniversaries."""

    kind = KIND
    title: Markdown = "Anniversary posts"

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot

    async def load_calendars(self, guild_ids: Iterable[int]) -> dict[int, AnniversaryCalendar]:
        """Return a calendar for each guild, by id; equal cards are built once."""
        store, cards = self._bot.store, CardCache()
        return {
            guild_id: await load_calendar(
                store,
                store.canon.for_guild(guild_id),
                self._bot.packs.get(guild_id).pictures,
                cards,
            )
            for guild_id in guild_ids
        }

    def custom_id_prefix(self, day: date) -> str:
        return sources_id_prefix(day, "post")

    async def may_publish(self, guild_id: int) -> bool:
        return (await self._bot.store.guild_settings.get(guild_id)).publishes_anniversaries


@dataclass(frozen=True, slots=True)
class AnniversaryCalendar:
    """The anniversaries of one guild's canon by date."""

    store: Store
    canon: GuildCanon
    index: AnniversaryIndex
    pictures: PictureRenderer
    cards: CardCache = field(default_factory=CardCache)

    def has_post_on(self, schedule: Schedule, day: date) -> bool:
        return bool(self.index.list_on_day(day, get_options(schedule)))

    async def build_card(
        self, schedule: Schedule, day: date, purpose: CardPurpose = "post"
    ) -> Card:
        """Return the card of `day` with its buttons."""
        options = get_options(schedule)
        key = (self.canon, day, options, current_language())
        if key not in self.cards:
            found = self.index.list_on_day(day, options)
            digest = await build_digest(self.store, self.canon, day, found)
            self.cards[key] = await draw_digest_card(digest, day, self.pictures)
        pings = [PingRoleButton()] if schedule.settings.role_id else []
        return self.cards[key].with_buttons(DaySourcesButton(day, options, purpose), *pings)


async def draw_digest_card(digest: Digest, today: date, pictures: PictureRenderer) -> Card:
    """Return the card of one day with its picture; `today` is for the age of sources."""
    card = digest_card(digest, today)
    drawing = build_anniversary_picture(card.title, digest.anniversaries)
    return card.with_picture(await draw_picture(pictures, drawing))


async def load_calendar(
    store: Store, canon: GuildCanon, pictures: PictureRenderer, cards: CardCache | None = None
) -> AnniversaryCalendar:
    """Return the calendar of one canon; `cards` may be shared with other calendars."""
    index = await get_anniversary_index(canon)
    return AnniversaryCalendar(store, canon, index, pictures, {} if cards is None else cards)
