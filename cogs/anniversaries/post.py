"""The anniversary post as the scheduler knows it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from bot.ui.card import Card
from bot.ui.dates import spoken
from cogs.anniversaries.buttons import PingButton, SourcesButton, Use, mark_of
from cogs.anniversaries.calendar import Almanac, Include
from cogs.anniversaries.cards import digest_card
from cogs.anniversaries.digest import KIND, LOOK_AHEAD, almanac_of, digest_of, include_of
from storage.canon.guild_canon import GuildCanon
from storage.posts.models import Schedule

if TYPE_CHECKING:
    from bot.client import FanBot


class AnniversaryPoster:
    """One card a local date on which anything returns."""

    kind = KIND
    title = "Anniversary posts"
    setup = "/setup"

    def __init__(self, bot: FanBot) -> None:
        self._bot = bot
        self._canons: dict[int, tuple[GuildCanon, Almanac]] = {}
        self._made: dict[tuple[GuildCanon, date, Include, str], Card] = {}

    async def prepare(self, guild_ids: Iterable[int]) -> None:
        """Read the canon anew; what servers of one batch share is made once."""
        for guild_id in guild_ids:
            canon = self._bot.store.canon.for_guild(guild_id)
            self._canons[guild_id] = (canon, await almanac_of(canon))
        self._made.clear()

    def falls_on(self, schedule: Schedule, day: date) -> bool:
        """Whether anything returns on `day` that the server wants to hear about."""
        _, almanac = self._canons[schedule.guild_id]
        return bool(almanac.on(day, include_of(schedule)))

    async def card(self, schedule: Schedule, day: date, use: Use = "post") -> Card:
        """The digest of `day` over its buttons."""
        canon, almanac = self._canons[schedule.guild_id]
        include = include_of(schedule)
        key = (canon, day, include, spoken())
        made = self._made.get(key)
        if made is None:
            found = almanac.on(day, include)
            made = digest_card(await digest_of(canon, day, found), today=day)
            self._made[key] = made
        pings = [PingButton()] if schedule.settings.role_id else []
        return made.with_buttons(SourcesButton(day, include, use), *pings)

    def mark(self, day: date) -> str:
        """How the custom id of the *Sources* button under the post of `day` begins."""
        return mark_of(day, "post")

    def dates(self, schedule: Schedule, first: date, days: int = LOOK_AHEAD) -> list[date]:
        """The dates on which something falls, among the `days` dates from `first` on."""
        _, almanac = self._canons[schedule.guild_id]
        coming = almanac.upcoming(first, days, include_of(schedule))
        return [day for day, _ in coming]
