"""The field of a `/setup` page for the guild's time zone: its button, its form and its change."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.base import BotBase
from bot.errors import RefusedError
from bot.markdown import Markdown, escape
from bot.scheduling.schedule_editor import set_time_zone
from bot.setup.controls import OpenPageButton, SetupButton, show_card, text_form
from bot.setup.page_card import SetupCard, SetupRow
from bot.setup.registry import FieldChange
from bot.setup.selects import option_select
from bot.setup.time_zones.search import TimeZoneIndex
from bot.time_zones import get_time_zone_name
from bot.ui.dates import format_clock
from bot.ui.text import clip

FIELD = "zone"
FIXED_OFFSET_NOTE = " It never changes for summer time; type a city if yours does."


class TimeZoneField:
    """Reads the time zone that an admin types on one page, and changes the guild's to it."""

    def __init__(self, bot: BotBase, page_key: str) -> None:
        self._bot = bot
        self._page_key = page_key
        self._index: TimeZoneIndex | None = None

    def build_button(self) -> SetupButton:
        """Build the button that opens the form."""
        return SetupButton(self._page_key, FIELD, "Time zone")

    async def apply(self, change: FieldChange, subject: Markdown) -> Markdown | None:
        """Open the form after a click, return None; change the zone after the form, return a note.

        `subject` begins the note: what goes by the zone, with its verb. When several zones may be
        meant, offer them and return None. Raises RefusedError when none may be.
        """
        if not change.values:
            await self._open_form(change)
            return None
        index = await self.load_index()
        zone, now = index.find(change.value), self._bot.clock()
        if zone is None:
            await self._offer(change, index.suggest(change.value), now)
            return None
        await set_time_zone(self._bot, change.guild.id, zone, now)
        name, typed = get_time_zone_name(zone.key), escape(clip(change.value, 40))
        taken = "" if change.value.strip() == zone.key else f" That is what I took “{typed}” for."
        fixed = FIXED_OFFSET_NOTE if zone.key.startswith("Etc/") else ""
        return f"{subject} {name}, where it is {format_clock(now, zone)} now.{taken}{fixed}"

    async def _open_form(self, change: FieldChange) -> None:
        modal = text_form(
            self._page_key,
            FIELD,
            "Where are you?",
            "A city near you, or a time zone",
            placeholder="London, New York, America/Los_Angeles",
            max_length=60,
        )
        await modal.open(change.interaction)

    async def _offer(
        self, change: FieldChange, suggested: Sequence[ZoneInfo], now: datetime
    ) -> None:
        """Show the suggested zones to choose from. Raises RefusedError without any."""
        typed = escape(clip(change.value, 40))
        if not suggested:
            raise RefusedError(
                f"I know no time zone like “{typed}”, so nothing was changed. Try a large city "
                "near you."
            )
        options: dict[str, Markdown] = {
            zone.key: f"{get_time_zone_name(zone.key)}, where it is {format_clock(now, zone)}"
            for zone in suggested
        }
        body = f"I can’t tell which time zone “{typed}” means, so nothing was changed.\n"
        body += "\n".join(f"- Did you mean {option} now?" for option in options.values())
        select = option_select(
            self._page_key, FIELD, options, (), placeholder="Choose your time zone"
        )
        back = OpenPageButton(self._page_key, "Back")
        card = SetupCard("Which time zone?", body, (SetupRow("", (select,)), SetupRow("", (back,))))
        await show_card(change.interaction, card)

    async def load_index(self) -> TimeZoneIndex:
        """Return the names of all time zones, which are read once."""
        if self._index is None:
            # Reading the tz database's folder takes tens of milliseconds.
            self._index = await asyncio.to_thread(TimeZoneIndex)
        return self._index
