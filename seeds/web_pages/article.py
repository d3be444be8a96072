"""Finds the article in a web page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from seeds.cleaning import clean_text
from seeds.web_pages.head import PageHead
from seeds.web_pages.scanner import Piece, list_attributes, scan

MIN_ARTICLE = 200
"""Characters from which an `article` or `main` element is taken for the article."""
MIN_PARAGRAPH = 40
"""Characters from which a paragraph counts for where the article is."""
MAX_LINK_SHARE = 0.5
"""Share of a paragraph's words in links, from which it is a list of links."""
MAX_OPEN_INSIDE = 50
"""Open elements that one end tag may end; more would take quadratic time."""
_PAGE_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_SKIPPED = frozenset((
    "script", "style", "noscript", "template", "textarea", "svg", "nav", "aside", "footer",
    "form", "button", "select", "iframe", "figcaption", "video", "audio", "canvas", "dialog",
    "menu",
))  # fmt: skip
"""Elements whose text is no part of an article."""
_CONTAINERS = frozenset({"div", "article", "main", "section", "td", "body"})
_BLOCKS = _CONTAINERS | frozenset((
    "p", "header", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "figure",
    "pre", "table", "tr", "th", "dl", "dt", "dd", "hr", "address",
))  # fmt: skip
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
    "track", "wbr", "script", "style", "noscript", "template", "textarea", "svg", "iframe",
))  # fmt: skip
"""Elements without an end tag, with those that the scanner takes whole."""
_ARTICLES = frozenset({"article", "main"})
_OWN = _ARTICLES | {"html", "body"}
"""Elements that are the article's own whatever their class is."""
_BOILERPLATE = re.compile(
    r"\b(?:newsletter|subscribe|signup|sign-up|related|share|social|promo|advert|cookie|comments?|"
    r"breadcrumbs?|sidebar|recirc\w*|read-more|most-popular|trending)\b",
    re.IGNORECASE,
)
"""Words in the class or id of elements that are not the article's own."""
_WHITESPACE = re.compile(r"\s+")


class Page(NamedTuple):
    """What is known of a page: "" for what it does not say."""

    text: str
    """The article's paragraphs with empty lines between."""
    title: str = ""
    publisher: str = ""
    published: str = ""
    """A date as the page writes it."""


def is_html(text: str) -> bool:
    """Return whether `text` begins as an HTML page or a part of one does."""
    return _PAGE_START.match(text) is not None


def extract_page(html: str) -> Page:
    """Return the article of a page, its title, publisher and date.

    The article is the `article` or `main` element with the most text, or without one the container
    whose own paragraphs have the most; without navigation, captions, forms and the like.
    """
    head, body = PageHead(), _Body()
    for piece in scan(html):
        if piece.name:
            head.read_tag(piece)
            body.read_tag(piece)
        elif not head.read_text(piece.content):
            body.read_text(piece.content)
    return Page(_join_article(body), head.title, head.publisher, head.published)


@dataclass
class _Paragraph:
    container: int
    """The number of the innermost container."""
    article: int
    """The number of the innermost `article` or `main`; 0 outside of one."""
    parts: list[str] = field(default_factory=list[str])
    linked: int = 0
    """Characters inside of links."""
    text: str = ""


class _Element(NamedTuple):
    name: str
    container: int
    article: int
    is_skipped: bool


class _Body:
    """Puts the text of a page into paragraphs, and knows the containers around each."""

    def __init__(self) -> None:
        self.paragraphs: list[_Paragraph] = []
        self.parents = [0]
        """The container around each container, by its number."""
        self._open = [_Element("", 0, 0, is_skipped=False)]
        self._links = 0
        self._is_in_paragraph = False

    def read_tag(self, piece: Piece) -> None:
        name = piece.name.removeprefix("/")
        is_end = piece.name.startswith("/")
        if name in _BLOCKS:
            self._is_in_paragraph = False
        if name == "br":
            self._add_part("\n")
        elif name == "a":
            self._links = 0 if is_end else 1
        if is_end:
            self._close(name)
        elif name not in _VOID:
            if name in _BLOCKS and self._open[-1].name == "p":
                self._open.pop()
            self._enter(name, piece.content)

    def read_text(self, text: str) -> None:
        if not self._open[-1].is_skipped:
            self._add_part(_WHITESPACE.sub(" ", text))

    def _add_part(self, part: str) -> None:
        if not self._is_in_paragraph:
            if part.isspace():
                return
            inside = self._open[-1]
            self.paragraphs.append(_Paragraph(inside.container, inside.article))
            self._is_in_paragraph = True
        self.paragraphs[-1].parts.append(part)
        self.paragraphs[-1].linked += len(part) * self._links

    def _enter(self, name: str, attributes: str) -> None:
        outer = self._open[-1]
        container, article = outer.container, outer.article
        if name in _CONTAINERS:
            self.parents.append(container)
            container = len(self.parents) - 1
        if name in _ARTICLES:
            article = container
        is_skipped = outer.is_skipped or name in _SKIPPED or _is_boilerplate(name, attributes)
        self._open.append(_Element(name, container, article, is_skipped))

    def _close(self, name: str) -> None:
        """End the innermost open element of that name, with those inside of it."""
        for index in range(len(self._open) - 1, max(0, len(self._open) - MAX_OPEN_INSIDE), -1):
            if self._open[index].name == name:
                del self._open[index:]
                return


def _is_boilerplate(name: str, attributes: str) -> bool:
    if not attributes or name in _OWN:
        return False
    values = list_attributes(attributes)
    label = f"{values.get('class', '')} {values.get('id', '')}".replace("_", "-")
    is_hidden = "hidden" in values or values.get("aria-hidden") == "true"
    return is_hidden or _BOILERPLATE.search(label) is not None


def _join_article(body: _Body) -> str:
    for paragraph in body.paragraphs:
        paragraph.text = clean_text(unescape("".join(paragraph.parts)))
    texts = [
        one for one in body.paragraphs if one.text and one.linked <= MAX_LINK_SHARE * len(one.text)
    ]
    kept = _select_largest_article(texts) or _select_largest_container(texts, body.parents)
    return "\n\n".join(one.text for one in kept)


def _select_largest_article(texts: Sequence[_Paragraph]) -> list[_Paragraph]:
    sizes: defaultdict[int, int] = defaultdict(int)
    for one in texts:
        sizes[one.article] += len(one.text) if one.article else 0
    largest = max(sizes, key=lambda number: sizes[number], default=0)
    if sizes[largest] < MIN_ARTICLE:
        return []
    return [one for one in texts if one.article == largest]


def _select_largest_container(
    texts: Sequence[_Paragraph], parents: Sequence[int]
) -> list[_Paragraph]:
    scores: defaultdict[int, float] = defaultdict(float)
    for one in texts:
        if len(one.text) >= MIN_PARAGRAPH:
            scores[one.container] += len(one.text)
            # Articles are often cut into boxes of a paragraph or two.
            scores[parents[one.container]] += len(one.text) / 2
    if not scores:
        return list(texts)
    best = max(scores, key=lambda number: scores[number])
    return [one for one in texts if best in (one.container, parents[one.container])]
