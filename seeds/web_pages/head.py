"""Collects what a web page says about itself: its title, publisher and date."""

from __future__ import annotations

import re
from html import unescape

from seeds.cleaning import clean_line
from seeds.web_pages.scanner import Piece, list_attributes

_DATE_NAMES = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "pubdate",
    "publishdate", "parsely-pub-date", "sailthru.date", "article:modified_time", "datemodified",
    "og:updated_time",
)  # fmt: skip
"""Names of `meta` elements with the date of an article, the most reliable first."""
_DATES_IN_ORDER = ("datePublished", "dateModified", *_DATE_NAMES, "time", "script")
_NAMES = frozenset({"og:title", "og:site_name", *_DATE_NAMES})
_JSON_DATE = re.compile(r'"(datePublished|dateModified)"\s*:\s*"([^"]{4,40})"')
MAX_SCRIPT = 60_000
"""Characters of a script that are searched for a date."""


class PageHead:
    """The facts about a page, of each the first that it gives."""

    def __init__(self) -> None:
        self._facts: dict[str, str] = {}
        self._title: list[str] = []
        self._is_title = False

    @property
    def title(self) -> str:
        """The headline without markup; "" when the page has none."""
        return clean_line(unescape(self._facts.get("og:title") or "".join(self._title)))[:300]

    @property
    def publisher(self) -> str:
        """The name of the site; "" when the page does not say."""
        return clean_line(self._facts.get("og:site_name", ""))[:100]

    @property
    def published(self) -> str:
        """The date of the article as the page writes it; "" without one."""
        found = (self._facts[name] for name in _DATES_IN_ORDER if self._facts.get(name))
        return next(found, "")[:40]

    def read_tag(self, piece: Piece) -> None:
        """Take what a tag says about the page."""
        self._is_title = piece.name == "title"
        if piece.name in ("meta", "time"):
            values = list_attributes(piece.content)
            name = values.get("property") or values.get("name") or values.get("itemprop") or ""
            name = name.lower() if name.lower() in _NAMES else piece.name
            self._add(name, values.get("content") or values.get("datetime") or "")
        elif piece.name == "script":
            is_linked_data = "application/ld+json" in piece.content.lower()
            for name, date in _JSON_DATE.findall(piece.script[:MAX_SCRIPT]):
                self._add(name if is_linked_data else "script", date)

    def read_text(self, text: str) -> bool:
        """Take a text that is part of the title; return whether it is."""
        if self._is_title:
            self._title.append(text)
        return self._is_title

    def _add(self, name: str, value: str) -> None:
        if value:
            self._facts.setdefault(name, value)
