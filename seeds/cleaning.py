"""Cleans text that people write: removes invisible characters and stacked combining marks.

Also sets its first letter in upper case.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import LiteralString, overload

MAX_COMBINING_MARKS = 2
"""Combining marks per letter; no language in use needs more on composed letters."""
_LINE_BREAKS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_EMPTY_LINES = re.compile(r"\n{3,}")
_WHITESPACE = re.compile(r"[^\S\n]+")
_JOINERS = "\u200c\u200d"
_VARIATION_SELECTORS = "\ufe0e\ufe0f"
"""Selectors of text or emoji presentation."""
_BLANK_CHARACTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that are invisible."""
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_MARK_CATEGORIES = frozenset({"Mn", "Me"})


def clean_text(text: str) -> str:
    """Return the text without control, direction and zero-width characters and stacked marks.

    Line breaks stay, with at most one empty line between two; other whitespace is one space.
    """
    unified = _LINE_BREAKS.sub("\n", text)
    if not unified.isascii():
        unified = _limit_combining_marks(_drop_invisible(unicodedata.normalize("NFC", unified)))
    printable = "".join(char for char in unified if char >= " " or char in "\n\t")
    lines = [
        _WHITESPACE.sub(" ", line).strip() for line in printable.replace("\x7f", "").split("\n")
    ]
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


@overload
def capitalize_first(text: LiteralString) -> LiteralString: ...
@overload
def capitalize_first(text: str) -> str: ...
def capitalize_first(text: str) -> str:
    """Return `text` with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def clean_line(text: str) -> str:
    """Return `clean_text` of the text in one line."""
    return " ".join(clean_text(text).split())


def _drop_invisible(text: str) -> str:
    return "".join(
        " " if unicodedata.category(char) == "Zs" else char
        for index, char in enumerate(text)
        if char in "\n\t" or _is_visible(text, index)
    )


def _is_visible(text: str, index: int) -> bool:
    char = text[index]
    if char in _JOINERS:
        return (
            0 < index < len(text) - 1
            and _accepts_joiner(text[index - 1])
            and _accepts_joiner(text[index + 1])
        )
    return char not in _BLANK_CHARACTERS and unicodedata.category(char) not in _INVISIBLE_CATEGORIES


def _accepts_joiner(char: str) -> bool:
    """Return whether a joiner beside `char` has a meaning: in emoji and in cursive scripts."""
    kind = unicodedata.category(char)
    return kind in {"So", "Sk", "Lo", "Mc", "Mn"} or char in _VARIATION_SELECTORS


def _limit_combining_marks(text: str) -> str:
    kept: list[str] = []
    for is_mark, run in groupby(text, _is_mark):
        chars = list(run)
        kept += chars[:MAX_COMBINING_MARKS] if is_mark else chars
    return "".join(kept)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in _MARK_CATEGORIES and char not in _VARIATION_SELECTORS
