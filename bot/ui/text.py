"""Escapes, shortens and joins text for messages."""

from __future__ import annotations

import re

import discord

ELLIPSIS = "…"
_PLAIN_TEXT = re.compile(r"[^*_~`|\\<>@#\[\]/-]*")
"""Text that needs no escaping: it can be neither markdown nor a mention."""
_MARKUP = re.compile(
    r"(?P<url>https?://[^\s<>()\[\]*|`\\]+)"
    r"|^[^\S\n]*[#>-]|[\\*_~|`]|<(?=\S)|\](?=\()",
    re.MULTILINE,
)
"""Addresses, which stay as they are; then what begins or ends markdown, a mention or a link. The
last character of such a match is the one to escape."""


def escape(text: str) -> str:
    """Escape `text` so that it is shown as it is: without markdown, mentions or named links."""
    if _PLAIN_TEXT.fullmatch(text):
        return text
    return discord.utils.escape_mentions(_MARKUP.sub(_escape_match, text))


def _escape_match(match: re.Match[str]) -> str:
    return match["url"] or f"{match[0][:-1]}\\{match[0][-1]}"


def clip(text: str, limit: int) -> str:
    """Return at most `limit` characters of `text`, cut between words, with an ellipsis if cut."""
    if len(text) <= limit:
        return text
    kept = text[: limit - len(ELLIPSIS)]
    words = kept.rsplit(maxsplit=1)
    whole = words[0] if len(words) > 1 else kept
    return whole.rstrip(" ,;:\\") + ELLIPSIS


def join_words(names: list[str], limit: int = 8) -> str:
    """Return "a, b and c", or "a, b and 4 more" for more than `limit` names."""
    if len(names) > limit:
        return f"{', '.join(names[:limit])} and {len(names) - limit} more"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def pluralize(number: int, noun: str) -> str:
    """Return "1 quote" or "3 quotes"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
