"""Numbers in one form: number words, digits, ordinals, fractions, roman numerals, decades."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

_DIGIT = re.compile(r"\d")
_FUSED_TENS = re.compile(
    r"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?=(?:one|two|three|four|five|six|seven|eight|nine)\b)"
)
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "lakh": 100_000,
    "million": 1_000_000,
    "millions": 1_000_000,
    "mln": 1_000_000,
    "crore": 10_000_000,
    "mil": 1_000_000,
    "mio": 1_000_000,
    "mn": 1_000_000,
    "billions": 1_000_000_000,
    "billion": 1_000_000_000,
    "mrd": 1_000_000_000,
    "bn": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
_SCALED = re.compile(rf"\b(\d{{1,30}})(?:point(\d{{1,30}}))? ?({'|'.join(_SCALES)})\b")
_SCALED_DECIMAL = re.compile(r"\b(\d{1,30})\.(\d{1,30}) (10{2,12})\b")
_YEAR = re.compile(r"(?<!\d )\b(1\d|20) (?:oh? ([1-9])|(0[1-9]|[1-9]\d))\b(?! \d)")
_HALF_OF_SCALE = re.compile(r"\bhalf an? (?=(?:thousand|million|billion|trillion)\b)")
_FUSED_MEASURE = re.compile(
    r"\b(\d{1,30}(?:point\d{1,30})?)(km|kg|cm|mm|ft|lbs|mph|kmh|kph|hrs|mins|secs)\b"
)
_CURRENCY_COUNTRY = re.compile(r"(?<=\d )(?:us|american) (?=dollars?\b)")
_TENS_AND_ORDINAL = re.compile(r"\b([2-9])0 ([1-9])(?:st|nd|rd|th)\b")
_FRACTION = re.compile(
    r"\b(?:(\d{1,30}) (?:and )?)?(?:([1-7])over([2-8])"
    r"|(1|2|3) (half|halves|quarters?|3rds?)|(?<=and )an? (half|quarter|3rd))\b"
)
_DIGIT_BEFORE_WORD = re.compile(r"\d ?[a-z]")
_DIGIT_AND_LETTER = re.compile(r"\d[a-z]")
_FRACTION_PARTS = ("over", "hal", "quarter", "3rd")
"""Parts of a text of which every fraction has one."""
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")
_DECIMAL = re.compile(r"(\d{1,30})(?:point|\.)(\d{1,30})")
_FRACTION_DENOMINATORS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4, "3rd": 3, "3rds": 3}

_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ROMAN = re.compile(r"(?=.)m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_FUSED_ROMAN = re.compile(r"([a-z]{1,4}?)([ivx]{2,6})")
_FUSED_ENDINGS = frozenset("ivx")
_PART_LABELS = frozenset({"part", "volume", "chapter", "episode"})


def normalize_numbers(folded: str) -> list[str]:
    """Return the words of folded text, with every number in one canonical form.

    "twenty first", "21st" and "21" become "21", "29 million" "29000000", "two and a half" "5/2",
    "nineteen ninety seven" "1997". Two or more leading zeros make a code, which stays: "007".
    """
    text = _HALF_OF_SCALE.sub("0point5 ", folded) if "half " in folded else folded
    text = _FUSED_TENS.sub(r"\1 ", text) if "ty" in text else text
    spoken = _DIGIT.search(text) is None
    if _DIGIT_BEFORE_WORD.search(text):
        text = _SCALED.sub(_apply_scale, _FUSED_MEASURE.sub(r"\1 \2", text))
    text = _convert_number_words(text)
    if _DIGIT.search(text) is None:
        return ["1/2"] if text in {"half", "a half"} else text.split()
    if "." in text:
        text = _SCALED_DECIMAL.sub(_apply_scale, text)
    if spoken:
        text = _YEAR.sub(_format_year, text)
    text = _CURRENCY_COUNTRY.sub("", text) if "dollar" in text else text
    if _DIGIT_AND_LETTER.search(text):
        text = _TENS_AND_ORDINAL.sub(r"\1\2", text)
    if any(part in text for part in _FRACTION_PARTS):
        text = _FRACTION.sub(_format_fraction, text)
    if _DIGIT_AND_LETTER.search(text):
        text = _ORDINAL.sub(r"\1", text)
    words = text.split()
    return [_normalize_word(word) for word in words]


def _convert_number_words(text: str) -> str:
    # Imported late: only typed answers need it.
    import text_to_num

    # The library is compiled and ships no types.
    return text_to_num.alpha2digit(text, "en", threshold=0)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def _apply_scale(found: re.Match[str]) -> str:
    whole, part, scale = found.groups()
    factor = _SCALES[scale] if scale in _SCALES else int(scale)
    return str(parse_decimal(whole, part or "0") * factor)


def _format_year(found: re.Match[str]) -> str:
    century, rest = int(found[1]), int(found[2] or found[3])
    # Other pairs may be a time of day: "ten thirty".
    if century > 12 or rest > 59:
        return f"{century}{rest:02}"
    return found[0]


def _format_fraction(found: re.Match[str]) -> str:
    whole, above, below, counted, part, single = found.groups()
    value = Fraction(
        int(above or counted or 1), int(below or _FRACTION_DENOMINATORS[part or single])
    )
    return str(int(whole or 0) + value) if value < 1 else found[0]


def parse_decimal(whole: str, part: str) -> Fraction:
    """Return the number of digits before and after a decimal point."""
    return Fraction(int(whole + part), 10 ** len(part))


def _normalize_word(word: str) -> str:
    if word.isdecimal():
        return word[1:] if len(word) == 2 and word[0] == "0" else word
    decimal = _DECIMAL.fullmatch(word)
    return str(parse_decimal(decimal[1], decimal[2])) if decimal else word


def convert_roman_numerals(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words with sequel numbers as digits: "rocky 2" for "rocky ii" or "rocky part two".

    A numeral counts where one is expected: never a lone letter in front, and a lone "i" only at
    the end or after a word such as "part". Other lone letters and words such as "mix" are none.
    """
    if all(word[0] not in _ROMAN_DIGITS and not word.isdecimal() for word in words):
        return tuple(words)
    read: list[str] = []
    for index, word in enumerate(words):
        value = parse_roman(word)
        if value is not None and _is_sequel_number(words, index):
            word = str(value)
        if word.isdecimal() and len(read) > 1 and read[-1] in _PART_LABELS:
            read.pop()
        read.append(word)
    return tuple(read)


def split_fused_roman(word: str) -> tuple[str, int] | None:
    """Split an abbreviation from its numeral: ("ff", 7) for "ffvii"; None for other words."""
    fused = _FUSED_ROMAN.fullmatch(word) if word[-1:] in _FUSED_ENDINGS else None
    value = parse_roman(fused[2]) if fused else None
    return (fused[1], value) if fused and value is not None else None


def _is_sequel_number(words: Sequence[str], index: int) -> bool:
    word, is_last = words[index], index == len(words) - 1
    if len(word) > 1 or len(words) == 1:
        return True
    return index > 0 and (word != "i" or is_last or words[index - 1] in _PART_LABELS)


@lru_cache(maxsize=1024)
def parse_roman(word: str) -> int | None:
    """Return the value of a valid numeral up to 89, or from 1000 on as a year; else None."""
    if not _ROMAN.fullmatch(word):
        return None
    digits = [_ROMAN_DIGITS[letter] for letter in word]
    value = sum(
        -digit if digit < following else digit
        for digit, following in zip(digits, [*digits[1:], 0], strict=True)
    )
    is_year = value >= 1000 and len(word) > 3
    return value if is_year or (value < 90 and word != "l") else None
