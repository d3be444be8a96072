"""The anniversary post as the scheduler knows it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.base import BotBase
from bot.ui.card import Card
from bot.ui.dates import current_language
from cogs.anniversaries.buttons import (
    CardPurpose,
    DaySourcesButton,
    PingRoleButton,
    sources_id_prefix,
)
from cogs.anniversaries.calendar import AnniversaryIndex, AnniversaryOptions
from cogs.anniversaries.cards import digest_card
from cogs.anniversaries.digest import (
    KIND,
    LOOK_AHEAD_DAYS,
    build_digest,
    get_anniversary_index,
    get_options,
)
from storage.canon.guild_canon import GuildCanon
from storage.posts.models import Schedule


class AnniversaryPostType:
    """One card a local date on which anything returns."""

    kind = KIND
    title = "Anniversary posts"
    setup_command = "/setup"

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self._canons: dict[int, tuple[GuildCanon, AnniversaryIndex]] = {}
        self._card_cache: dict[tuple[GuildCanon, date, AnniversaryOptions, str], Card] = {}

    async def preload(self, guild_ids: Iterable[int]) -> None:
        """Read the canon anew; what servers of one batch share is made once."""
        for guild_id in guild_ids:
            canon = self._bot.store.canon.for_guild(guild_id)
            self._canons[guild_id] = (canon, await get_anniversary_index(canon))
        self._card_cache.clear()

    def has_post_on(self, schedule: Schedule, day: date) -> bool:
        """Whether anything returns on `day` that the server wants to hear about."""
        _, almanac = self._canons[schedule.guild_id]
        return bool(almanac.list_on_day(day, get_options(schedule)))

    async def build_card(self, schedule: Schedule, day: date, use: CardPurpose = "post") -> Card:
        """The digest of `day` over its buttons."""
        canon, almanac = self._canons[schedule.guild_id]
        include = get_options(schedule)
        key = (canon, day, include, current_language())
        made = self._card_cache.get(key)
        if made is None:
            found = almanac.list_on_day(day, include)
            made = digest_card(await build_digest(canon, day, found), today=day)
            self._card_cache[key] = made
        pings = [PingRoleButton()] if schedule.settings.role_id else []
        return made.with_buttons(DaySourcesButton(day, include, use), *pings)

    def custom_id_prefix(self, day: date) -> str:
        """How the custom id of the *Sources* button under the post of `day` begins."""
        return sources_id_prefix(day, "post")

    def list_dates(
        self, schedule: Schedule, first: date, days: int = LOOK_AHEAD_DAYS
    ) -> list[date]:
        """The dates on which something falls, among the `days` dates from `first` on."""
        _, index = self._canons[schedule.guild_id]
        upcoming = index.list_upcoming(first, days, get_options(schedule))
        return [day for day, _ in upcoming]
