"""Normalizes typed answers: spells out symbols, numbers and abbreviations."""

from __future__ import annotations

import re
import unicodedata

from seeds.answers.normalizing.numbers import normalize_numbers
from seeds.answers.normalizing.symbols import spell_out_symbols
from seeds.folding import fold

_DECADE = re.compile(r"\b([3-9]0)s\b")
_DECADE_WORDS = {
    "thirties": "1930s",
    "forties": "1940s",
    "fifties": "1950s",
    "sixties": "1960s",
    "seventies": "1970s",
    "eighties": "1980s",
    "nineties": "1990s",
}
_ORDINAL_ONE = re.compile(
    r"\b(\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|eleventh|twelfth|[a-z]+teenth|[a-z]+tieth) one$"
)
_FUSED_AND = re.compile(r"['’‘`´]n['’‘`´]", re.IGNORECASE)

_LIGHTEST_SKIN, _DARKEST_SKIN = "\U0001f3fb", "\U0001f3ff"

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})

_ABBREVIATIONS = {
    "bros": "brothers",
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
    said = spell_out_symbols(_FUSED_AND.sub(" & ", text))
    folded = fold(said).replace("per cent", "percent")
    # A look at the text is cheaper than a pattern that hardly ever matches.
    if folded.endswith(" one"):
        folded = _ORDINAL_ONE.sub(r"\1", folded)
    if "0s" in folded:
        folded = _DECADE.sub(r"19\1s", folded)
    words = [_spell_out(word) for word in normalize_numbers(folded)]
    for index in range(1, len(words) - 1):
        if words[index] == "n":
            words[index] = "and"
    return tuple(words)


def _spell_out(word: str) -> str:
    return _ABBREVIATIONS.get(word) or _DECADE_WORDS.get(word) or word


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
