"""Recognises date expressions: "31 January 2024", "in Feb.", "weeks ago", "spring 2026"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from seeds.dates import MONTHS
from seeds.drafting.spans import Span, collapse_whitespace
from seeds.drafting.word_lists import SENTENCE_STARTERS, WEEKDAYS


class ExpressionShape(Enum):
    """The form of a date expression, which determines what is needed to resolve it."""

    DAY = auto()
    """A full date: "31 January 2024"."""
    NUMERIC = auto()
    """A full date in numbers, with the day or the month first: "3/4/2024"."""
    MONTH_DAY = auto()
    """A day and month without a year: "July 4"."""
    MONTH = auto()
    """A month with its year: "June 2022"."""
    BARE_MONTH = auto()
    """A month without a year: "in June", "last June"."""
    YEAR = auto()
    PART_OF_YEAR = auto()
    """A season, quarter, half or numbered month or week: "spring 2026", "last summer"."""
    RELATIVE = auto()
    """A day, week, month or year relative to the article's date: "yesterday", "next year"."""
    AGO = auto()
    """A duration before the article's date: "two weeks ago"."""
    WEEKDAY = auto()
    ANCHORED = auto()
    """Relative to another date in the text: "the following year"."""
    DECADE = auto()


class DateExpression(NamedTuple):
    """One date expression in an article."""

    span: Span
    shape: ExpressionShape
    words: str
    """The text of `span` with single spaces."""
    parts: dict[str, str]
    """The named groups of its pattern, as printed; a part that is not printed is missing.

    `weekday`, `day`, `month`, `year`; `count` and `unit` of a duration; `modifier` ("last",
    "next", "this coming"); `part` of a year; `near_day` ("yesterday", "tonight"). Of a numeric
    date, `first` and `second` are the day and month in the order printed.
    """


_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|Jun(?:e|\.)?|Jul(?:y|\.)?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_RANGE = r"(?: ?[–-] ?| and | to | until | or )"
_YEAR = r"(?:1[6-9]|20)\d\d"
_COUNT = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|"
    r"twenty|thirty|forty|fifty|(?:twenty|thirty|forty)-\w{3,5}|a couple of|a few|several)"
)
_UNIT = r"(?:day|week|month|year|decade)s?"
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_ORDINAL = r"(?:first|second|third|fourth|last|1st|2nd|3rd|4th)"
_YEAR_REFERENCE = rf"(?:{_YEAR}|(?:this|next|last) year)"
_MODIFIER = r"(?P<modifier>last|next|this|this past|this coming)"
_WEEKDAY_PREFIX = rf"(?:(?P<weekday>{_WEEKDAY}),? (?:the )?)?"

_NUMBERS = rf"(?P<first>\d\d?){{0}}(?P<second>\d\d?){{0}}(?P<year>{_YEAR})"

