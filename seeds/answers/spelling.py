"""Slips of the pen that are forgiven in a typed answer, and which words may not hide behind one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from seeds.answers.numbers import roman

SHORTEST_FORGIVEN = 5
"""Letters from which a word may have a slip of any kind."""
_SHORTEST_DOUBLED, _SHORTEST_UNVOICED = 7, 8
"""Letters from which one may be doubled at the wrong place, or be put for its voiced twin."""
_ALPHABETS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "HEBREW", "ARABIC"})
"""Scripts whose words are spelled letter by letter; a wrong kanji is another word."""

_VOWELS = frozenset("aeiouy")
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUND_ALIKE = ("ck", "cs", "sz", "gj", "vw", "kq", "iy", "ae", "ei", "uw")
_EASILY_SWAPPED = frozenset(
    frozenset(pair)
    for pair in (
        *_SOUND_ALIKE,
        *(row[place : place + 2] for row in _KEYBOARD for place in range(len(row) - 1)),
    )
)
_SWAPPED_IN_LONG_WORDS = frozenset(map(frozenset, ("bp", "dt", "fv")))
"""Voiced and unvoiced sounds; in a shorter word they make another: "heading", "heating"."""
_SAME_START = frozenset(map(frozenset, ("ck", "sz", "gj", "iy")))


def count_slips(guess: Sequence[str], answer: Sequence[str]) -> int | None:
    """Slips that lead from the answer's folded words to the guess's; None when too many.

    Words are compared one by one, so that a short word or a name never passes for another.
    """
    if len(guess) == len(answer):
        return _slips_word_by_word(guess, answer)
    if abs(len(guess) - len(answer)) > 1:
        return None
    longer, shorter = sorted((guess, answer), key=len, reverse=True)
    counts = [_slips_word_by_word(merged, shorter) for merged in _with_a_pair_merged(longer)]
    # With more slips than one, a word too many could pass for the end of the word before it.
    return min((count for count in counts if count is not None and count <= 1), default=None)


def _with_a_pair_merged(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    # A piece of one or two letters is rather a word of its own: "Vitamin C", "Plan B".
    for place in range(len(words) - 1):
        left, right = words[place], words[place + 1]
        if min(len(left), len(right)) > 2 and left.isalpha() and right.isalpha():
            yield (*words[:place], left + right, *words[place + 2 :])


def _slips_word_by_word(guess: Sequence[str], answer: Sequence[str]) -> int | None:
    letters = sum(len(word) for word in answer if word.isalpha())
    allowed = _allowance(letters)
    total = 0
    for guessed, meant in zip(guess, answer, strict=True):
        if guessed == meant:
            continue
        slips = _slips_in_word(guessed, meant)
        if slips is None and len(answer) > 1 and _is_short_slip(guessed, meant):
            slips = 1
        if slips is None or (total := total + slips) > allowed:
            return None
    return total


def _allowance(letters: int) -> int:
    if letters < SHORTEST_FORGIVEN:
        return 0
    return 1 if letters <= 8 else 2 if letters <= 15 else 3


def _slips_in_word(guess: str, meant: str) -> int | None:
    shorter = min(len(guess), len(meant))
    allowed = 1 if shorter <= 8 else 2 if shorter <= 12 else 3
    if shorter < SHORTEST_FORGIVEN or abs(len(guess) - len(meant)) > allowed:
        return None
    if not (_start_alike(guess, meant) and _are_spelled(guess, meant)):
        return None
    if _sound_alike(guess, meant):
        return 1
    # Imported here: 4 MB that a bot needs only once somebody misspells an answer.
    from rapidfuzz.distance import OSA

    slips = OSA.distance(guess, meant, score_cutoff=allowed)
    if slips > allowed or (slips > 1 and guess[-1] != meant[-1]):
        return None
    return slips if _are_likely(guess, meant, slips) else None


def _sound_alike(guess: str, meant: str) -> bool:
    """Whether only what is not heard differs: a silent h (Ghandi), in a longer word a double."""
    guessed, respelled = _respelled(guess), _respelled(meant)
    return guessed == respelled or (
        len(meant) >= _SHORTEST_DOUBLED and _undoubled(guessed) == _undoubled(respelled)
    )


def _respelled(word: str) -> str:
    """Cyndi as Cindi, Sophia as Sofia, no other h, and no e after the last i: Christie."""
    even = word.replace("y", "i").replace("ph", "f").replace("h", "")
    return even.removesuffix("e") if even.endswith("ie") else even


def _start_alike(guess: str, meant: str) -> bool:
    first = frozenset((guess[0], meant[0]))
    return len(first) == 1 or first in _SAME_START or guess[:2] == meant[1::-1]


def _are_spelled(guess: str, meant: str) -> bool:
    """Whether both are words of letters in one alphabet, and neither is a numeral."""
    if not (guess.isalpha() and meant.isalpha()):
        return False
    if roman(guess) is not None or roman(meant) is not None:
        return False
    scripts = {"LATIN"} if guess.isascii() and meant.isascii() else _scripts(guess + meant)
    return len(scripts) == 1 and scripts <= _ALPHABETS


def _scripts(word: str) -> set[str]:
    return {unicodedata.name(letter, "?").split()[0] for letter in word}


def _are_likely(guess: str, meant: str, slips: int) -> bool:
    """Whether each letter put for another is one that fingers or ears confuse."""
    from rapidfuzz.distance import Indel, Levenshtein

    edits = Levenshtein.editops(meant, guess)
    if len(edits) > slips or Indel.distance(meant, guess) == slips:
        return True  # neighbours changed places, or nothing was put for another
    if {guess[-1], meant[-1]} == {"a", "e"}:
        return False  # Julia and Julie are two people
    return all(
        _are_easily_swapped(meant[edit.src_pos], guess[edit.dest_pos], len(meant))
        for edit in edits
        if edit.tag == "replace"
    )


def _are_easily_swapped(meant: str, guessed: str, length: int) -> bool:
    if not (meant.isascii() and guessed.isascii()):
        return True
    pair = frozenset((meant, guessed))
    if length > SHORTEST_FORGIVEN and pair <= _VOWELS:
        return True
    is_unvoiced = length >= _SHORTEST_UNVOICED and pair in _SWAPPED_IN_LONG_WORDS
    return is_unvoiced or pair in _EASILY_SWAPPED


def _is_short_slip(guess: str, meant: str) -> bool:
    """In a phrase, a short word may gain or lose an s, swap neighbours or (un)double a letter.

    It may also lose a letter inside, as far as what is left is hardly a word of its own.
    """
    shorter = min(len(guess), len(meant))
    if shorter < 2 or guess[0] != meant[0] or not _are_spelled(guess, meant):
        return False
    if guess == f"{meant}s" or meant == f"{guess}s":
        return True
    return shorter > 2 and (
        _undoubled(guess) == _undoubled(meant)
        or _is_neighbour_swap(guess, meant)
        or _is_letter_lost_inside(guess, meant)
    )


def _undoubled(word: str) -> str:
    return "".join(letter for place, letter in enumerate(word) if word[place - 1 : place] != letter)


def _is_neighbour_swap(guess: str, meant: str) -> bool:
    return any(
        meant[:place] + meant[place + 1] + meant[place] + meant[place + 2 :] == guess
        for place in range(len(meant) - 1)
    )


def _is_letter_lost_inside(guess: str, meant: str) -> bool:
    """Any letter in five: "Toy Stoy"; in four a vowel between consonants: "Sex and the Cty"."""
    return guess[-1] == meant[-1] and any(
        meant[:place] + meant[place + 1 :] == guess
        and (len(meant) >= SHORTEST_FORGIVEN or _is_lone_vowel(meant, place))
        for place in range(1, len(meant) - 1)
    )


def _is_lone_vowel(word: str, place: int) -> bool:
    before, letter, after = (char in "aeiou" for char in word[place - 1 : place + 2])
    return letter and not before and not after
