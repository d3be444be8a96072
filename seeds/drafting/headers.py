"""Finds the date that an article prints above its text: in a header, a by-line or a date line."""

from __future__ import annotations

import re
from typing import NamedTuple

from seeds.dates import PartialDate
from seeds.drafting.dates.english import parse_english_date
from seeds.drafting.dates.expressions import DateExpression, ExpressionShape, find_date_expressions
from seeds.drafting.spans import Span, trim_span

MAX_HEADER_LINES = 12
MAX_HEADER_LENGTH = 160
"""Characters of a line of a header; longer lines are text."""

_DATE_HEADER = re.compile(r"\s*date:?[ \t]+(\d{4}\S*)[ \t]*")
_ISO_START = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_LINE = re.compile(r"[^\r\n]+")
_LABEL = re.compile(
    r"(?:(?P<published>first published|published|publication date|posted|date)|"
    r"(?P<updated>last updated|updated|last modified|modified))(?: on| at)?\b\s*[:|]?",
    re.IGNORECASE,
)
_BY_LINE = re.compile(r"(?:[Bb]y|BY|(?:Words|Story|Text) by|Written by)[ :]\s*[A-Z]")
_BESIDE_DATE = re.compile(
    r"[\s,|·•–—@-]|\b(?:at|on|(?:\d{1,2}[:.]\d{2}(?:[:.]\d{2})?|\d{1,2})\s*(?:[ap]\.?m\.?)?|[ap]\.?m\.?|"
    r"(?:[ECMP][SD]?T|GMT|UTC|BST|CET|[A-Z]{2,4}DT)|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?)(?!\w)",
    re.IGNORECASE,
)
"""What may stand in a line that is a date and nothing else: the time, its zone, the weekday."""


class ArticleHeader(NamedTuple):
    """The date above the text of an article, and where the text begins."""

    published: PartialDate | None = None
    body_start: int = 0
    date_problem: str | None = None
    """Why the date is invalid; None when it is valid or missing."""


def parse_header(text: str) -> ArticleHeader:
    """Return the header of an article; of a date of publication and one of an update, the first."""
    match = _DATE_HEADER.match(text)
    if match is not None:
        return _parse_date_field(match)
    published: PartialDate | None = None
    updated: PartialDate | None = None
    end = 0
    for span in _list_header_lines(text):
        line = text[span.start : span.end]
        label = _LABEL.match(line)
        date = _find_date(line)
        is_by_line = _BY_LINE.match(line) is not None
        if date is not None and label is not None and label["updated"]:
            updated = updated or date
        elif date is not None and (label or is_by_line or _is_only_date(line)):
            published = published or date
        elif not is_by_line:
            continue
        end = span.end
    return ArticleHeader(published or updated, end)


def parse_printed_date(printed: str) -> PartialDate | None:
    """Return the date in a `meta` element such as "2022-04-28T10:00:00Z"; None if there is none."""
    iso = _ISO_START.match(printed.strip())
    try:
        return PartialDate.parse(iso[0]) if iso else _find_date(printed)
    except ValueError:
        return None


def _parse_date_field(match: re.Match[str]) -> ArticleHeader:
    try:
        return ArticleHeader(PartialDate.parse(match[1]), match.end())
    except ValueError as error:
        return ArticleHeader(None, match.end(), str(error))


def _list_header_lines(text: str) -> list[Span]:
    """Return the first lines of `text` up to the first one that is text."""
    lines: list[Span] = []
    for match in _LINE.finditer(text, 0, 8 * MAX_HEADER_LENGTH * MAX_HEADER_LINES):
        span = trim_span(text, Span(match.start(), match.end()))
        line = text[span.start : span.end]
        if len(lines) >= MAX_HEADER_LINES or len(line) > MAX_HEADER_LENGTH:
            break
        if len(line.split()) > 12 and line.endswith((".", "”", '"', "?", "!")):
            break
        if line:
            lines.append(span)
    return lines


def _find_date(line: str) -> PartialDate | None:
    for expression in find_date_expressions(line):
        if expression.shape is ExpressionShape.DAY:
            return _resolve_day(expression)
    return None


def _resolve_day(expression: DateExpression) -> PartialDate | None:
    parts = expression.parts
    try:
        if parts["month"].isdecimal():
            return PartialDate(int(parts["year"]), int(parts["month"]), int(parts["day"]))
        words = f"{parts['day']} {parts['month']} {parts['year']}"
        return PartialDate.from_date(parse_english_date(words))
    except ValueError:
        return None


def _is_only_date(line: str) -> bool:
    spans = [one.span for one in find_date_expressions(line) if one.shape is ExpressionShape.DAY]
    rest = line[: spans[0].start] + line[spans[0].end :] if spans else line
    return bool(spans) and not _BESIDE_DATE.sub("", rest).strip()
