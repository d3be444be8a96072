"""Normalizes typed answers: removes chat markup, spells out symbols and abbreviations."""

from __future__ import annotations

import re
import unicodedata

from seeds.answers.numbers import normalize_numbers
from seeds.folding import fold

_SYMBOLS = re.compile(r"[\d¼-¾⅐-⅞]|[^\w\s'’,?\"“”&|*]")
"""Text without any of these needs no replacement before folding."""

_DIGIT_GROUPS = re.compile(
    r"(?<![\d.,])\d{1,3}(?:(?:[,，]\d{3})+(?![\d,，])|(?:[ \u00a0\u2009\u202f]\d{3})*"
    r"[ \u00a0\u2009\u202f]000(?!\d))"
)
"""1,000 and 29 000 000; spaces count only before a final 000, so that a list stays a list."""

_REPLACEMENTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), spelled)
    for pattern, spelled in (
        # Chat markup: links keep their text; custom emoji and mentions are removed.
        (r"\[([^\]]*)\]\([^)]*\)", r"\1"),
        (r"<a?:\w+:\d+>|<[@#][!&]?\d+>", " "),
        # Numbers, which folding would split.
        (r"(?<![\d.,:/])(\d+)(?:[.．](\d+)|[,，](\d\d?))(?!\d|[.,:/]\d)", r"\1point\2\3"),
        (r"^(\W*)[.．](\d+)(?=\W*$)", r"\g<1>0point\2"),
        (r"(?<![\d/])([1-7])[/／]([2-8])(?![\d/])", r"\1over\2"),
        (r"(?<!\S)[-−–－](?=\d)", "minus "),
        (r"\bno\.\s*(?=\d)|(?<=\w\s)no\s+(?=\d)|№\s*", "number "),
        (r"(?:\bus)?[$＄](?=\s?\d)|(?<=\d)\s?[$＄]", " dollars "),
        (r"€", " euros "),
        (r"£", " pounds "),
        (r"[¥￥]", " yen "),
        (r"[%％]", " percent "),
        # Symbols that distinguish names: C++ and C#, A+ and A-, Disney+.
        (r"(?<=\d)\s*[+＋]\s*(?=\d)", " plus "),
        (r"(?<=\w)(?:\s[+＋]\s|[+＋])(?=\w)", " and "),
        (r"(?<=[\w+＋])[+＋](?!\w)", " plus "),
        (r"(?<=[a-z])[#＃♯](?!\w)", " sharp "),
        (r"(?<=[a-z])♭(?!\w)", " flat "),
        (r"^(\W*(?:ab|[a-z]))[-−–－](?=\W*$)", r"\1 minus"),
        # Symbols in place of letters: Ke$ha, P!nk, Se7en.
        (r"(?<=[a-z])\$(?=[a-z])", "s"),
        (r"(?<=[a-z])!(?=[a-z])", "i"),
        (r"(?<=[a-z])7(?=[a-z])", "v"),
    )
)
_FUSED_AND = re.compile(r"['’‘`´]n['’‘`´]", re.IGNORECASE)
_VULGAR_FRACTION = re.compile(r"[¼-¾⅐-⅞]")

_LIGHTEST_SKIN, _DARKEST_SKIN = "\U0001f3fb", "\U0001f3ff"

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})

_ABBREVIATIONS = {
    "dr": "doctor",
    "ep": "episode",
    "jr": "junior",
    "mr": "mister",
    "mt": "mount",
    "pt": "part",
    "sr": "senior",
    "st": "saint",
    "vol": "volume",
    "vs": "versus",
    "yr": "year",
    "yrs": "years",
}


def normalize_words(text: str) -> tuple[str, ...]:
    """Return the folded words of `text`, numbers as digits; empty without letters and digits."""
    said = _FUSED_AND.sub(" & ", text)
    if _SYMBOLS.search(said):
        said = _DIGIT_GROUPS.sub(
            _join_digit_groups, _VULGAR_FRACTION.sub(_format_vulgar_fraction, said)
        )
        for pattern, spelled in _REPLACEMENTS:
            said = pattern.sub(spelled, said)
    folded = fold(said).replace("per cent", "percent")
    words = [_ABBREVIATIONS.get(word, word) for word in normalize_numbers(folded)]
    for index in range(1, len(words) - 1):
        if words[index] == "n":
            words[index] = "and"
    return tuple(words)


def spell_out_umlauts(text: str) -> str:
    """Return the spelling used on keyboards without umlauts: "Köln" becomes "koeln"."""
    return unicodedata.normalize("NFC", text).lower().translate(_UMLAUTS)


def normalize_symbols(text: str) -> str:
    """Return the symbols of a text without letters and digits; skin tones are removed."""
    return "".join(
        char
        for char in unicodedata.normalize("NFKC", text)
        if not char.isspace()
        and unicodedata.category(char) != "Cf"
        and not "\ufe00" <= char <= "\ufe0f"
        and not _LIGHTEST_SKIN <= char <= _DARKEST_SKIN
    )


def strip_wrapping(symbols: str) -> str:
    """Return symbols without surrounding markdown and without a final punctuation mark."""
    return symbols.strip("|*_~`>").rstrip("!?.").strip("|*_~`>")


def _join_digit_groups(grouped: re.Match[str]) -> str:
    return "".join(filter(str.isdecimal, grouped[0]))


def _format_vulgar_fraction(fraction: re.Match[str]) -> str:
    return " " + unicodedata.normalize("NFKD", fraction[0]).replace("\N{FRACTION SLASH}", "/")
