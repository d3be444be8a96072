"""The items of a feed, and the keys by which an item is known again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from seeds.folding import fold
from seeds.page_keys import get_page_key

MAX_ITEMS = 1_000
"""Items read of one feed; the rest is left out."""
MAX_TITLE = 300
MAX_SUMMARY = 2_000
"""Characters kept of an item's title and text."""


class FeedError(Exception):
    """The content is no feed that can be read; the message is a clause that says why."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item: what it links to, and its own words as plain text."""

    title: str
    link: str = ""
    """The absolute http or https address of the page; "" without one."""
    published: datetime | None = None
    """An aware instant; None when the item gives none that is possible."""
    summary: str = ""

    @property
    def key(self) -> str:
        """A key that is equal for all addresses of the page; without one, that of the title.

        The ids that feeds give their items are not used: they may repeat, or change at each poll.
        """
        return _hash(get_page_key(self.link)) if self.link else self.title_key

    @property
    def title_key(self) -> str:
        """A key that is equal for titles that differ in case and punctuation only."""
        return _hash(fold(self.title) or self.title)


@dataclass(frozen=True, slots=True)
class FeedContent:
    """A feed as it was read at one poll."""

    form: str
    """The name and version of the format, such as "RSS 2.0"."""
    title: str
    language: str = ""
    """A language tag as the feed gives it; "" without one."""
    items: list[FeedItem] = field(default_factory=list[FeedItem])
    fault: str = ""
    """Why what follows the items could not be read, as a clause; "" when all was read."""

    @property
    def fingerprint(self) -> str:
        """A hash of which items there are, in whatever order."""
        return _hash(" ".join(sorted({item.key for item in self.items})))


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()
