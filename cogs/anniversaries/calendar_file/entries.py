"""Reads what is in the file for calendar programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from bot.markdown import Markdown
from bot.ui.citations import get_shown_sources
from bot.ui.dates import format_date
from cogs.anniversaries.awaited import Release, find_awaited, format_promised_date
from cogs.anniversaries.calendar import (
    AnniversaryOptions,
    DatedEntry,
    Precision,
    get_entry_date,
    get_entry_title,
    get_person_born,
)
from cogs.anniversaries.calendar_file.ics import AllDayEvent, CalendarEntry, format_precision_note
from cogs.anniversaries.digest import merge_statuses
from seeds.dates import PartialDate
from seeds.promises.awaited_dates import AwaitedDate
from storage.canon.guild_canon import GuildCanon
from storage.canon.rows import EntryRevision
from storage.store import Store


async def list_calendar_entries(
    store: Store, canon: GuildCanon, options: AnniversaryOptions
) -> list[CalendarEntry]:
    """Return the dated entries that `options` allow, with who is born at them."""
    entries = [
        entry
        for entry in merge_statuses(await canon.list_dated_entries())
        if options.allows(Precision.from_date(get_entry_date(entry)))
    ]
    revisions = await canon.get_dated_revisions()
    urls = await _get_urls(store, canon, entries)
    people = await canon.get_people()
    return [
        CalendarEntry(
            entry,
            revisions[entry.id],
            _find_url(entry, urls),
            people[slug].name if (slug := get_person_born(entry)) in people else None,
        )
        for entry in entries
        if entry.id in revisions
    ]


async def list_awaited_days(
    store: Store, canon: GuildCanon, options: AnniversaryOptions, today: date
) -> list[AllDayEvent]:
    """Return the promised dates and the release date that are still awaited.

    Events still to come are not among them: they are entries, and come back every year.
    """
    dates, release = await find_awaited(canon, today)
    promises = [one for one in dates if one.is_promise and _allows(options, one.due)]
    releases = [release] if release and _allows(options, release.when) else []
    entries = [*(one.entry for one in promises), *(one.announced for one in releases)]
    urls = await _get_urls(store, canon, entries)
    revisions = await canon.get_dated_revisions()
    return [
        *(_build_promise(one, revisions, urls) for one in promises if one.entry.id in revisions),
        *(_build_release(one, revisions, urls) for one in releases),
    ]


def _allows(options: AnniversaryOptions, when: PartialDate) -> bool:
    return options.allows(Precision.from_date(when))


def _build_promise(
    awaited: AwaitedDate, revisions: Mapping[str, EntryRevision], urls: Mapping[str, str]
) -> AllDayEvent:
    entry = awaited.entry
    return AllDayEvent(
        awaited.key,
        f"Promised: {awaited.text}",
        f"{_format_report('Reported', entry)}\n{format_promised_date(awaited.due)}",
        awaited.day,
        revisions[entry.id],
        _find_url(entry, urls),
    )


def _build_release(
    release: Release, revisions: Mapping[str, EntryRevision], urls: Mapping[str, str]
) -> AllDayEvent:
    name, when, announced = release
    lines = (
        _format_report("Announced", announced),
        f"Date: {format_date(when)}.",
        format_precision_note(when),
    )
    description = "\n".join(filter(None, lines))
    revision, url = revisions[announced.id], _find_url(announced, urls)
    return AllDayEvent("release", f"Release of {name}", description, when.first_day, revision, url)


def _format_report(verb: Markdown, entry: DatedEntry) -> str:
    return f"{verb} {format_date(get_entry_date(entry))}: {get_entry_title(entry)}"


async def _get_urls(
    store: Store, canon: GuildCanon, entries: Iterable[DatedEntry]
) -> dict[str, str]:
    """Return the addresses of the sources of entries, by the id of the source."""
    ids = [name for entry in entries for name in entry.sources]
    cited = await get_shown_sources(store, canon, ids)
    return {source.id: source.url for source in cited if source.url}


def _find_url(entry: DatedEntry, urls: Mapping[str, str]) -> str | None:
    return next((urls[one] for one in entry.sources if one in urls), None)