_PATTERNS: tuple[tuple[ExpressionShape, str], ...] = (
    (ExpressionShape.DAY, rf"(?P<year>{_YEAR})-(?P<month>\d\d)-(?P<day>\d\d)"),
    (ExpressionShape.DAY, rf"(?P<year>{_YEAR})/(?P<month>\d\d?)/(?P<day>\d\d?)"),
    (ExpressionShape.DAY, rf"(?P<day>{_DAY})-(?P<month>{_MONTH})-(?P<year>{_YEAR})"),
    *((ExpressionShape.NUMERIC, _NUMBERS.format(mark)) for mark in ("/", r"\.", "-")),
    (
        ExpressionShape.DAY,
        rf"{_WEEKDAY_PREFIX}(?:(?P<range_start>{_DAY}){_RANGE})?(?P<day>{_DAY})(?: of)? "
        rf"(?P<month>{_MONTH}),? "
        rf"(?P<year>{_YEAR})",
    ),
    (
        ExpressionShape.DAY,
        rf"{_WEEKDAY_PREFIX}(?P<month>{_MONTH}) (?:(?P<range_start>{_DAY}){_RANGE})?"
        rf"(?P<day>{_DAY}),? (?P<year>{_YEAR})",
    ),
    (
        ExpressionShape.MONTH_DAY,
        rf"{_WEEKDAY_PREFIX}(?P<month>{_MONTH}) (?:the )?(?:(?P<range_start>{_DAY}){_RANGE})?"
        rf"(?P<day>{_DAY})(?!:)",
    ),
    (
        ExpressionShape.MONTH_DAY,
        rf"{_WEEKDAY_PREFIX}(?:(?P<range_start>{_DAY}){_RANGE})?(?P<day>{_DAY})(?: of)? "
        rf"(?P<month>{_MONTH})",
    ),
    (ExpressionShape.MONTH, rf"(?P<month>{_MONTH})(?:,| of)? (?P<year>{_YEAR})"),
    (
        ExpressionShape.PART_OF_YEAR,
        rf"(?i:(?P<part>{_ORDINAL} (?:quarter|half|weeks?|months?)|Q[1-4]|{_SEASON})"
        rf"(?: of|,)? (?P<year>{_YEAR_REFERENCE}))",
    ),
    (ExpressionShape.PART_OF_YEAR, rf"(?i:(?P<modifier>this|next|last) (?P<part>{_SEASON}))"),
    (ExpressionShape.AGO, rf"(?i:(?P<count>{_COUNT}) (?P<unit>{_UNIT}) ago)"),
    (
        ExpressionShape.ANCHORED,
        rf"(?i:{_COUNT} {_UNIT} (?:later|earlier|afterwards)|the (?:following|previous|same|next) "
        rf"(?:{_UNIT}|{_SEASON}|{_MONTH}|{_WEEKDAY}))",
    ),
    (
        ExpressionShape.RELATIVE,
        r"(?i:(?P<modifier>last|next|this|this past|this coming|earlier this|later this) "
        r"(?P<unit>weekend|week|month|year))",
    ),
    (ExpressionShape.RELATIVE, r"(?i:(?P<modifier>over the|at the) (?P<unit>weekend))"),
    (
        ExpressionShape.RELATIVE,
        r"(?i:(?P<near_day>yesterday|today|tomorrow|tonight|last night|"
        r"this (?:morning|afternoon|evening)))",
    ),
    (ExpressionShape.BARE_MONTH, rf"(?i:{_MODIFIER}) (?P<month>{_MONTH})"),
    (ExpressionShape.WEEKDAY, rf"(?:(?i:{_MODIFIER}) )?(?P<weekday>{_WEEKDAY})"),
    (ExpressionShape.BARE_MONTH, rf"(?P<month>{_MONTH})"),
    (ExpressionShape.DECADE, r"(?:(?:1[6-9]|20)\d0s|[’']\d0s)"),
    (ExpressionShape.YEAR, rf"(?P<year>{_YEAR})"),
)
_WHITESPACE = r"(?:[ \t\u00a0]{1,3}|[ \t]?\r?\n[ \t]?)"
_ALTERNATIVES = "|".join(re.sub(r"\(\?P<\w+>", "(?:", pattern) for _, pattern in _PATTERNS)
_ANY_DATE = re.compile(
    rf"(?:(?<![\w$£€.,-])|(?<=[a-z]-)(?={_MONTH}\b))(?:{_ALTERNATIVES})(?![\w%]|[.,]\d|-\d|-\w+-old)".replace(
        " ", _WHITESPACE
    )
)
_COMPILED_PATTERNS = tuple((shape, re.compile(pattern)) for shape, pattern in _PATTERNS)
_DATED_SHAPES = {
    ExpressionShape.BARE_MONTH: ExpressionShape.MONTH,
    ExpressionShape.MONTH_DAY: ExpressionShape.DAY,
}
"""Shapes without a year, with those that they are with one."""
_RANGE_MARK = re.compile(r"\s*[–—-]\s*|,?\s+(?:and|to|until|till|through|or)\s+|,\s+")
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|until|till|by|from|early|mid|late|of|to|and|or|between|during|through|before|"
    r"after|around|about|for|every)[ -]$",
    re.IGNORECASE,
)
_CAPITAL_BEFORE = re.compile(r"([^\W\d_a-z]\w*)\s$")
_CAPITAL_AFTER = re.compile(r"\s[^\W\d_a-z]\w")
_SENTENCE_START = re.compile(r"(?:^|[.!?:…\n“\"‘'—–])\s*$")
_NUMBERED_NOUN = re.compile(
    r"(?:\b(?:pages?|pp?\.|rooms?|numbers?|nos?\.|chapters?|lines?|routes?|highways?|flights?|"
    r"suites?|box|seats?|channels?|gates?|tracks?|lots?|models?|versions?|codes?|buses|bus|"
    r"extension|part|items?|cabins?|verses?)|#)\s*$",
    re.IGNORECASE,
)
_LAST_OR_NEXT = re.compile(r"(?:last|next|this)\b", re.IGNORECASE)
_DETERMINER_BEFORE = re.compile(
    r"\b(?:the|that|this|a|his|her|its|their|our|my|your|every|each|whose|[’']s)\s+$", re.IGNORECASE
)
_COUNTED_NOUN = re.compile(
    r"\s(?:people|fans|copies|dollars|pounds|euros|tickets|pages|seats|votes|members|words|miles|"
    r"metres|meters|feet|kilometres|steps|viewers|readers|guests|extras|times|pieces|years|days)\b"
)


