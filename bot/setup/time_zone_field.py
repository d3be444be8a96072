"""The field of a `/setup` page for the guild's time zone: its button, its form and its change."""

from __future__ import annotations

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.base import BotBase
from bot.errors import RefusedError
from bot.scheduling.schedule_editor import set_time_zone
from bot.setup.controls import SetupButton, text_form
from bot.setup.registry import FieldChange
from bot.setup.time_zone_search import TimeZoneIndex
from bot.ui.dates import format_clock
from bot.ui.text import clip, escape

FIELD = "zone"


class TimeZoneField:
    """Reads the time zone that an admin types on one page, and changes the guild's to it."""

    def __init__(self, bot: BotBase, page_key: str) -> None:
        self._bot = bot
        self._page_key = page_key
        self._index: TimeZoneIndex | None = None

    def build_button(self) -> SetupButton:
        """Build the button that opens the form."""
        return SetupButton(self._page_key, FIELD, "Time zone")

    async def apply(self, change: FieldChange, subject: str) -> str | None:
        """Open the form after a click, return None; change the zone after the form, return a note.

        `subject` begins the note: what goes by the zone, with its verb. Raises RefusedError when
        no zone is called what was typed.
        """
        if not change.values:
            await self._open_form(change)
            return None
        now = self._bot.clock()
        zone = await self._find(change.value, now)
        await set_time_zone(self._bot, change.guild.id, zone, now)
        typed = escape(clip(change.value, 40))
        taken = "" if change.value.strip() == zone.key else f" That is what I took “{typed}” for."
        return f"{subject} {zone.key}, where it is {format_clock(now, zone)} now.{taken}"

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

    async def _find(self, typed: str, now: datetime) -> ZoneInfo:
        index = await self._load_index()
        zone = index.find(typed)
        if zone is None:
            near = index.suggest(typed, now) if typed.strip() else []
            hint = f"Did you mean {near[0].value}?" if near else "Try a large city near you."
            raise RefusedError(f"I know no time zone like “{escape(clip(typed, 40))}”. {hint}")
        return zone

    async def _load_index(self) -> TimeZoneIndex:
        if self._index is None:
            # Reading the tz database's folder takes tens of milliseconds.
            self._index = await asyncio.to_thread(TimeZoneIndex)
        return self._index
