"""Reads what a guild waits for: promised dates, events still to come, and the release date."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from bot.markdown import Markdown
from bot.ui.dates import format_date
from bot.ui.entry_cards import find_release_date
from seeds.dates import PartialDate
from seeds.promises.awaited_dates import AwaitedDate, list_awaited_dates
from seeds.schema import Status
from storage.canon.guild_canon import GuildCanon


class Release(NamedTuple):
    """The release date that stands, and the newest status that says it."""

    name: str
    """What is to be released, such as "the sequel"."""
    when: PartialDate
    announced: Status


class Awaited(NamedTuple):
    """What a guild waits for; None where no release date stands."""

    dates: list[AwaitedDate]
    release: Release | None


async def find_awaited(canon: GuildCanon, day: date) -> Awaited:
    """Return what is awaited on the local date `day`, the soonest first."""
    dates = list_awaited_dates(await canon.list_dated_entries(), day)
    return Awaited(dates, await _find_release(canon))


async def _find_release(canon: GuildCanon) -> Release | None:
    statuses = await canon.list_statuses()
    when = find_release_date(statuses, canon.manifest)
    announced = next((one for one in statuses if when and one.release_date == when), None)
    if when is None or announced is None:
        return None
    return Release(canon.manifest.awaited, when, announced)


def format_promised_date(due: PartialDate) -> Markdown:
    """Return "Promised for May 6, 2027." or "Promised by the end of May 2027."."""
    is_deadline = due.day is None and not due.circa
    return f"Promised {'by the end of' if is_deadline else 'for'} {format_date(due)}."
