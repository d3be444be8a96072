"""Counts typing errors in an answer, and tells them from other words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from seeds.answers.normalizing.numbers import parse_roman, split_fused_roman

MIN_FORGIVEN_LENGTH = 5
"""Letters from which a word may have a typing error of any kind."""
_MIN_DOUBLED_LENGTH, _MIN_UNVOICED_LENGTH = 7, 8
"""Letters from which a doubled letter, or a voiced for an unvoiced one, is allowed."""
_ALPHABETS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "HEBREW", "ARABIC"})
"""Alphabetic scripts; in others, such as kanji, one wrong character is another word."""

_VOWELS = frozenset("aeiouy")
_KEYBOARD_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUND_ALIKE_PAIRS = ("ck", "cs", "sz", "gj", "vw", "kq", "iy", "ae", "ei", "uw")
_CONFUSABLE_PAIRS = frozenset(
    frozenset(pair)
    for pair in (
        *_SOUND_ALIKE_PAIRS,
        *(row[place : place + 2] for row in _KEYBOARD_ROWS for place in range(len(row) - 1)),
    )
)
_VOICING_PAIRS = frozenset(map(frozenset, ("bp", "dt", "fv")))
"""Voiced and unvoiced letters; in a short word they make another word: "heading", "heating"."""
_OPPOSITE_PREFIXES = (
    ("macro", "micro"),
    ("inter", "intra"),
    ("hyper", "hypo"),
    ("ante", "anti"),
    ("under", "over"),
    ("pre", "pro"),
)
"""Beginnings that make words of opposite or different meaning out of the same rest."""
_LONGEST_SHORT_WORD = 6
"""Letters up to which one consonant more or less makes another name: "Rhoda", "Rhonda"."""
_CONFUSABLE_INITIALS = frozenset(map(frozenset, ("ck", "sz", "gj", "iy")))


def count_typos(guess: Sequence[str], answer: Sequence[str]) -> int | None:
    """Return the number of typing errors in the guess; None when there are too many.

    Both are folded words. They are compared one by one, so that a short word or a name never passes
    for another.
    """
    if len(guess) == len(answer):
        return _count_typos_by_word(guess, answer)
    if abs(len(guess) - len(answer)) > 1:
        return None
    longer, shorter = sorted((guess, answer), key=len, reverse=True)
    counts = [_count_typos_by_word(merged, shorter) for merged in _merge_adjacent_pairs(longer)]
    # With more errors, an extra word could pass for the end of the word before it.
    return min((count for count in counts if count is not None and count <= 1), default=None)


def _merge_adjacent_pairs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    # A part of one or two letters is a word of its own: "Vitamin C", "Plan B".
    for index in range(len(words) - 1):
        left, right = words[index], words[index + 1]
        if min(len(left), len(right)) > 2 and left.isalpha() and right.isalpha():
            yield (*words[:index], left + right, *words[index + 2 :])


def _count_typos_by_word(guess: Sequence[str], answer: Sequence[str]) -> int | None:
    letters = sum(len(word) for word in answer if word.isalpha())
    allowed = get_max_typos(letters)
    total = 0
    for guessed, meant in zip(guess, answer, strict=True):
        if guessed == meant:
            continue
        if len(answer) == 1 and _is_another_name(guessed, meant):
            return None
        typos = _count_typos_in_word(guessed, meant)
        if typos is None and len(answer) > 1 and _is_short_word_typo(guessed, meant):
            typos = 1
        if typos is None or (total := total + typos) > allowed:
            return None
    return total


def _is_another_name(guess: str, meant: str) -> bool:
    """Return whether a lone word is likely another name than `meant`, or its plural."""
    if guess == f"{meant}s" and not meant.endswith("s"):
        return True
    shorter, longer = sorted((guess, meant), key=len)
    if len(longer) > _LONGEST_SHORT_WORD or len(longer) - len(shorter) != 1:
        return False
    index = next((n for n, letter in enumerate(shorter) if letter != longer[n]), len(shorter))
    extra, before = longer[index], longer[index - 1 : index]
    is_inside = 0 < index < len(shorter) and shorter == longer[:index] + longer[index + 1 :]
    # A doubled vowel sounds different, a doubled consonant does not; "sh" is another sound than s.
    return is_inside and (extra != "h" or before == "s") and (extra == before) == (extra in _VOWELS)


def get_max_typos(letters: int) -> int:
    """Return the number of typing errors allowed in an answer of so many letters."""
    if letters < MIN_FORGIVEN_LENGTH:
        return 0
    return 1 if letters <= 8 else 2 if letters <= 15 else 3


def _count_typos_in_word(guess: str, meant: str) -> int | None:
    shorter = min(len(guess), len(meant))
    allowed = 1 if shorter <= 8 else 2 if shorter <= 12 else 3
    if shorter < MIN_FORGIVEN_LENGTH or abs(len(guess) - len(meant)) > allowed:
        return None
    if not (_start_alike(guess, meant) and _are_alphabetic(guess, meant)):
        return None
    if _have_other_genders(guess, meant):
        return None
    if _have_other_numerals(guess, meant) or _are_opposites(guess, meant):
        return None
    if _sound_alike(guess, meant):
        return 1
    # Imported late: it takes 4 MB, and only misspelt answers need it.
    from rapidfuzz.distance import OSA

    typos = OSA.distance(guess, meant, score_cutoff=allowed)
    if typos > allowed or (typos > 1 and guess[-1] != meant[-1]):
        return None
    return typos if _are_likely_typos(guess, meant, typos) else None


def _have_other_genders(guess: str, meant: str) -> bool:
    """Return whether both are one name for a man and for a woman: Gabriel and Gabriela.

    Such are also Christian and Christina, whose last letters are only transposed.
    """
    return (
        f"{guess}a" == meant
        or f"{meant}a" == guess
        or (guess[:-3] == meant[:-3] and {guess[-3:], meant[-3:]} == {"ian", "ina"})
    )


def _have_other_numerals(guess: str, meant: str) -> bool:
    """Return whether both are abbreviations with a numeral, and not the same: FFVII, FFVIII."""
    fused, other = split_fused_roman(guess), split_fused_roman(meant)
    return fused is not None and other is not None and fused[1] != other[1]


def _are_opposites(guess: str, meant: str) -> bool:
    return guess[-1] == meant[-1] and any(
        (guess.startswith(one) and meant == other + guess[len(one) :])
        or (guess.startswith(other) and meant == one + guess[len(other) :])
        for one, other in _OPPOSITE_PREFIXES
    )


def _sound_alike(guess: str, meant: str) -> bool:
    """Return whether only an h differs (Ghandi), or in a long word a doubled letter."""
    guessed, respelled = _normalize_spelling(guess), _normalize_spelling(meant)
    return guessed == respelled or (
        len(meant) >= _MIN_DOUBLED_LENGTH
        and _collapse_doubles(guessed) == _collapse_doubles(respelled)
    )


@lru_cache(maxsize=1024)
def _normalize_spelling(word: str) -> str:
    """Write y as i and ph as f; drop an h but that of sh, and an e after a final i (Christie).

    In a plural too: "ladys" and "ladies", "monkies" and "monkeys" are spelled alike.
    """
    even = word.replace("y", "i").replace("ph", "f").replace("sh", "S").replace("h", "")
    plural = "s" if even.endswith("s") else ""
    stem = even.removesuffix(plural)
    return f"{stem[:-2]}i{plural}" if stem.endswith(("ie", "ei")) else even


def _start_alike(guess: str, meant: str) -> bool:
    first = frozenset((guess[0], meant[0]))
    return len(first) == 1 or first in _CONFUSABLE_INITIALS or guess[:2] == meant[1::-1]


def _are_alphabetic(guess: str, meant: str) -> bool:
    """Return whether both consist of letters of one alphabet and neither is a roman numeral."""
    if not (guess.isalpha() and meant.isalpha()):
        return False
    if parse_roman(guess) is not None or parse_roman(meant) is not None:
        return False
    scripts = {"LATIN"} if guess.isascii() and meant.isascii() else _get_scripts(guess + meant)
    return len(scripts) == 1 and scripts <= _ALPHABETS


def _get_scripts(word: str) -> set[str]:
    return {unicodedata.name(letter, "?").split()[0] for letter in word}


def _are_likely_typos(guess: str, meant: str, typos: int) -> bool:
    """Return whether each replaced letter is near on the keyboard or sounds alike."""
    from rapidfuzz.distance import Indel, Levenshtein

    edits = Levenshtein.editops(meant, guess)
    if len(edits) > typos or Indel.distance(meant, guess) == typos:
        return True  # letters were transposed, added or left out, none replaced
    if {guess[-1], meant[-1]} == {"a", "e"}:
        return False  # Julia and Julie are different names
    return all(
        _are_confusable(meant[edit.src_pos], guess[edit.dest_pos], len(meant))
        for edit in edits
        if edit.tag == "replace"
    )


def _are_confusable(meant: str, guessed: str, length: int) -> bool:
    if not (meant.isascii() and guessed.isascii()):
        return True
    pair = frozenset((meant, guessed))
    if length > MIN_FORGIVEN_LENGTH and pair <= _VOWELS:
        return True
    is_unvoiced = length >= _MIN_UNVOICED_LENGTH and pair in _VOICING_PAIRS
    return is_unvoiced or pair in _CONFUSABLE_PAIRS


def _is_short_word_typo(guess: str, meant: str) -> bool:
    """Return whether a short word of a phrase has one allowed error.

    Allowed are an added or missing final s, two transposed letters, a doubled or undoubled letter,
    and a missing inner letter where the rest is hardly a word.
    """
    shorter = min(len(guess), len(meant))
    if shorter < 2 or guess[0] != meant[0] or not _are_alphabetic(guess, meant):
        return False
    if guess == f"{meant}s" or meant == f"{guess}s":
        return True
    return shorter > 2 and (
        _collapse_doubles(guess) == _collapse_doubles(meant)
        or _is_transposition(guess, meant)
        or _is_missing_inner_letter(guess, meant)
    )


def _collapse_doubles(word: str) -> str:
    return "".join(letter for index, letter in enumerate(word) if word[index - 1 : index] != letter)


def _is_transposition(guess: str, meant: str) -> bool:
    return any(
        meant[:index] + meant[index + 1] + meant[index] + meant[index + 2 :] == guess
        for index in range(len(meant) - 1)
    )


def _is_missing_inner_letter(guess: str, meant: str) -> bool:
    """Allow any letter of five or more, and of four a vowel between consonants: "Stoy", "Cty"."""
    return guess[-1] == meant[-1] and any(
        meant[:index] + meant[index + 1 :] == guess
        and (len(meant) >= MIN_FORGIVEN_LENGTH or _is_lone_vowel(meant, index))
        for index in range(1, len(meant) - 1)
    )


def _is_lone_vowel(word: str, index: int) -> bool:
    before, letter, after = (char in "aeiou" for char in word[index - 1 : index + 2])
    return letter and not before and not after
