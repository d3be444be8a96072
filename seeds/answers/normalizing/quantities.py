"""Amounts: a number with its currency or its unit of measurement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from seeds.answers.normalizing.numbers import parse_decimal

_SHORT_SCALES = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
_AMOUNT = re.compile(r"(\d{1,30})(?:point(\d{1,30})|/(\d{1,30}))?([kmb])?")


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


class Quantity(NamedTuple):
    """A number with its unit, None without one."""

    value: Fraction
    unit: str | None

    def agrees_with(self, other: Quantity) -> bool:
        """Return whether both are the same amount; only currencies, percent and years are implied.

        29 million agrees with $29 million, but 127 does not agree with 127 hours.
        """
        if self.value != other.value:
            return False
        units = {self.unit, other.unit} - {None}
        if len(units) == 2 or not units:
            return not units
        return self.unit == other.unit or units <= set(_IMPLIED_UNITS.values())


def parse_quantity(words: Sequence[str]) -> Quantity | None:
    """Return the one number that `words` consist of, with at most one unit; else None."""
    units = list(dict.fromkeys(_UNITS[word] for word in words if word in _UNITS))
    amounts = [word for word in words if word not in _UNITS]
    if len(units) > 1 and "degree" in units:
        units.remove("degree")
    if len(amounts) != 1 or len(units) > 1 or _is_code(amounts[0]):
        return None
    amount = _AMOUNT.fullmatch(amounts[0])
    if amount is None:
        return None
    value = parse_decimal(amount[1], amount[2] or "0") / int(amount[3] or 1)
    return Quantity(value * _SHORT_SCALES.get(amount[4] or "", 1), units[0] if units else None)


def _is_code(word: str) -> bool:
    return len(word) > 2 and word.startswith("00")
