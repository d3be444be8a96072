"""Writes the words of others into Markdown, so that they are shown as they are."""

from __future__ import annotations

import re
import unicodedata

from discord.utils import escape_mentions

_PLAIN_TEXT = re.compile(r"[^*_~`|\\<>@#\[\]/-]*")
"""Text that needs no escaping: it can be neither markdown nor a mention."""
_MARKUP = re.compile(
    r"(?P<url>https?://[^\s<>()\[\]*|`\\]+)"
    r"|^[^\S\n]*[#>-]|[\\*_~|`]|<(?=\S)|\](?=\()",
    re.MULTILINE,
)
"""Addresses, which stay as they are; then what begins or ends markdown, a mention or a link. The
last character of such a match is the one to escape."""
UNNAMED_LINK = "source"
_NO_LABEL = re.compile(
    r"\w+://\S*|<a?:\w+:\d+>|[\\\[\]*`~|<>@#]|(?<!\w)_+|_+(?!\w)|__+"
    r"|[\U0001F000-\U0001FAFF\u2190-\u21FF\u2300-\u23FF\u25A0-\u27BF\u2900-\u297F\u2B00-\u2BFF"
    r"\u3030\u303D\u3297\u3299\uFE0F\u200D\u20E3]"
)
"""Addresses, markdown, mentions, custom emoji and the blocks of Unicode that have emoji."""


def escape(text: str) -> str:
    """Escape `text` so that it is shown as it is: without markdown, mentions or named links."""
    if _PLAIN_TEXT.fullmatch(text):
        return text
    return escape_mentions(_MARKUP.sub(_escape_match, text))


def _escape_match(match: re.Match[str]) -> str:
    return match["url"] or f"{match[0][:-1]}\\{match[0][-1]}"


def format_link(label: str, url: str) -> str:
    """Return a named link in markdown, whose preview is suppressed.

    The apps show a label as it is written, escapes included, and no link at all for one with an
    address, an emoji or a bracket. So all that markdown reads is left out of it.
    """
    plain = _NO_LABEL.sub(" ", unicodedata.normalize("NFC", label))
    words = " ".join(plain.split())
    return f"[{words or UNNAMED_LINK}](<{url}>)"
