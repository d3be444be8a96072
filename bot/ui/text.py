"""Text made safe and short enough to show."""

from __future__ import annotations

import re

import discord

ELLIPSIS = "…"
_PLAIN_TEXT = re.compile(r"[^*_~`|\\<>@#\[\]/-]*")
"""Text without any of these is neither markdown nor a mention; most text is."""
_MARKUP = re.compile(
    r"(?P<url>https?://[^\s<>()\[\]*|`\\]+)"
    r"|^[^\S\n]*[#>-]|[\\*_~|`]|<(?=\S)|\](?=\()",
    re.MULTILINE,
)
"""Addresses, which stay; then whatever begins or ends a heading, quotation, list, markup, mention
or link, each match ending in the one character that has to be escaped."""


def escape(text: str) -> str:
    """Show `text` as it is: no markdown, no mention, no link of its own."""
    if _PLAIN_TEXT.fullmatch(text):
        return text
    return discord.utils.escape_mentions(_MARKUP.sub(_escape_match, text))


def _escape_match(match: re.Match[str]) -> str:
    return match["url"] or f"{match[0][:-1]}\\{match[0][-1]}"


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words, with an ellipsis where something is gone."""
    if len(text) <= limit:
        return text
    kept = text[: limit - len(ELLIPSIS)]
    words = kept.rsplit(maxsplit=1)
    whole = words[0] if len(words) > 1 else kept
    return whole.rstrip(" ,;:\\") + ELLIPSIS


def join_words(names: list[str], limit: int = 8) -> str:
    """ "a, b and c", with "… and 4 more" past `limit`."""
    if len(names) > limit:
        return f"{', '.join(names[:limit])} and {len(names) - limit} more"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def pluralize(number: int, noun: str) -> str:
    """ "1 quote", "3 quotes"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
