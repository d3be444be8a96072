"""Splits HTML into tags and texts, looking at each character once.

`html.parser` is not used, because its time grows with the square of some hostile pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

MAX_TAG = 5_000
"""Characters of a tag; a longer one is taken for text without an end."""
MAX_PIECES = 150_000
"""Tags and texts of a page that are looked at; long articles have 10,000."""
_TAG_NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9:-]{0,40}")
_ATTRIBUTE = re.compile(
    r"""([a-zA-Z:_-]{1,40})(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?(?=[\s/"']|$)"""
)
_RAW = frozenset({"script", "style", "noscript", "template", "textarea", "svg", "iframe"})


class Piece(NamedTuple):
    """A tag with its name (as "/p" at an end) and attributes, or a text with the name ""."""

    name: str
    content: str
    """The attributes of a tag as written, or a text with its character references."""
    script: str = ""
    """What stands inside a `script` element."""


def scan(html: str) -> Iterator[Piece]:
    """Yield the tags and texts in order; raw elements but `script` hold nothing."""
    position, end, count = 0, -1, 0
    while (start := html.find("<", position)) >= 0 and count < MAX_PIECES:
        count += 1
        if start > position:
            yield Piece("", html[position:start])
        if html.startswith("<!--", start):
            position = _find_end(html, "-->", start)
            continue
        match = _TAG_NAME.match(html, start + 1)
        # Remembered, so that a page of opening brackets is not searched from each of them.
        end = html.find(">", start) if end < start else end
        if html.startswith("<!", start) and start < end:
            position = end + 1
            continue
        if match is None or not start < end < start + MAX_TAG:
            yield Piece("", "<")
            position = start + 1
            end = len(html) if end < 0 else end
            continue
        name, attributes, position = match[0].lower(), html[match.end() : end], end + 1
        if name in _RAW:
            after = _find_end(html, f"</{name}", position)
            yield Piece(name, attributes, html[position:after] if name == "script" else "")
            position = _find_end(html, ">", after)
        else:
            yield Piece(name, attributes)
    if start < 0:
        yield Piece("", html[position:])


def list_attributes(text: str) -> dict[str, str]:
    """Return the attributes of a tag by their names in lower case; "" for one without a value."""
    return {
        match[1].lower(): unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(text)
    }


def _find_end(html: str, mark: str, start: int) -> int:
    """Return the offset behind `mark`, or the end of the page without it."""
    found = html.find(mark, start)
    if found < 0:
        found = html.find(mark.upper(), start)
    return len(html) if found < 0 else found + len(mark)
