"""Decodes what servers send, and reduces markup, dates and links of items to plain values."""

from __future__ import annotations

import codecs
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html import unescape
from urllib.parse import urljoin, urlsplit

from seeds.cleaning import clean_line

OLDEST = datetime(1900, 1, 1, tzinfo=UTC)
MAX_AHEAD = timedelta(days=2)
"""Dates before `OLDEST` or further ahead than this are mistakes of the feed, and ignored."""
MAX_MARKUP = 50_000
"""Characters of a text that are looked at; what is kept of it is far shorter."""
MAX_LINK = 500
_DECLARED = re.compile(
    rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""", re.IGNORECASE
)
_META_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9._-]{1,40})""", re.IGNORECASE
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TAG = re.compile(r"<[/!?a-zA-Z][^<>]{0,2000}>")
_UNSAFE_IN_LINK = re.compile(r"[\s<>\"'\\^`{|}()\[\]]")


def decode(content: bytes, charset: str = "") -> str:
    """Return the text of `content`; what cannot be decoded becomes U+FFFD.

    The encoding is that of a byte order mark, of the document itself or of `charset` (the
    server's), whichever comes first and fits; else UTF-8, and last Windows-1252.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content[len(bom) :].decode(encoding, "replace")
    head = content[:1024]
    declared = _DECLARED.search(head) or _META_CHARSET.search(head)
    names = (declared[1].decode("ascii") if declared else "", charset, "utf-8")
    for name in filter(None, names):
        # Pages that declare Latin-1 mean Windows-1252, as browsers know.
        actual = "cp1252" if name.lower() in ("iso-8859-1", "latin-1", "latin1") else name
        try:
            return content.decode(actual)
        except (LookupError, ValueError):
            continue
    return content.decode("cp1252", "replace")


def strip_markup(markup: str, limit: int) -> str:
    """Return one line of plain text, at most `limit` characters, from text that may hold HTML."""
    text = markup[:MAX_MARKUP]
    # A title may hold escaped markup: escaped once by the format, once more by the publisher.
    for _ in range(2):
        text = unescape(_TAG.sub(" ", text))
    line = clean_line(_TAG.sub(" ", text))
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def parse_instant(text: str, now: datetime) -> datetime | None:
    """Return the aware instant in an RFC 822 or ISO 8601 date; None when it is not possible."""
    text = text.strip()[:80]
    for parse in (_parse_iso, parsedate_to_datetime):
        try:
            found = parse(text)
            instant = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        return instant if OLDEST <= instant <= now + MAX_AHEAD else None
    return None


def _parse_iso(text: str) -> datetime:
    return datetime.fromisoformat(text)


def resolve_link(base: str, link: str) -> str:
    """Return the absolute address of `link`; "" when it is none of http or https."""
    try:
        absolute = urljoin(base, link.strip())
        parts = urlsplit(absolute)
        _ = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ""
    if len(absolute) > MAX_LINK or _UNSAFE_IN_LINK.search(absolute):
        return ""
    return absolute
