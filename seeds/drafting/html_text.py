"""Extracts the readable text and the date of an article from an HTML page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, NamedTuple, cast

from seeds.drafting.word_lists import make_word_set

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_SKIPPED = make_word_set(
    "script style noscript template svg nav aside footer form button select iframe figcaption "
    "video audio canvas dialog menu"
)
"""Elements whose text is no part of an article."""
_BLOCKS = make_word_set(
    "p div article main section header h1 h2 h3 h4 h5 h6 li ul ol blockquote figure pre table tr "
    "td th dl dt dd hr body address"
)
_VOID = make_word_set("area base br col embed hr img input link meta source track wbr")
_OWN = frozenset(("html", "body", "article", "main"))
"""Elements that are the article's own whatever their class is."""
_ARTICLES = frozenset(("article", "main"))
MAX_OPEN_INSIDE = 50
"""Open elements that one end tag may end; more would take quadratic time."""
_BOILERPLATE = re.compile(
    r"\b(?:newsletter|subscribe|signup|sign-up|related|share|social|promo|advert|cookie|comments?|"
    r"breadcrumbs?|sidebar|recirc\w*|read-more|most-popular|trending)\b",
    re.IGNORECASE,
)
"""Words in the class or id of elements that are not the article's own."""
_DATE_NAMES = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "pubdate",
    "publishdate", "parsely-pub-date", "sailthru.date", "article:modified_time", "datemodified",
    "og:updated_time",
)  # fmt: skip
"""Names of `meta` elements with the date of an article, the most reliable first."""
_WHITESPACE = re.compile(r"\s+")


class HtmlArticle(NamedTuple):
    """The readable text of a page, and its date as printed; None when it has none."""

    text: str
    date: str | None


def is_html(text: str) -> bool:
    """Return whether `text` begins as an HTML page or a part of one does."""
    return _HTML.match(text) is not None


def extract_article(html: str) -> HtmlArticle:
    """Return the text of the article in a page, a paragraph for each block, and its date.

    That is the text inside `article` or `main` where there is such an element, else of the whole
    page; without navigation, captions, forms and the like.
    """
    parser = _ArticleParser()
    parser.feed(html)
    parser.close()
    parser.end_block()
    inside = [text for text, is_inside in parser.blocks if is_inside]
    blocks = inside if sum(map(len, inside)) > 200 else [text for text, _ in parser.blocks]
    return HtmlArticle("\n\n".join(blocks), parser.find_date())


class _ArticleParser(HTMLParser):
    """Collects the blocks of text of one page, and the dates that its head gives."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, bool]] = []
        """Each text with whether it is inside an `article` or `main` element."""
        self._open: list[tuple[str, bool]] = []
        """Open elements with whether their text is skipped."""
        self._skipped_count = 0
        self._article_count = 0
        self._words: list[str] = []
        self._dates: dict[str, str] = {}
        self._json: list[str] = []
        self._is_in_json = False
        self._is_in_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._read_date(tag, values)
        if tag in ("head", "title"):
            self._is_in_head = True
        if tag in _BLOCKS:
            self._is_in_head = False
            self.end_block()
        elif tag == "br":
            self._words.append("\n")
        if tag == "script":
            self._is_in_json = values.get("type", "").lower() == "application/ld+json"
        if tag in _BLOCKS and self._open and self._open[-1][0] == "p":
            self._close_from(len(self._open) - 1)
        if tag not in _VOID:
            label = f"{values.get('class', '')} {values.get('id', '')}".replace("_", "-")
            is_named = tag not in _OWN and _BOILERPLATE.search(label)
            is_hidden = "hidden" in values or values.get("aria-hidden") == "true"
            is_skipped = tag in _SKIPPED or bool(is_named) or is_hidden
            self._open.append((tag, is_skipped))
            self._skipped_count += is_skipped
            self._article_count += tag in _ARTICLES

    def handle_endtag(self, tag: str) -> None:
        if tag in ("head", "title"):
            self._is_in_head = False
        if tag in _BLOCKS:
            self.end_block()
        if tag == "script":
            self._is_in_json = False
        for index in range(len(self._open) - 1, max(-1, len(self._open) - MAX_OPEN_INSIDE), -1):
            if self._open[index][0] == tag:
                # Elements in between, such as a `p` without its end tag, end with it.
                self._close_from(index)
                return

    def _close_from(self, index: int) -> None:
        for tag, is_skipped in self._open[index:]:
            self._skipped_count -= is_skipped
            self._article_count -= tag in _ARTICLES
        del self._open[index:]

    def handle_data(self, data: str) -> None:
        if self._is_in_json:
            self._json.append(data)
        elif not self._is_in_head and not self._skipped_count:
            self._words.append(_WHITESPACE.sub(" ", data))

    def end_block(self) -> None:
        """End the current block of text."""
        lines = "".join(self._words).split("\n")
        text = "\n".join(filter(None, (_WHITESPACE.sub(" ", line).strip() for line in lines)))
        self._words = []
        if text:
            self.blocks.append((text, self._article_count > 0))

    def _read_date(self, tag: str, values: dict[str, str]) -> None:
        name = (
            values.get("property") or values.get("name") or values.get("itemprop") or ""
        ).lower()
        value = values.get("content") or values.get("datetime") or ""
        if value and tag in ("meta", "time"):
            self._dates.setdefault(name if name in _DATE_NAMES else tag, value)

    def find_date(self) -> str | None:
        """Return the date that JSON-LD, `meta` or the first `time` element gives, in that order."""
        in_json = {key: value for block in self._json for key, value in _list_json_dates(block)}
        for name in ("datePublished", "dateModified"):
            if name in in_json:
                return in_json[name]
        return next(
            (self._dates[name] for name in (*_DATE_NAMES, "time") if name in self._dates), None
        )


def _list_json_dates(block: str) -> Iterator[tuple[str, str]]:
    try:
        pending: list[Any] = [json.loads(block)]
    except (ValueError, RecursionError):
        return
    while pending:
        found: Any = pending.pop()
        if isinstance(found, list):
            pending += found
        elif isinstance(found, dict):
            fields = cast("dict[str, Any]", found)
            names = ("datePublished", "dateModified")
            yield from ((name, fields[name]) for name in names if isinstance(fields.get(name), str))
            pending += fields.values()
