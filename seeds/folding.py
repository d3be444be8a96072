"""Folds text for comparison: case, accents, marks and punctuation do not count."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORD = re.compile(r"[\W_]+")
_ARTICLES = ("the ", "a ", "an ")

_APOSTROPHES = "'’‘‛ʼʻʹʾʿ`´′＇׳"
_REPLACEMENTS = str.maketrans(
    dict.fromkeys(f"{_APOSTROPHES}™℠ـ\u034f", "") | dict.fromkeys("&＆﹠", " and ")
)
"""Apostrophes, trade marks, the Arabic tatweel and the grapheme joiner are removed."""

_PLAIN_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"}
    # Katakana become hiragana, as upper case becomes lower case.
    | {chr(katakana): chr(katakana - 0x60) for katakana in range(0x30A1, 0x30F7)}
)


def fold(text: str) -> str:
    """Return lower-case words with single spaces: "kings cross" for "King’s  Cross!".

    Letters and digits of every script stay, digits as 0–9; accents, invisible characters,
    punctuation and markdown are removed; "&" is "and". Marks that are part of a letter stay: the
    voicing of kana, the vowels of the scripts of India and South-East Asia.
    """
    spelled = text.translate(_REPLACEMENTS)
    if spelled.isascii():
        return _NOT_WORD.sub(" ", spelled.lower()).strip()
    decomposed = unicodedata.normalize("NFKD", spelled)
    bare = "".join(char for char in decomposed if not _is_ignorable(char))
    letters = unicodedata.normalize("NFKC", bare.casefold().translate(_PLAIN_LETTERS))
    return " ".join("".join(map(_keep_word_character, letters)).split())


def _is_ignorable(char: str) -> bool:
    """Return whether `char` is an accent, a vowel point or invisible."""
    if char.isascii():
        return False
    mark = unicodedata.combining(char)
    # Classes 7 to 9 and 37 to 199 are parts of letters: nukta, kana voicing, virama, Thai tones.
    if mark == 1 or 10 <= mark <= 36 or mark >= 200:
        return True
    return unicodedata.category(char) in {"Cf", "Me"} or "\ufe00" <= char <= "\ufe0f"


def _keep_word_character(char: str) -> str:
    if char.isascii():
        return char if char.isalnum() else " "
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return char if char.isalnum() or unicodedata.category(char) in {"Mn", "Mc"} else " "


def strip_article(folded: str) -> str:
    """Return folded text without one leading English article, unless nothing would be left."""
    for article in _ARTICLES:
        if folded.startswith(article):
            return folded.removeprefix(article)
    return folded


def contains_words(haystack: str, needle: str) -> bool:
    """Return whether folded `needle` is in folded `haystack` as whole words."""
    return bool(needle) and f" {needle} " in f" {haystack} "
