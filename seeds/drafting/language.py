"""Tells whether a text is in English, the only language that drafting reads."""

from __future__ import annotations

import re
import unicodedata

from seeds.drafting.word_lists import make_word_set

MIN_WORDS = 30
"""Words in lower case below which a text is too short to tell; names are of no language."""
MIN_ENGLISH_SHARE = 0.12
"""Share of the words below: English prose has 0.25 to 0.4, German, French and Dutch under 0.05."""
MAX_CHARACTERS = 20_000

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_ENGLISH_WORDS = make_word_set(
    "the and of to that is was for with it he she his her they their at from by are has have had "
    "said but not who this will be been were on as which you we it’s it's"
)


def is_english(text: str) -> bool:
    """Return whether the start of `text` is in English, or too short to tell."""
    start = text[:MAX_CHARACTERS]
    letters = [char for char in start if char.isalpha()]
    foreign = sum(1 for char in letters if ord(char) > 0x24F and not _is_latin(char))
    if len(letters) > MIN_WORDS and foreign > len(letters) / 2:
        return False
    words = [match[0] for match in _WORD.finditer(start) if match[0][0].islower()]
    if len(words) < MIN_WORDS:
        return True
    return sum(word in _ENGLISH_WORDS for word in words) >= MIN_ENGLISH_SHARE * len(words)


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith("LATIN")
