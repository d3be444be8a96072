"""Extracts the readable text of an article from HTML, with what the page says about itself.

A scanner that looks at each character once, instead of `html.parser`, whose time grows with the
square of some hostile pages. The article is where most of the words of paragraphs are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from seeds.cleaning import clean_line

MAX_TEXT = 60_000
"""Characters of an article that are read."""
MAX_TAG = 5_000
"""Characters of a tag; a longer one is taken for text without an end."""
MAX_PIECES = 150_000
"""Tags and texts of a page that are looked at; long articles have 10,000."""
MIN_PARAGRAPH = 40
"""Characters from which a paragraph counts for where the article is."""
MAX_LINK_SHARE = 0.5
"""Share of a paragraph's words in links, from which it is a list of links."""
_TAG_NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9:-]{0,40}")
_ATTRIBUTE = re.compile(r"""([a-zA-Z:_-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_RAW = frozenset({"script", "style", "noscript", "template", "textarea", "svg", "iframe"})
_ASIDES = frozenset({"nav", "aside", "footer", "form", "figure", "button", "select", "dialog"})
_CONTAINERS = frozenset({"div", "article", "main", "section", "td", "body"})
_BLOCKS = _CONTAINERS | {
    *("p", "h1", "h2", "h3", "h4", "li", "blockquote", "br", "dd", "dt", "pre", "header"),
}
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')


class Page(NamedTuple):
    """What is known of a page: "" for what it does not say."""

    text: str
    """The article's paragraphs, one a line with empty lines between."""
    title: str = ""
    publisher: str = ""
    published: str = ""
    """A date as the page writes it."""


class _Piece(NamedTuple):
    """A tag with its name (as "/p" at an end) and attributes, or a text with the name ""."""

    name: str
    content: str


@dataclass
class _Paragraph:
    container: int
    """The number of the innermost container."""
    parts: list[str] = field(default_factory=list[str])
    linked: int = 0
    """Characters inside of links."""


@dataclass
class _Collector:
    """Puts the text of a page into paragraphs, and knows the containers around each."""

    paragraphs: list[_Paragraph] = field(default_factory=list[_Paragraph])
    parents: list[int] = field(default_factory=lambda: [0])
    _stack: list[int] = field(default_factory=lambda: [0])
    _asides: int = 0
    _links: int = 0
    _is_open: bool = False

    def add_tag(self, piece: _Piece) -> None:
        name = piece.name.removeprefix("/")
        is_end = piece.name.startswith("/")
        step = -1 if is_end else 1
        if name in _ASIDES:
            self._asides = max(0, self._asides + step)
        elif name == "a":
            self._links = max(0, self._links + step)
        if name in _BLOCKS | _ASIDES:
            self._is_open = False
        if name in _CONTAINERS:
            self._move(is_end=is_end)

    def add_text(self, text: str) -> None:
        if self._asides or not text.strip():
            if self._is_open and not self._asides:
                self.paragraphs[-1].parts.append(" ")
            return
        if not self._is_open:
            self.paragraphs.append(_Paragraph(self._stack[-1]))
            self._is_open = True
        paragraph = self.paragraphs[-1]
        paragraph.parts.append(text)
        paragraph.linked += len(text) if self._links else 0

    def _move(self, *, is_end: bool) -> None:
        if not is_end:
            self.parents.append(self._stack[-1])
            self._stack.append(len(self.parents) - 1)
        elif len(self._stack) > 1:
            self._stack.pop()


def extract_page(html: str) -> Page:
    """Return the article of a page, its title, publisher and date."""
    facts: dict[str, str] = {}
    collector = _Collector()
    title: list[str] = []
    is_title = False
    for piece in _scan(html):
        if not piece.name:
            (title.append if is_title else collector.add_text)(piece.content)
            continue
        is_title = piece.name == "title"
        if piece.name == "meta":
            _read_meta(piece.content, facts)
        elif piece.name == "time":
            facts.setdefault("time", dict(_list_attributes(piece.content)).get("datetime", ""))
        elif piece.name == "script":
            if found := _JSON_DATE.search(piece.content):
                facts.setdefault("json", found[1])
        else:
            collector.add_tag(piece)
    published = facts.get("article:published_time") or facts.get("json") or facts.get("time", "")
    return Page(
        _join_article(collector),
        clean_line(unescape(facts.get("og:title") or "".join(title)))[:300],
        clean_line(unescape(facts.get("og:site_name", "")))[:100],
        published[:40],
    )


def _scan(html: str) -> Iterator[_Piece]:
    """Yield the tags and texts in order; a `script` holds its content, other raw ones nothing."""
    position, end, count = 0, -1, 0
    while (start := html.find("<", position)) >= 0 and count < MAX_PIECES:
        count += 1
        if start > position:
            yield _Piece("", html[position:start])
        if html.startswith("<!--", start):
            position = _find_end(html, "-->", start)
            continue
        match = _TAG_NAME.match(html, start + 1)
        # Remembered, so that a page of opening brackets is not searched from each of them.
        end = html.find(">", start) if end < start else end
        if match is None or not start < end < start + MAX_TAG:
            yield _Piece("", "<")
            position = start + 1
            end = len(html) if end < 0 else end
            continue
        name, position = match[0].lower(), end + 1
        if name in _RAW:
            position = _find_end(html, f"</{name}", position)
            content = html[end + 1 : position] if name == "script" else ""
            yield _Piece(name, content[:MAX_TEXT])
        else:
            yield _Piece(name, html[match.end() : end])
    if start < 0:
        yield _Piece("", html[position:])


def _find_end(html: str, mark: str, start: int) -> int:
    """Return the offset behind `mark`, or the end of the page without it."""
    found = html.find(mark, start)
    if found < 0:
        found = html.find(mark.upper(), start)
    return len(html) if found < 0 else found + len(mark)


def _read_meta(attributes: str, facts: dict[str, str]) -> None:
    values = dict(_list_attributes(attributes))
    name = values.get("property") or values.get("name", "")
    if name in ("og:title", "og:site_name", "article:published_time"):
        facts.setdefault(name, values.get("content", ""))


def _list_attributes(text: str) -> Iterator[tuple[str, str]]:
    for match in _ATTRIBUTE.finditer(text):
        yield match[1].lower(), match[2] or match[3] or match[4] or ""


def _join_article(collector: _Collector) -> str:
    """Return the paragraphs of the container whose own paragraphs have the most words."""
    texts = [clean_line(unescape("".join(one.parts)[:MAX_TEXT])) for one in collector.paragraphs]
    scores: dict[int, float] = {}
    for paragraph, text in zip(collector.paragraphs, texts, strict=True):
        if len(text) >= MIN_PARAGRAPH and paragraph.linked < MAX_LINK_SHARE * len(text):
            container = paragraph.container
            scores[container] = scores.get(container, 0) + len(text)
            # Articles are often cut into boxes of a paragraph or two.
            parent = collector.parents[container]
            scores[parent] = scores.get(parent, 0) + len(text) / 2
    if not scores:
        return ""
    best = max(scores, key=lambda one: scores[one])
    kept = [
        text
        for paragraph, text in zip(collector.paragraphs, texts, strict=True)
        if text
        and best in (paragraph.container, collector.parents[paragraph.container])
        and paragraph.linked < MAX_LINK_SHARE * len(text)
    ]
    return "\n\n".join(kept)[:MAX_TEXT]
