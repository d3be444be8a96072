"""Amounts: a number with its currency or its unit of measurement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from seeds.answers.normalizing.numbers import parse_decimal

_SHORT_SCALES = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
_AMOUNT = re.compile(r"(\d{1,30})(?:point(\d{1,30})|/(\d{1,30}))?([kmbcfgl])?")


def _index_spellings(units: dict[str, str]) -> dict[str, str]:
    return {spelling: unit for unit, listed in units.items() for spelling in listed.split()}


_IMPLIED_UNITS = _index_spellings(
    {
        "dollar": "dollar dollars usd buck bucks",
        "euro": "euro euros eur",
        "pound": "pound pounds gbp quid",
        "yen": "yen jpy",
        "rupee": "rupee rupees inr",
        "won": "won krw",
        "franc": "franc francs chf",
        "percent": "percent pct",
        "year": "year years",
    }
)
"""Units that people leave out: "29 million" for "$29 million", "10" for "10 years"."""
_MEASURES = _index_spellings(
    {
        "month": "month months",
        "week": "week weeks wk wks",
        "day": "day days",
        "hour": "hour hours hr hrs",
        "minute": "minute minutes min mins",
        "second": "seconds sec secs",
        "millimeter": "mm millimeter millimeters millimetre millimetres",
        "centimeter": "cm centimeter centimeters centimetre centimetres",
        "meter": "meter meters metre metres",
        "kilometer": "km kms kilometer kilometers kilometre kilometres",
        "inch": "inch inches",
        "foot": "ft foot feet",
        "yard": "yard yards yd yds",
        "mile": "mi mile miles",
        "gram": "gram grams gramme grammes",
        "kilogram": "kg kgs kilo kilos kilogram kilograms",
        "ton": "ton tons tonne tonnes",
        "liter": "liter liters litre litres",
        "degree": "degree degrees",
        "celsius": "celsius centigrade",
        "fahrenheit": "fahrenheit",
        "kelvin": "kelvin kelvins",
        "mph": "mph",
        "kmh": "kmh kph",
        "gigabyte": "gb gigabyte gigabytes",
        "megabyte": "mb megabyte megabytes",
    }
)
"""Units without which a number says something else."""
_UNITS = _IMPLIED_UNITS | _MEASURES
_LETTER_UNITS = {"m": "meter", "c": "celsius", "f": "fahrenheit", "g": "gram", "l": "liter"}
"""Symbols of units after a number; an m may also be a million."""
_LETTERS = frozenset((*_SHORT_SCALES, *_LETTER_UNITS))
_METRIC = {
    "kilometer": ("meter", Fraction(1000)),
    "centimeter": ("meter", Fraction(1, 100)),
    "millimeter": ("meter", Fraction(1, 1000)),
    "kilogram": ("gram", Fraction(1000)),
}
"""Units that are multiples of another by a metric prefix."""
_TEMPERATURES = frozenset({"celsius", "fahrenheit", "kelvin"})
_DIGITS = frozenset("0123456789")
_MAX_WORDS = 5
"""Words of an amount with its unit: "about 3 degrees celsius" has more than most."""


class Quantity(NamedTuple):
    """A number with its unit, None without one."""

    value: Fraction
    unit: str | None

    def agrees_with(self, other: Quantity) -> bool:
        """Return whether both are the same amount; only currencies, percent and years are implied.

        29 million agrees with $29 million, but 127 does not agree with 127 hours. Plain degrees
        agree with those of any scale.
        """
        if self.value != other.value:
            return False
        units = {self.unit, other.unit} - {None}
        if len(units) == 2 or not units:
            return not units or ("degree" in units and not _TEMPERATURES.isdisjoint(units))
        return self.unit == other.unit or units <= set(_IMPLIED_UNITS.values())


def list_quantities(words: Sequence[str]) -> Iterator[Quantity]:
    """Yield what the one number that `words` consist of, with at most one unit, may mean.

    Other words mean none; "29m" may be millions or meters.
    """
    if len(words) > _MAX_WORDS or _DIGITS.isdisjoint(word[0] for word in words):
        return
    units = list(dict.fromkeys(_UNITS[word] for word in words if word in _UNITS))
    amounts = [word for word in words if word not in _UNITS]
    if len(units) > 1 and "degree" in units:
        units.remove("degree")
    if len(amounts) == 2 and amounts[1] in _LETTERS and amounts[0][-1].isdecimal():
        amounts = ["".join(amounts)]
    amount = _AMOUNT.fullmatch(amounts[0]) if len(amounts) == 1 and len(units) < 2 else None
    if amount is None or _is_code(amounts[0]):
        return
    value = parse_decimal(amount[1], amount[2] or "0") / int(amount[3] or 1)
    letter = amount[4] or ""
    if not letter or letter in _SHORT_SCALES:
        unit = units[0] if units else None
        yield _convert(value * _SHORT_SCALES.get(letter, 1), unit)
    if letter in _LETTER_UNITS and set(units) <= {"degree"}:
        yield _convert(value, _LETTER_UNITS[letter])


def _convert(value: Fraction, unit: str | None) -> Quantity:
    base, factor = _METRIC.get(unit or "", (unit, Fraction(1)))
    return Quantity(value * factor, base)


def _is_code(word: str) -> bool:
    return len(word) > 2 and word.startswith("00")
