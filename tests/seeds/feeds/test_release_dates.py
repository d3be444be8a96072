"""A release date is taken from a sentence only when it names one date, with its year."""

from __future__ import annotations

import pytest

from seeds.dates import PartialDate
from seeds.feeds.release_dates import find_release_date

PUBLISHED = PartialDate(2026, 3, 14)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The sequel will be released on June 5, 2027.", "2027-06-05"),
        ("The sequel will hit theaters on june 5th 2027, Disney said.", "2027-06-05"),
        ("It gets a release date: March 2027.", "2027-03"),
        ("On March 14, 2026, the studio set a release date of May 7, 2027.", None),
        ("First announced on March 2, 2025, it opens on May 7, 2027.", "2027-05-07"),
        ("The sequel will be released on June 5.", None),
        ("It opens on June 31, 2027.", None),
        ("It has a release date.", None),
    ],
)
def test_one_date_with_its_year_is_the_release_date(sentence: str, expected: str | None) -> None:
    found = find_release_date(sentence, PUBLISHED)
    assert found == (PartialDate.parse(expected) if expected else None)
