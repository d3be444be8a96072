"""Reads RSS 0.9x, 1.0 and 2.0 and Atom with the expat parser of the standard library.

Declared entities are refused and external subsets never loaded, so that no feed can read a file,
cause a request or expand to more than was sent. Items are built while the text is parsed, so those
before a mistake in the markup still count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from html.entities import html5
from typing import Any
from xml.parsers import expat

from seeds.feeds.items import MAX_ITEMS, MAX_SUMMARY, MAX_TITLE, FeedContent, FeedError, FeedItem
from seeds.feeds.text import MAX_MARKUP, parse_instant, resolve_link, strip_markup

MAX_DEPTH = 100
"""Elements inside each other; no feed needs twenty."""
ATOM_NAMESPACES = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_RSS1 = "http://purl.org/rss/1.0/"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_MEDIA = "http://search.yahoo.com/mrss/"
_FEEDBURNER = "http://rssnamespace.org/feedburner/ext/1.0"
_XML = "http://www.w3.org/XML/1998/namespace"
_RSS_NAMESPACES = (
    "",
    _RSS1,
    "http://backend.userland.com/rss2",
    "http://my.netscape.com/rdf/simple/0.9/",
)
_BARE_AMPERSAND = re.compile(r"&(?!#?\w{1,32};)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_TITLES = ("title", "media:title")
_LINKS = ("feedburner:origLink", "link", "guid")
_SUMMARIES = ("description", "summary", "content:encoded", "content", "media:description")
_DATES = ("pubDate", "published", "dc:date", "issued", "updated", "modified")


class _ReadEnoughError(Exception):
    """Raised inside of the parser to stop it at `MAX_ITEMS`."""


@dataclass
class _Open:
    """An open element whose text is collected."""

    name: str
    depth: int
    parts: list[str] = field(default_factory=list[str])
    length: int = 0


class _Reader:
    """The handlers of one parser, and what they have found so far."""

    def __init__(self, address: str, now: datetime) -> None:
        self._now = now
        self._bases = [address]
        self._depth = 0
        self._item_depth = 0
        self._values: dict[str, str] = {}
        self._text: _Open | None = None
        self.form = ""
        self.feed: dict[str, str] = {}
        self.items: list[FeedItem] = []

    def start(self, qualified: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FeedError("its elements are nested without end")
        namespace, _, name = qualified.rpartition(" ")
        base = attributes.get(f"{_XML} base", "")
        last = self._bases[-1]
        self._bases.append(resolve_link(last, base) or last if base else last)
        if self._depth == 1:
            self.form = _name_form(namespace, name, attributes)
        if self._text is not None:
            # Markup inside of a text, as in Atom's XHTML: its words count, its tags do not.
            self._add(" ")
            return
        if not self._item_depth and name in ("item", "entry"):
            self._item_depth, self._values = self._depth, {}
            about = attributes.get("http://www.w3.org/1999/02/22-rdf-syntax-ns# about", "")
            self._set("guid", about)
            return
        key = _get_key(namespace, name)
        if key == "link" and "href" in attributes:
            self._add_atom_link(attributes)
        elif key == "guid" and attributes.get("isPermaLink", "true").lower() == "false":
            key = "id"
        if key:
            self._text = _Open(key, self._depth)

    def end(self, _qualified: str) -> None:
        opened = self._text
        if opened is not None and opened.depth == self._depth:
            self._set(opened.name, "".join(opened.parts))
            self._text = None
        elif self._item_depth == self._depth:
            self._item_depth = 0
            self._finish_item()
        self._bases.pop()
        self._depth -= 1

    def characters(self, text: str) -> None:
        if self._text is not None:
            self._add(text)

    def skipped_entity(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self.characters(html5.get(f"{name};", ""))

    def finish(self, fault: str) -> FeedContent:
        """Return what was read; `fault` says why the rest was not, "" when all was."""
        title = strip_markup(self.feed.get("title", ""), MAX_TITLE)
        language = self.feed.get("language", "") or self.feed.get("dc:language", "")
        return FeedContent(self.form, title, language.strip()[:20], self.items, fault)

    def _add(self, text: str) -> None:
        assert self._text is not None
        if self._text.length < MAX_MARKUP:
            self._text.parts.append(text[: MAX_MARKUP - self._text.length])
            self._text.length += len(text)

    def _set(self, key: str, value: str) -> None:
        if self._item_depth:
            if value.strip() and (key != "link" or not self._values.get("link")):
                resolved = resolve_link(self._bases[-1], value) if key in _LINKS else value
                self._values.setdefault(key, resolved or value)
        elif self._depth <= 3:
            self.feed.setdefault(key, value)

    def _add_atom_link(self, attributes: dict[str, str]) -> None:
        relation = attributes.get("rel", "alternate")
        if self._item_depth and relation == "alternate":
            link = resolve_link(self._bases[-1], attributes["href"])
            if link:
                self._values["link"] = link

    def _finish_item(self) -> None:
        values = self._values
        link = next((one for key in _LINKS if (one := resolve_link("", values.get(key, "")))), "")
        title = _first_text(values, _TITLES, MAX_TITLE)
        summary = _first_text(values, _SUMMARIES, MAX_SUMMARY)
        dates = (parse_instant(values[key], self._now) for key in _DATES if key in values)
        if title or summary:
            published = next((one for one in dates if one), None)
            self.items.append(FeedItem(title or summary[:MAX_TITLE], link, published, summary))
        if len(self.items) >= MAX_ITEMS:
            raise _ReadEnoughError


def read_xml(text: str, address: str, now: datetime) -> FeedContent:
    """Read a feed in XML that was fetched from `address`.

    Dates that are later than `now` by days count as none. Raises FeedError when it is no feed.
    """
    reader = _Reader(address, now)
    parser = _build_parser(reader)
    body = _CONTROL.sub("", _DECLARATION.sub("", text, count=1)).lstrip()
    fault = ""
    try:
        parser.Parse(_BARE_AMPERSAND.sub("&amp;", body).encode("utf-8"), True)
    except _ReadEnoughError:
        fault = f"it has more than {MAX_ITEMS:,} items"
    except expat.ExpatError as error:
        fault = f"line {error.lineno} is not valid XML"
    if not reader.form or (fault and not reader.items):
        raise FeedError(fault or "it is XML of another kind")
    return reader.finish(fault)


def _build_parser(reader: _Reader) -> Any:
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    # With a foreign DTD, entities that HTML knows and XML does not are skipped, not an error.
    # The subset itself is never loaded: the handler answers that it is empty.
    parser.UseForeignDTD(True)
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE)
    parser.ExternalEntityRefHandler = _load_nothing
    parser.EntityDeclHandler = _refuse_entity
    parser.SkippedEntityHandler = reader.skipped_entity
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    return parser


def _load_nothing(*_arguments: Any) -> int:
    return 1


def _refuse_entity(*_arguments: Any) -> None:
    raise FeedError("it declares entities, which I do not read")


def _name_form(namespace: str, name: str, attributes: dict[str, str]) -> str:
    if name == "rss":
        return f"RSS {attributes.get('version', '')[:10]}".strip()
    if name == "RDF":
        return "RSS 1.0"
    if name == "feed" and namespace.startswith(ATOM_NAMESPACES):
        return "Atom"
    raise FeedError("it is a page or other XML, not a feed")


def _get_key(namespace: str, name: str) -> str:
    """Return the name of a known element, with a prefix outside of RSS and Atom; else ""."""
    prefixes = {_DUBLIN_CORE: "dc:", _CONTENT: "content:", _MEDIA: "media:"}
    if namespace in _RSS_NAMESPACES or namespace.startswith(ATOM_NAMESPACES):
        key = name
    elif namespace.startswith(_FEEDBURNER):
        key = f"feedburner:{name}"
    else:
        key = prefixes[namespace] + name if namespace in prefixes else ""
    known = (*_TITLES, *_LINKS, *_SUMMARIES, *_DATES, "language", "dc:language")
    return key if key in known else ""


def _first_text(values: dict[str, str], keys: tuple[str, ...], limit: int) -> str:
    texts = (strip_markup(values[key], limit) for key in keys if key in values)
    return next(filter(None, texts), "")
