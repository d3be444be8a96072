"""Spells out symbols: chat markup, decimal points, currencies, symbols that distinguish names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from seeds.answers.normalizing.calendar_dates import expand_year

NUMBER_SIGN = "numero"
"""Stands for "No." before a number."""

_SYMBOLS = re.compile(r"[\d¼-¾⅐-⅞]|[^\w\s'’,?\"“”&|*]")
"""Text without any of these needs no replacement before folding."""

_DIGIT_GROUPS = re.compile(
    r"(?<![\d.,])\d{1,3}(?:(?:[,，]\d{3})+(?![\d,，])|(?:[ \u00a0\u2009\u202f]\d{3})*"
    r"[ \u00a0\u2009\u202f]000(?!\d)"
    r"|(?:[ \u00a0\u2009\u202f]\d{3})+(?=\s?(?:[€$£%]|(?:k?m|ft|feet|met(?:er|re)s?"
    r"|kilomet(?:er|re)s?|miles?|dollars?|euros?|pounds?|years?|people)\b)))"
)
"""1,000 and 29 000 000; spaces count only before a final 000 or a unit: a list stays a list."""
_VULGAR_FRACTION = re.compile(r"[¼-¾⅐-⅞]")


class _Replacement(NamedTuple):
    needed: frozenset[str]
    """Characters of which the text has one where the pattern can match; empty for every text."""
    pattern: re.Pattern[str]
    spelled: str | Callable[[re.Match[str]], str]


def _expand_year(year: re.Match[str]) -> str:
    return expand_year(year[1])


_REPLACEMENTS = tuple(
    _Replacement(frozenset(needed), re.compile(pattern, re.IGNORECASE), spelled)
    for needed, pattern, spelled in (
        # Chat markup: links keep their text; custom emoji and mentions are removed.
        ("[", r"\[([^\]]*)\]\([^)]*\)", r"\1"),
        # Emoticons at the end, one of which has a digit or a letter: "<3", ":D".
        ("<:;=", r"(?<!\d)\s(?:<3+|[:;=]-?[dpox3]+)(?=\W*$)", " "),
        ("<", r"<a?:\w+:\d+>|<[@#][!&]?\d+>", " "),
        # Years and decades without their century, and numbers, which folding would split.
        ("'’‘`´", r"(?<!\w)['’‘`´](\d\d)(?=s?(?![\w'’‘`´]))", _expand_year),
        (
            ".．,，",
            r"(?<![\d.,:/])(\d+)(?:[.．](\d+)|[,，](\d\d?))(?!\d|[.,:/]\d)",
            r"\1point\2\3",
        ),
        (".．", r"^(\W*)[.．](\d+)(?=\W*$)", r"\g<1>0point\2"),
        ("/／", r"(?<![\d/])([1-7])[/／]([2-8])(?![\d/])", r"\1over\2"),
        ("-−–－", r"(?<!\S)[-−–－](?=\d)", "minus "),
        ("nN", r"\bno\.\s*(?=\d)|(?<=\w\s)no\s+(?=\d)", f"{NUMBER_SIGN} "),
        ("№", r"№\s*", "number "),
        ("$＄", r"(?:\bus\s?)?[$＄](?=\s?\d)|(?<=\d)\s?[$＄]", " dollars "),
        ("€", r"€", " euros "),
        ("£", r"£", " pounds "),
        ("¥￥", r"[¥￥]", " yen "),
        ("₩", r"₩", " won "),
        ("₹", r"₹", " rupees "),
        ("%％", r"[%％]", " percent "),
        ("°", r"°\s?C\b", " celsius "),
        ("°", r"°\s?F\b", " fahrenheit "),
        ("°", r"°", " degrees "),
        # Symbols that distinguish names: C++ and C#, A+ and A-, Disney+, Nidoran♂.
        ("♂", r"♂", " male "),
        ("♀", r"♀", " female "),
        ("♠", r"♠", " spades "),
        ("♣", r"♣", " clubs "),
        ("♦", r"♦", " diamonds "),
        ("♥❤", r"(?<=\bof)\s*[♥❤]", " hearts "),
        ("♥❤", r"(?<=\w)\s*[♥❤]\ufe0f?\s*(?=\w)", " heart "),
        ("×", r"(?<=\w)\s*×\s*(?=\w)", " x "),
        ("+＋", r"(?<=\d)\s*[+＋]\s*(?=\d)", " plus "),
        ("+＋", r"(?<=\w)(?:\s[+＋]\s|[+＋])(?=\w)", " and "),
        ("+＋", r"(?<=[\w+＋])[+＋](?!\w)", " plus "),
        ("#＃♯", r"(?<=[a-z])[#＃♯](?!\w)", " sharp "),
        ("♭", r"(?<=[a-z])♭(?!\w)", " flat "),
        ("-−–－", r"^(\W*(?:ab|[a-z]))[-−–－](?=\W*$)", r"\1 minus"),
        # Symbols in place of letters: Ke$ha, P!nk, Se7en.
        ("$", r"(?<=[a-z])\$(?=[a-z])", "s"),
        ("!", r"(?<=[a-z])!(?=[a-z])", "i"),
        ("7", r"(?<=[a-z])7(?=[a-z])", "v"),
    )
)
_NEEDED = frozenset(char for replacement in _REPLACEMENTS for char in replacement.needed)
_PLACES = {
    char: frozenset(
        place for place, replacement in enumerate(_REPLACEMENTS) if char in replacement.needed
    )
    for char in _NEEDED
}
"""The places among the replacements of those that a character may need."""


def spell_out_symbols(text: str) -> str:
    """Return `text` with the symbols that folding would remove, and digit groups, in words."""
    if not _SYMBOLS.search(text):
        return text
    said = _VULGAR_FRACTION.sub(_format_vulgar_fraction, text)
    said = _DIGIT_GROUPS.sub(_join_digit_groups, said)
    present = _NEEDED.intersection(said)
    if not present:
        return said
    for place in sorted({place for char in present for place in _PLACES[char]}):
        _, pattern, spelled = _REPLACEMENTS[place]
        said = pattern.sub(spelled, said)
    return said


def _join_digit_groups(grouped: re.Match[str]) -> str:
    return "".join(filter(str.isdecimal, grouped[0]))


def _format_vulgar_fraction(fraction: re.Match[str]) -> str:
    return " " + unicodedata.normalize("NFKD", fraction[0]).replace("\N{FRACTION SLASH}", "/")
