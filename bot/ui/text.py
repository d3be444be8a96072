"""Shortens and joins text for messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from bot.markdown import Markdown, format_number

ELLIPSIS = "…"
MIN_SHORTENED = 200
"""Characters that a shortened line has at least, so that it still says something."""


@overload
def clip(text: Markdown, limit: int) -> Markdown: ...
@overload
def clip(text: str, limit: int) -> str: ...
def clip(text: str, limit: int) -> str:
    """Return at most `limit` characters of `text`, cut between words, with an ellipsis if cut.

    Without room for any character it is "".
    """
    if len(text) <= limit:
        return text
    if limit <= 0:
        return ""
    kept = text[: limit - len(ELLIPSIS)]
    words = kept.rsplit(maxsplit=1)
    whole = words[0] if len(words) > 1 else kept
    return whole.rstrip(" ,;:\\") + ELLIPSIS


def shorten(text: Markdown, limit: int) -> Markdown:
    """Return at most `limit` characters of `text`, taken from its longest line if that suffices.

    What stands on short lines of their own, such as a date below a long quotation, stays.
    """
    if len(text) <= limit:
        return text
    lines = text.split("\n")
    longest = max(range(len(lines)), key=lambda number: len(lines[number]))
    room = len(lines[longest]) - (len(text) - limit)
    if room < MIN_SHORTENED:
        return clip(text, limit)
    lines[longest] = clip(lines[longest], room)
    return "\n".join(lines)


@overload
def join_words(names: Sequence[Markdown], limit: int = 8) -> Markdown: ...
@overload
def join_words(names: Sequence[str], limit: int = 8) -> str: ...
def join_words(names: Sequence[str], limit: int = 8) -> str:
    """Return "a, b and c", or "a, b and 4 more" for more than `limit` names."""
    if len(names) > limit:
        return f"{', '.join(names[:limit])} and {len(names) - limit} more"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def pluralize(number: int, noun: Markdown) -> Markdown:
    """Return "1 quote" or "3,000 quotes"."""
    return f"{format_number(number, ',')} {noun}{'' if number == 1 else 's'}"
