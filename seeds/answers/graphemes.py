"""Splits text into grapheme clusters: the characters that people see.

The rules are those of UAX #29 that matter in answers; Prepend characters are left out.
"""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"
_SPACING_VOWELS = frozenset("\u0e33\u0eb3")
"""Vowels of Thai and Lao that are letters and extend the one before."""
_CONJUNCT_BLOCKS = ((0x0900, 0x09FF), (0x0A80, 0x0AFF), (0x0B00, 0x0B7F), (0x0C00, 0x0C7F))
"""Scripts in which a virama joins two consonants (Indic_Conjunct_Break)."""
_VIRAMA = 9
"""The combining class of viramas."""


def split_graphemes(text: str) -> list[str]:
    """Return the grapheme clusters of `text`, in order; joined they are `text`."""
    clusters: list[str] = []
    for char in text:
        if clusters and _continues(clusters[-1], char):
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def _continues(cluster: str, char: str) -> bool:
    if char.isascii():
        return cluster == "\r" and char == "\n"
    if cluster[-1] in "\r\n":
        return False
    if _is_extending(char):
        return True
    if cluster[-1] == _JOINER:
        return unicodedata.category(cluster[0]) == "So" == unicodedata.category(char)
    if _is_regional_indicator(char):
        return len(cluster) == 1 and _is_regional_indicator(cluster)
    return _is_hangul_continued(cluster[-1], char) or _is_conjunct(cluster[-1], char)


def _is_extending(char: str) -> bool:
    return (
        unicodedata.category(char) in {"Mn", "Me", "Mc"}
        or char in "\u200c\u200d"
        or char in _SPACING_VOWELS
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
    )


def _is_regional_indicator(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _is_hangul_continued(before: str, char: str) -> bool:
    kind, earlier = _get_hangul_kind(char), _get_hangul_kind(before)
    match earlier:
        case "L":
            return kind in {"L", "V", "LV", "LVT"}
        case "V" | "LV":
            return kind in {"V", "T"}
        case "T" | "LVT":
            return kind == "T"
        case _:
            return False


def _get_hangul_kind(char: str) -> str:
    """Return the Hangul_Syllable_Type, "" for other characters."""
    if "\uac00" <= char <= "\ud7a3":
        return "LV" if (ord(char) - 0xAC00) % 28 == 0 else "LVT"
    if "\u1100" <= char <= "\u115f" or "\ua960" <= char <= "\ua97c":
        return "L"
    if "\u1160" <= char <= "\u11a7" or "\ud7b0" <= char <= "\ud7c6":
        return "V"
    return "T" if "\u11a8" <= char <= "\u11ff" or "\ud7cb" <= char <= "\ud7fb" else ""


def _is_conjunct(before: str, char: str) -> bool:
    return (
        unicodedata.combining(before) == _VIRAMA
        and unicodedata.category(char) == "Lo"
        and any(low <= ord(char) <= high for low, high in _CONJUNCT_BLOCKS)
    )
