"""What the events of a guild say: its anniversaries of the next days, and awaited dates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.markdown import Markdown, escape
from bot.messaging.guild_events import MAX_DESCRIPTION, MAX_NAME, GuildEvent
from bot.scheduling.occurrences import local_date, resolve_local_time
from bot.ui.citations import UNKNOWN_PUBLISHER
from bot.ui.dates import format_date
from bot.ui.text import clip
from cogs.anniversaries.awaited import format_promised_date
from cogs.anniversaries.calendar import (
    Anniversary,
    AnniversaryIndex,
    AnniversaryOptions,
    Precision,
    get_entry_title,
)
from cogs.anniversaries.calendar_file.ics import format_precision_note
from cogs.anniversaries.cards import format_ago
from seeds.cleaning import clean_line
from seeds.dates import PartialDate
from seeds.promises.awaited_dates import AwaitedDate
from seeds.schema import Source, Status

DAYS_AHEAD = 30
"""Days within which an anniversary has an event."""
MAX_AHEAD = timedelta(days=4 * 365)
"""How far ahead an awaited date may be; Discord takes a few years."""
MAX_EVENTS = 50
"""The soonest ones; the rest of Discord's 100 is left to others."""
MAX_SOURCES = 2
_DAY = timedelta(days=1)


class EventPlace(NamedTuple):
    """Where and when the events of a guild take place."""

    zone: ZoneInfo
    local_time: time
    """When they begin; they end at midnight."""
    location: str
    """The text or the address below the name."""


class EventContent(NamedTuple):
    """One event, under a key that stays the same while its entry and its date do."""

    key: str
    event: GuildEvent

    @property
    def digest(self) -> str:
        """A digest of all that it says."""
        said = "\0".join(map(str, self.event))
        return hashlib.blake2b(said.encode(), digest_size=12).hexdigest()


class EventPlanner:
    """Words the events of one guild at the aware instant `now`."""

    def __init__(self, place: EventPlace, options: AnniversaryOptions, now: datetime) -> None:
        self._place = place
        self._options = options
        self._now = now
        self.today = local_date(now, place.zone)

    def list_anniversaries(self, index: AnniversaryIndex) -> list[Anniversary]:
        """Return the anniversaries of the next days."""
        upcoming = index.list_upcoming(self.today, DAYS_AHEAD, self._options)
        return [anniversary for _, found in upcoming for anniversary in found]

    def allows(self, when: PartialDate) -> bool:
        """Return whether a date is as exact as the guild wants it posted, and not too far off."""
        is_near = when.first_day <= self.today + MAX_AHEAD
        return is_near and self._options.allows(Precision.from_date(when))

    def select_current(self, contents: Iterable[EventContent]) -> list[EventContent]:
        """Return the soonest that are not over."""
        ahead = [one for one in contents if one.event.ends_at > self._now]
        return sorted(ahead, key=lambda one: (one.event.starts_at, one.key))[:MAX_EVENTS]

    def build_anniversary(
        self, anniversary: Anniversary, sources: Iterable[Source], born: str | None = None
    ) -> EventContent:
        """Return the event of an anniversary; `born` is the name of the one who is born at it."""
        entry, since = anniversary.entry, anniversary.since
        if born and anniversary.unit == "years":
            name = _join_name(f"{born} turns {anniversary.count}", "")
        else:
            name = _join_name(get_entry_title(entry), format_ago(anniversary))
        lines = (
            escape(entry.text),
            f"Date: {format_date(since)}.",
            format_precision_note(since),
            _format_sources(sources),
        )
        key = f"{entry.id}@{anniversary.day}" + ("+days" if anniversary.unit == "days" else "")
        return EventContent(key, self._build_event(name, lines, anniversary.day))

    def build_awaited(self, awaited: AwaitedDate, sources: Iterable[Source]) -> EventContent:
        """Return the event of a promised date, or of an event still to come."""
        due, entry = awaited.due, awaited.entry
        when = "" if due.day is not None and not due.circa else format_date(due)
        lines: list[Markdown] = [_format_sources(sources)]
        if not awaited.is_deadline:
            lines.append(format_precision_note(due))
        if isinstance(entry, Status):
            name = _join_name(f"Promised: {awaited.text}", when)
            reported = f"Reported {format_date(entry.as_of)}: {escape(entry.headline)}"
            lines = [reported, format_promised_date(due), *lines]
        else:
            name = _join_name(awaited.text, when)
            lines = [escape(entry.text), f"Date: {format_date(due)}.", *lines]
        return EventContent(awaited.key, self._build_event(name, lines, awaited.day))

    def build_release(
        self, awaited: str, when: PartialDate, announced: Status, sources: Iterable[Source]
    ) -> EventContent:
        """Return the event of the release date that was announced; `awaited` is what comes out."""
        shown = "" if when.day is not None and not when.circa else format_date(when)
        lines = (
            f"Announced {format_date(announced.as_of)}: {escape(announced.headline)}",
            f"Date: {format_date(when)}.",
            format_precision_note(when),
            _format_sources(sources),
        )
        name = _join_name(f"Release of {awaited}", shown)
        return EventContent("release", self._build_event(name, lines, when.first_day))

    def _build_event(self, name: str, lines: Iterable[Markdown], day: date) -> GuildEvent:
        place = self._place
        starts_at = resolve_local_time(day, place.zone, place.local_time)
        next_day = local_date(starts_at, place.zone) + _DAY
        return GuildEvent(
            name,
            clip("\n".join(filter(None, lines)), MAX_DESCRIPTION),
            starts_at,
            resolve_local_time(next_day, place.zone, time.min),
            place.location,
        )


def _join_name(title: str, suffix: str) -> str:
    """Return "title · suffix", of which the title is shortened; "" adds nothing."""
    added = f" · {suffix}" if suffix else ""
    return f"{clip(clean_line(title), MAX_NAME - len(added))}{added}"


def _format_sources(sources: Iterable[Source]) -> Markdown:
    publishers: list[Markdown] = list(dict.fromkeys(_iter_publishers(sources)))
    noun = "Source" if len(publishers) == 1 else "Sources"
    return f"{noun}: {', '.join(publishers[:MAX_SOURCES])}." if publishers else ""


def _iter_publishers(sources: Iterable[Source]) -> Iterator[Markdown]:
    return (escape(source.publisher or UNKNOWN_PUBLISHER) for source in sources)
