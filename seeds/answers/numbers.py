"""Numbers in one form: number words, digits, ordinals, fractions, roman numerals, dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from seeds.dates import MONTHS, parse_month

_DIGIT = re.compile(r"\d")
_FUSED_TENS = re.compile(
    r"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?=(?:one|two|three|four|five|six|seven|eight|nine)\b)"
)
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "mil": 1_000_000,
    "mn": 1_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
_SCALED = re.compile(rf"\b(\d{{1,30}})(?:point(\d{{1,30}}))? ?({'|'.join(_SCALES)})\b")
_SCALED_DECIMAL = re.compile(r"\b(\d{1,30})\.(\d{1,30}) (10{2,12})\b")
_YEAR = re.compile(r"(?<!\d )\b(1\d|20) (?:oh? ([1-9])|(0[1-9]|[1-9]\d))\b(?! \d)")
_TENS_AND_ORDINAL = re.compile(r"\b([2-9])0 ([1-9])(?:st|nd|rd|th)\b")
_FRACTION = re.compile(
    r"\b(?:(\d{1,30}) (?:and )?)?(?:([1-7])over([2-8])"
    r"|(1|2|3) (half|halves|quarters?|3rds?)|(?<=and )an? (half|quarter|3rd))\b"
)
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")
_DECIMAL = re.compile(r"(\d{1,30})(?:point|\.)(\d{1,30})")
_FRACTION_DENOMINATORS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4, "3rd": 3, "3rds": 3}

_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ROMAN = re.compile(r"(?=.)m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_PART_LABELS = frozenset({"part", "volume", "chapter", "episode"})

_SHORT_SCALES = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
_AMOUNT = re.compile(r"(\d{1,30})(?:point(\d{1,30})|/(\d{1,30}))?([kmb])?")
_UNITS = {
    spelling: unit
    for unit, spellings in {
        "dollar": "dollar dollars usd buck bucks",
        "euro": "euro euros eur",
        "pound": "pound pounds gbp quid",
        "yen": "yen jpy",
        "percent": "percent pct",
    }.items()
    for spelling in spellings.split()
}


class Quantity(NamedTuple):
    """A number with its unit, None without one."""

    value: Fraction
    unit: str | None

    def agrees_with(self, other: Quantity) -> bool:
        """Return whether both are the same amount; a missing unit agrees with every unit."""
        return self.value == other.value and (
            self.unit is None or other.unit is None or self.unit == other.unit
        )


def normalize_numbers(folded: str) -> list[str]:
    """Return the words of folded text, with every number in one canonical form.

    "twenty first", "21st" and "21" become "21", "29 million" "29000000", "two and a half" "5/2",
    "nineteen ninety seven" "1997". Two or more leading zeros make a code, which stays: "007".
    """
    spoken = _DIGIT.search(folded) is None
    text = _FUSED_TENS.sub(r"\1 ", folded)
    if not spoken:
        text = _SCALED.sub(_apply_scale, text)
    text = _convert_number_words(text)
    if _DIGIT.search(text) is None:
        return ["1/2"] if text in {"half", "a half"} else text.split()
    text = _SCALED_DECIMAL.sub(_apply_scale, text)
    if spoken:
        text = _YEAR.sub(_format_year, text)
    text = _FRACTION.sub(_format_fraction, _TENS_AND_ORDINAL.sub(r"\1\2", text))
    words = _ORDINAL.sub(r"\1", text).split()
    return _normalize_date([_normalize_word(word) for word in words])


def _convert_number_words(text: str) -> str:
    # Imported late: only typed answers need it.
    import text_to_num

    # The library is compiled and ships no types.
    return text_to_num.alpha2digit(text, "en", threshold=0)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def _apply_scale(found: re.Match[str]) -> str:
    whole, part, scale = found.groups()
    factor = _SCALES[scale] if scale in _SCALES else int(scale)
    return str(_parse_decimal(whole, part or "0") * factor)


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


def _parse_decimal(whole: str, part: str) -> Fraction:
    return Fraction(int(whole + part), 10 ** len(part))


def _normalize_word(word: str) -> str:
    if word.isdecimal():
        return word[1:] if len(word) == 2 and word[0] == "0" else word
    decimal = _DECIMAL.fullmatch(word)
    return str(_parse_decimal(decimal[1], decimal[2])) if decimal else word


def _normalize_date(words: list[str]) -> list[str]:
    """Put the day before the month and write the month in full; other words stay as they are."""
    rest = [word for word in words if word not in {"of", "on", "the"}]
    numbers = [word for word in rest if word.isdecimal()]
    months = [MONTHS[month - 1].lower() for word in rest if (month := parse_month(word))]
    if len(months) != 1 or len(numbers) not in {1, 2} or len(rest) != len(numbers) + 1:
        return words
    days = 1 if len(numbers[0]) < 3 else 0
    return [*numbers[:days], *months, *numbers[days:]]


def convert_roman_numerals(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words with sequel numbers as digits: "rocky 2" for "rocky ii" or "rocky part two".

    A numeral counts where one is expected: never a lone letter in front, and a lone "i" only at
    the end or after a word such as "part". Other lone letters and words such as "mix" are none.
    """
    read: list[str] = []
    for index, word in enumerate(words):
        value = parse_roman(word)
        if value is not None and _is_sequel_number(words, index):
            word = str(value)
        if word.isdecimal() and len(read) > 1 and read[-1] in _PART_LABELS:
            read.pop()
        read.append(word)
    return tuple(read)


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


def parse_quantity(words: Sequence[str]) -> Quantity | None:
    """Return the one number that `words` consist of, with at most one unit; else None."""
    units = [_UNITS[word] for word in words if word in _UNITS]
    amounts = [word for word in words if word not in _UNITS]
    if len(amounts) != 1 or len(units) > 1 or _is_code(amounts[0]):
        return None
    amount = _AMOUNT.fullmatch(amounts[0])
    if amount is None:
        return None
    value = _parse_decimal(amount[1], amount[2] or "0") / int(amount[3] or 1)
    return Quantity(value * _SHORT_SCALES.get(amount[4] or "", 1), units[0] if units else None)


def _is_code(word: str) -> bool:
    return len(word) > 2 and word.startswith("00")
