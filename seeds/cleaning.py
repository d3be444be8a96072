"""What people write, made harmless to keep: nothing unseen stays in it, and no tower of marks."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

MOST_MARKS = 2
"""Marks that one letter may carry; no living language needs more once letters are composed."""
_LINES = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_EMPTY_LINES = re.compile(r"\n{3,}")
_BLANKS = re.compile(r"[^\S\n]+")
_JOINERS = "\u200c\u200d"
_VARIATIONS = "\ufe0e\ufe0f"
"""Whether a sign is shown as text or as a picture."""
_LOOK_EMPTY = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that show nothing at all."""
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_MARKS = frozenset({"Mn", "Me"})


def clean_text(text: str) -> str:
    """The same words without controls, directions, zero widths and towers of marks.

    Lines stay lines, with at most one empty one between them; all other blanks are single spaces.
    """
    lined = _LINES.sub("\n", text)
    if not lined.isascii():
        lined = _without_towers(_seen(unicodedata.normalize("NFC", lined)))
    printable = "".join(char for char in lined if char >= " " or char in "\n\t")
    lines = [_BLANKS.sub(" ", line).strip() for line in printable.replace("\x7f", "").split("\n")]
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def clean_line(text: str) -> str:
    """The same in one line."""
    return " ".join(clean_text(text).split())


def _seen(text: str) -> str:
    return "".join(
        " " if unicodedata.category(char) == "Zs" else char
        for place, char in enumerate(text)
        if char in "\n\t" or _is_seen(text, place)
    )


def _is_seen(text: str, place: int) -> bool:
    char = text[place]
    if char in _JOINERS:
        return 0 < place < len(text) - 1 and _joins(text[place - 1]) and _joins(text[place + 1])
    return char not in _LOOK_EMPTY and unicodedata.category(char) not in _UNSEEN


def _joins(char: str) -> bool:
    """Whether a joiner beside `char` means something: in pictures, and in cursive scripts."""
    kind = unicodedata.category(char)
    return kind in {"So", "Sk", "Lo", "Mc", "Mn"} or char in _VARIATIONS


def _without_towers(text: str) -> str:
    kept: list[str] = []
    for is_mark, run in groupby(text, _is_mark):
        chars = list(run)
        kept += chars[:MOST_MARKS] if is_mark else chars
    return "".join(kept)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in _MARKS and char not in _VARIATIONS
