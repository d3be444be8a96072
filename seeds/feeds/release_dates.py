"""Finds the release date that a sentence announces. English only."""

from __future__ import annotations

import re

from seeds.dates import MONTHS, PartialDate, parse_month

_DATE = re.compile(
    rf"\b(?P<month>{'|'.join(MONTHS)})(?: (?P<day>\d{{1,2}})(?:st|nd|rd|th)?)?,?"
    r" (?P<year>\d{4})\b",
    re.IGNORECASE,
)


def find_release_date(sentence: str, published: PartialDate) -> PartialDate | None:
    """Return the only date in a sentence that is not before `published`.

    None when there is no such date or more than one, or when a date has no year: then a person has
    to read the sentence.
    """
    dates = set(map(_parse_match, _DATE.finditer(sentence)))
    ahead = [one for one in dates if one is not None and not one.is_before(published)]
    return ahead[0] if len(ahead) == 1 else None


def _parse_match(match: re.Match[str]) -> PartialDate | None:
    day = match["day"]
    try:
        return PartialDate(
            int(match["year"]), parse_month(match["month"]), int(day) if day else None
        )
    except ValueError:
        return None
