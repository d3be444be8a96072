"""One way to compare what people write: case, accents, marks and punctuation do not count."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORD = re.compile(r"[\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
_ARTICLES = ("the ", "a ", "an ")


def fold(text: str) -> str:
    """Lower-case words with single spaces; "King’s Cross!" and "kings  cross" fold alike.

    Letters of every script stay; combining accents, punctuation and markdown go; "&" is "and".
    """
    spelled = text.replace("&", " and ").translate(_APOSTROPHES)
    decomposed = unicodedata.normalize("NFKD", spelled).casefold()
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", letters)).strip()


def without_article(folded: str) -> str:
    """Folded text less one leading English article, unless nothing would be left."""
    for article in _ARTICLES:
        if folded.startswith(article):
            return folded.removeprefix(article)
    return folded


def contains_words(haystack: str, needle: str) -> bool:
    """Whether folded `needle` stands in folded `haystack` as whole words."""
    return bool(needle) and f" {needle} " in f" {haystack} "
