"""What a proposal of news holds beside its own words: further reports, quotes, why it was found."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from seeds.dates import PartialDate
from seeds.schema import Line, Model, Slug, Text

Link = Annotated[str, Field(pattern=r"^https://[^\s<>()\[\]`|\\]+$", max_length=500)]
"""An address that can be shown safely."""


class OtherSource(Model):
    """Another outlet's report of the same news."""

    title: Line
    publisher: Line
    link: Link | None = None
    date: PartialDate


class AttachedQuote(Model):
    """Words that a report of the news prints as spoken by a known person."""

    words: Text
    continued: tuple[Text, ...] = ()
    speaker: Slug
    said: PartialDate
    occasion: Line


class FoundDetails(Model):
    """Why news was found in a feed, and what reviewers are shown of its page."""

    matched: tuple[Line, ...] = ()
    """The words by which it counted as being about the work."""
    people_key: str = ""
    """The key of the people by whom alone it counted, "" when it named the work."""
    story: str = ""
    """The hashed words of the story."""
    notes: tuple[Text, ...] = ()
    """Short excerpts with their places."""