def find_date_expressions(text: str, start: int = 0) -> Iterator[DateExpression]:
    """Yield the date expressions of `text` from offset `start`, in order.

    A range of days ("June 8–10, 2017") yields two expressions with the same span: its first day
    without the weekday, then its last day. In a range that prints its year once ("March to May
    2024"), the year is a part of both.
    """
    matches = (_parse_match(match) for match in _ANY_DATE.finditer(text, start))
    found = [expression for expression in matches if expression is not None]
    for index in range(len(found) - 2, -1, -1):
        found[index] = _share_year(text, found[index], found[index + 1])
    for expression in found:
        if not _is_date(text, expression):
            continue
        first_day = expression.parts.pop("range_start", None)
        if first_day is not None:
            first_parts = {**expression.parts, "day": first_day}
            first_parts.pop("weekday", None)
            yield expression._replace(parts=first_parts)
        yield expression


def _share_year(text: str, first: DateExpression, second: DateExpression) -> DateExpression:
    """Return `first` with the year of `second` if both are one range or list, else unchanged."""
    shape = _DATED_SHAPES.get(first.shape)
    if (
        shape is None
        or second.shape not in _DATED_SHAPES.values()
        or "modifier" in first.parts
        or not second.parts["year"].isdecimal()
        or not _RANGE_MARK.fullmatch(text, first.span.end, second.span.start)
    ):
        return first
    months = [_get_month_number(one.parts["month"]) for one in (first, second)]
    year = int(second.parts["year"]) - (months[0] > months[1])
    return first._replace(shape=shape, parts={**first.parts, "year": f"{year:04}"})


def _get_month_number(name: str) -> int:
    return next((n for n, month in enumerate(MONTHS) if month.startswith(name[:3])), 0)


def _parse_match(match: re.Match[str]) -> DateExpression | None:
    words = collapse_whitespace(match[0])
    for shape, pattern in _COMPILED_PATTERNS:
        found = pattern.fullmatch(words)
        if found is not None:
            parts = {name: part for name, part in found.groupdict().items() if part is not None}
            return DateExpression(Span(*match.span()), shape, words, parts)
    return None


def _is_date(text: str, expression: DateExpression) -> bool:
    """Return whether the context allows a date: not in "Ash Wednesday" or "2016 seats"."""
    start, end = expression.span
    before, after = text[max(0, start - 24) : start], text[end : end + 24]
    if _LAST_OR_NEXT.match(expression.words) and _DETERMINER_BEFORE.search(before):
        return False
    match expression.shape:
        case ExpressionShape.BARE_MONTH if "modifier" not in expression.parts:
            return bool(_BEFORE_MONTH.search(before)) and not _CAPITAL_AFTER.match(after)
        case ExpressionShape.WEEKDAY if "modifier" not in expression.parts:
            return not (_follows_name(before) or _CAPITAL_AFTER.match(after))
        case ExpressionShape.RELATIVE if (
            "near_day" in expression.parts and expression.words[0].isupper()
        ):
            return bool(_SENTENCE_START.search(before))
        case ExpressionShape.YEAR:
            return not (_COUNTED_NOUN.match(after) or _NUMBERED_NOUN.search(before))
        case _:
            return True


def _follows_name(before: str) -> bool:
    """Return whether `before` ends with a capitalised word that does not start a sentence."""
    match = _CAPITAL_BEFORE.search(before)
    return match is not None and match[1] not in SENTENCE_STARTERS


def may_be_part_of_name(text: str, expression: DateExpression) -> bool:
    """Return whether `expression` is a year right after a capitalised word, as in "Expo 2019"."""
    start = expression.span.start
    return expression.shape is ExpressionShape.YEAR and _follows_name(
        text[max(0, start - 24) : start]
    )
