"""What drafts of every kind have: a source, a date, and the entries that they give once approved.

Proposal 12 gives `event.own-12`, `quote.own-12` and so on, further ones of a kind `quote.own-12-2`,
so the number identifies all of them.
"""

from __future__ import annotations

from typing import NamedTuple

from seeds.dates import PartialDate
from seeds.feeds.attachments import Link
from seeds.schema import AnyEntry, EntryId, Line, Model, Origin, Source
from storage.proposals.proposals import QuotedPerson

MEMBER_DATING = "As the member gave it who added this."
"""The note on the date of every source that members add."""


class NewPerson(NamedTuple):
    """A new person; `member_id` is None unless it is a member of the guild."""

    slug: str
    name: str
    member_id: int | None


class DraftEntries(NamedTuple):
    """The entries and people that a draft adds to the canon."""

    entries: tuple[AnyEntry, ...]
    people: tuple[NewPerson, ...] = ()

    @property
    def main(self) -> AnyEntry:
        """The entry that the others belong to: the last one."""
        return self.entries[-1]


class BaseDraft(Model):
    """The fields of every draft: its source and date."""

    link: Link | None = None
    publisher: Line
    date: PartialDate
    """When it happened, was said, or was published, with the precision that was typed."""
    known_source: EntryId | None = None
    """The id of a source in the canon; the draft then adds none of its own."""

    @property
    def quoted(self) -> QuotedPerson | None:
        """The quoted person; None when it is no quote."""
        return None

    @property
    def source_date(self) -> PartialDate:
        """When the source was published."""
        return self.date

    @property
    def source_dating(self) -> str:
        """The note on the date of the source."""
        return MEMBER_DATING

    def build_sources(self, number: int, title: str) -> tuple[Source, ...]:
        """Return the new sources, titled `title` where they have no title of their own."""
        if self.known_source is not None:
            return ()
        return (
            Source(
                id=f"source.own-{number}",
                origin=Origin.GUILD,
                publisher=self.publisher,
                title=title,
                published=self.source_date,
                dating=self.source_dating,
                url=self.link,
            ),
        )

    def get_source_ids(self, number: int) -> tuple[str, ...]:
        """Return the ids of the sources that its entries cite, new and known ones."""
        return (self.known_source or f"source.own-{number}",)
