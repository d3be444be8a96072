"""What is found out about one story, in the form in which it is handed over for review."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from seeds.dates import PartialDate

MAX_QUOTES = 5
"""Quotes that a finding holds: short ones, for a person to decide on."""
MAX_STATEMENTS = 4
MAX_SOURCES = 6
"""Outlets of one story that are named."""
MAX_EXCERPT = 180
"""Characters of a sentence that is shown for review."""


@dataclass(frozen=True, slots=True)
class FoundSource:
    """One outlet's report of a story."""

    title: str
    publisher: str
    link: str
    """An https or http address; "" without one."""
    published: PartialDate


@dataclass(frozen=True, slots=True)
class SpokenQuote:
    """Words that the page prints as spoken by a person whom it names."""

    runs: tuple[str, ...]
    """The words, in as many parts as the page's own words divide them into."""
    speaker: str
    """The name in full."""
    said: PartialDate | None
    """The date that stands beside the words; None when there is none."""
    place: str
    """Where it stands in the article, as "paragraph 3"."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """What the text of a page proves: short excerpts with their places, never the text."""

    quotes: tuple[SpokenQuote, ...] = ()
    statements: tuple[str, ...] = ()
    """Dated sentences: "1 March 2026, paragraph 2: “…”"."""
    stage: str = ""
    """The slug of a stage of a film; "" when the text proves none."""
    stage_sentence: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One story of one outlet, as it is proposed to a guild."""

    source: FoundSource
    summary: str
    """The outlet's own summary as plain text; "" without one."""
    found_at: datetime
    matched: tuple[str, ...]
    """The words by which it counts."""
    people_key: str = ""
    """The key of the people by whom alone it counts; "" when it names the work."""
    story: str = ""
    """The hashed words of its story."""
    reading: PageReading = field(default_factory=PageReading)

    def with_reading(self, reading: PageReading) -> Finding:
        """Return the same finding with what its page proves."""
        return replace(self, reading=reading)
