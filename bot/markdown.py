"""The type of text that is ready for the screen, and what code itself writes into such text."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import LiteralString, TypeAlias, cast
from urllib.parse import quote

from discord.utils import TimestampStyle, escape_mentions, format_dt

Markdown: TypeAlias = LiteralString
"""Text in which nothing but this program wrote markdown: words of all others are escaped.

The type checker takes what the code spells out, and what is put together from such texts alone: an
f-string with one `str` in it is a `str`, and no card or reply takes that. What members, servers,
feeds and packs wrote is `str`; `escape` and `format_link` make it Markdown.
https://peps.python.org/pep-0675/
"""
_PLAIN_TEXT = re.compile(r"[^*_~`|\\<>@#\[\]/\u202A-\u202E\u2066-\u2069-]*")
"""Text without markdown, mentions and addresses, which does not turn its direction."""
_DIRECTIONS = re.compile(r"[\u202A-\u202E\u2066-\u2069]")
"""What sets the direction of text, of which one left open turns all that follows in the line."""
_MARKUP = re.compile(
    r"^[^\S\n]*[#>-]|[\\*_~|`]|<(?=\S)|\](?=\()"
    r"|:(?=//)|discord(?:app)?\.(?:com|gg|gift|new)/",
    re.MULTILINE | re.IGNORECASE,
)
"""What begins or ends markdown, a mention or a link; then what makes an address: its scheme, or the
host of an invite or a gift, which the apps show as a card even without one. The last character of a
match is the one to escape.

The apps link `https?://…` and `steam://…`, but take a backslash before a sign out first:
https://github.com/LyricLy/parse-discord, parse_discord/parse.py
"""
_NOT_IN_URL = re.compile(r"[\s<>]")
UNNAMED_LINK = "source"
_NO_LABEL = re.compile(
    r"\w+://\S*|<a?:\w+:\d+>|[\\\[\]*`~|<>@#]|(?<!\w)_+|_+(?!\w)|__+"
    r"|[\U0001F000-\U0001FAFF\u2190-\u21FF\u2300-\u23FF\u25A0-\u27BF\u2900-\u297F\u2B00-\u2BFF"
    r"\u3030\u303D\u3297\u3299\uFE0F\u200D\u20E3\u202A-\u202E\u2066-\u2069]"
)
"""Addresses, markdown, mentions, custom emoji, Unicode blocks that have emoji, and directions."""


def mark_safe(text: str) -> Markdown:
    """Return the same text as Markdown, unescaped: only for what no other person could write."""
    return cast("Markdown", text)


def escape(text: str) -> Markdown:
    """Escape `text` so that it is shown as it is: without markdown, mentions, links or previews.

    An address to click is `format_url` or `format_link`. Embeddings, overrides and isolates of
    direction are left out.
    """
    if _PLAIN_TEXT.fullmatch(text):
        return mark_safe(text)
    return mark_safe(escape_mentions(_MARKUP.sub(_escape_match, _DIRECTIONS.sub("", text))))


def _escape_match(match: re.Match[str]) -> str:
    return f"{match[0][:-1]}\\{match[0][-1]}"


def format_link(label: str, url: str) -> Markdown:
    """Return a named link in markdown, whose preview is suppressed.

    The apps show a label as it is written, escapes included, and no link at all for one with an
    address, an emoji or a bracket. So all that markdown reads is left out of it.
    """
    plain = _NO_LABEL.sub(" ", unicodedata.normalize("NFC", label))
    words = " ".join(plain.split())
    return mark_safe(f"[{words or UNNAMED_LINK}](<{url}>)")


def format_number(number: float, form: Markdown = "") -> Markdown:
    """Return a number by a format specification such as ","."""
    return mark_safe(format(number, form))


def format_instant(instant: datetime, style: TimestampStyle) -> Markdown:
    """Return an aware instant, which the apps show in the reader's own time."""
    return mark_safe(format_dt(instant, style))


def mention_user(user_id: int) -> Markdown:
    """Return the mention of a user, which the apps show as a name."""
    return mark_safe(f"<@{user_id}>")


def mention_role(role_id: int) -> Markdown:
    """Return the mention of a role."""
    return mark_safe(f"<@&{role_id}>")


def mention_channel(channel_id: int) -> Markdown:
    """Return the mention of a channel or thread."""
    return mark_safe(f"<#{channel_id}>")


def format_code(text: str) -> Markdown:
    """Return a text as code, such as a command to type; its own backticks are left out."""
    code = text.replace("`", "")
    return mark_safe(f"`{code}`")


def format_url(url: str) -> Markdown:
    """Return an address, which the apps link without a preview."""
    shown = _NOT_IN_URL.sub(lambda match: quote(match[0]), url)
    return mark_safe(f"<{shown}>")
