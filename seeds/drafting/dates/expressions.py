"""Finds the words that name a date: "31 January 2024", "in Feb.", "weeks ago", "spring 2026"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from seeds.drafting.articles import Span
from seeds.drafting.word_lists import SENTENCE_STARTERS, WEEKDAYS


class ExpressionShape(StrEnum):
    """What kind of words name the date, and so what is needed to resolve them."""

    DAY = "day"
    NUMERIC = "day and month as numbers, in either order"
    MONTH_DAY = "day without a year"
    MONTH = "month"
    BARE_MONTH = "month without a year"
    YEAR = "year"
    PART_OF_YEAR = "part of a year"
    RELATIVE = "counted from the article's day"
    AGO = "so long ago"
    WEEKDAY = "weekday"
    ANCHORED = "counted from another date"
    DECADE = "decade"


class DateExpression(NamedTuple):
    """Words that name a date."""

    span: Span
    shape: ExpressionShape
    words: str
    """What stands in `span`, with single spaces."""
    parts: dict[str, str]
    """The words by what they name: weekday, day, month, year, which, unit, count, part, near.

    Of a day and a month that are both numbers, `first` and `second` keep the order of the print.
    """


_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)|May|June?|Jul(?:y|\.)|"
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
_WHICH = r"(?P<which>last|next|this|this past|this coming)"
_WEEKDAY_PREFIX = rf"(?:(?P<weekday>{_WEEKDAY}),? (?:the )?)?"

_NUMBERS = rf"(?P<first>\d\d?){{0}}(?P<second>\d\d?){{0}}(?P<year>{_YEAR})"

_PATTERNS: tuple[tuple[ExpressionShape, str], ...] = (
    (ExpressionShape.DAY, rf"(?P<year>{_YEAR})-(?P<month>\d\d)-(?P<day>\d\d)"),
    (ExpressionShape.DAY, rf"(?P<year>{_YEAR})/(?P<month>\d\d?)/(?P<day>\d\d?)"),
    *((ExpressionShape.NUMERIC, _NUMBERS.format(mark)) for mark in ("/", r"\.", "-")),
    (
        ExpressionShape.DAY,
        rf"{_WEEKDAY_PREFIX}(?:(?P<since>{_DAY}){_RANGE})?(?P<day>{_DAY})(?: of)? "
        rf"(?P<month>{_MONTH}),? "
        rf"(?P<year>{_YEAR})",
    ),
    (
        ExpressionShape.DAY,
        rf"{_WEEKDAY_PREFIX}(?P<month>{_MONTH}) (?:(?P<since>{_DAY}){_RANGE})?(?P<day>{_DAY}),? "
        rf"(?P<year>{_YEAR})",
    ),
    (
        ExpressionShape.MONTH_DAY,
        rf"{_WEEKDAY_PREFIX}(?P<month>{_MONTH}) (?:the )?(?:(?P<since>{_DAY}){_RANGE})?"
        rf"(?P<day>{_DAY})(?!:)",
    ),
    (
        ExpressionShape.MONTH_DAY,
        rf"{_WEEKDAY_PREFIX}(?:(?P<since>{_DAY}){_RANGE})?(?P<day>{_DAY})(?: of)? "
        rf"(?P<month>{_MONTH})",
    ),
    (ExpressionShape.MONTH, rf"(?P<month>{_MONTH})(?:,| of)? (?P<year>{_YEAR})"),
    (
        ExpressionShape.PART_OF_YEAR,
        rf"(?i:(?P<part>{_ORDINAL} (?:quarter|half|weeks?|months?)|Q[1-4]|{_SEASON})"
        rf"(?: of|,)? (?P<year>{_YEAR_REFERENCE}))",
    ),
    (ExpressionShape.PART_OF_YEAR, rf"(?i:(?P<which>this|next|last) (?P<part>{_SEASON}))"),
    (ExpressionShape.AGO, rf"(?i:(?P<count>{_COUNT}) (?P<unit>{_UNIT}) ago)"),
    (
        ExpressionShape.ANCHORED,
        rf"(?i:{_COUNT} {_UNIT} (?:later|earlier|afterwards)|the (?:following|previous|same|next) "
        rf"(?:{_UNIT}|{_SEASON}|{_MONTH}|{_WEEKDAY}))",
    ),
    (
        ExpressionShape.RELATIVE,
        r"(?i:(?P<which>last|next|this|this past|this coming|earlier this|later this) "
        r"(?P<unit>weekend|week|month|year))",
    ),
    (ExpressionShape.RELATIVE, r"(?i:(?P<which>over the|at the) (?P<unit>weekend))"),
    (
        ExpressionShape.RELATIVE,
        r"(?i:(?P<near>yesterday|today|tomorrow|tonight|last night|"
        r"this (?:morning|afternoon|evening)))",
    ),
    (ExpressionShape.BARE_MONTH, rf"(?i:{_WHICH}) (?P<month>{_MONTH})"),
    (ExpressionShape.WEEKDAY, rf"(?:(?i:{_WHICH}) )?(?P<weekday>{_WEEKDAY})"),
    (ExpressionShape.BARE_MONTH, rf"(?P<month>{_MONTH})"),
    (ExpressionShape.DECADE, r"(?:(?:1[6-9]|20)\d0s|[’']\d0s)"),
    (ExpressionShape.YEAR, rf"(?P<year>{_YEAR})"),
)
_BLANK = r"(?:[ \t\u00a0]{1,3}|[ \t]?\r?\n[ \t]?)"
_ALTERNATIVES = "|".join(re.sub(r"\(\?P<\w+>", "(?:", pattern) for _, pattern in _PATTERNS)
_ANY_DATE = re.compile(
    rf"(?<![\w$£€.,-])(?:{_ALTERNATIVES})(?![\w%]|[.,]\d|-\d|-\w+-old)".replace(" ", _BLANK)
)
_COMPILED_PATTERNS = tuple((shape, re.compile(pattern)) for shape, pattern in _PATTERNS)
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|until|till|by|from|early|mid|late|of|to|and|or|between|during|through|before|"
    r"after|around|about|for|every)[ -]$",
    re.IGNORECASE,
)
_CAPITAL_BEFORE = re.compile(r"([^\W\d_a-z]\w*)\s$")
_CAPITAL_AFTER = re.compile(r"\s[^\W\d_a-z]\w")
_SENTENCE_START = re.compile(r"(?:^|[.!?:…\n“\"‘'—–])\s*$")
_COUNTED_NOUN = re.compile(
    r"\s(?:people|fans|copies|dollars|pounds|euros|tickets|pages|seats|votes|members|words|miles|"
    r"metres|meters|feet|kilometres|steps|viewers|readers|guests|extras|times|pieces|years|days)\b"
)


def find_date_expressions(text: str, start: int = 0) -> Iterator[DateExpression]:
    """Every date named from `start` on, in order; of a range of days, both ends."""
    for match in _ANY_DATE.finditer(text, start):
        expression = _parse_match(match)
        if expression is None or not _is_date(text, expression):
            continue
        since = expression.parts.pop("since", None)
        if since is not None:
            first = {**expression.parts, "day": since}
            first.pop("weekday", None)
            yield expression._replace(parts=first)
        yield expression


def _parse_match(match: re.Match[str]) -> DateExpression | None:
    words = " ".join(match[0].split())
    for shape, pattern in _COMPILED_PATTERNS:
        found = pattern.fullmatch(words)
        if found is not None:
            parts = {name: part for name, part in found.groupdict().items() if part is not None}
            return DateExpression(Span(*match.span()), shape, words, parts)
    return None


def _is_date(text: str, expression: DateExpression) -> bool:
    """Whether the words name a date here, not "Ash Wednesday", the Today show or 2016 seats."""
    start, end = expression.span
    before, after = text[max(0, start - 24) : start], text[end : end + 24]
    match expression.shape:
        case ExpressionShape.BARE_MONTH if "which" not in expression.parts:
            return bool(_BEFORE_MONTH.search(before)) and not _CAPITAL_AFTER.match(after)
        case ExpressionShape.WEEKDAY if "which" not in expression.parts:
            return not (_follows_name(before) or _CAPITAL_AFTER.match(after))
        case ExpressionShape.RELATIVE if (
            "near" in expression.parts and expression.words[0].isupper()
        ):
            return bool(_SENTENCE_START.search(before))
        case ExpressionShape.YEAR:
            return not _COUNTED_NOUN.match(after)
        case _:
            return True


def _follows_name(before: str) -> bool:
    match = _CAPITAL_BEFORE.search(before)
    return match is not None and match[1] not in SENTENCE_STARTERS


def may_be_part_of_name(text: str, expression: DateExpression) -> bool:
    """Whether a bare year stands right behind a capitalised word, like that of "Expo 2019"."""
    start = expression.span.start
    return expression.shape is ExpressionShape.YEAR and _follows_name(
        text[max(0, start - 24) : start]
    )
