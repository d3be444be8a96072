"""Gathers the dates an article names into happenings, and finds the day of spoken words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from seeds.dates import PartialDate
from seeds.drafting.articles import Article, Span
from seeds.drafting.dates.expressions import (
    DateExpression,
    ExpressionShape,
    find_date_expressions,
    may_be_part_of_name,
)
from seeds.drafting.dates.resolution import DateResolver, ResolvedDate
from seeds.drafting.dates.tenses import TenseFinder
from seeds.drafting.segmentation import find_span_index

DATE_IN_SPEECH = "it stands in spoken words, so it counts from the day they were said"

_ABOUT = re.compile(r"\b(?:about|around|roughly|circa|c\.|approximately)\s+$", re.IGNORECASE)
_PART_OF = re.compile(
    r"\b((?:early|mid|late|the (?:end|start|beginning|middle) of|before|after|until|since)"
    r"(?:\s+in)?)[\s-]+$",
    re.IGNORECASE,
)
_ABSOLUTE_SHAPES = (ExpressionShape.DAY, ExpressionShape.MONTH, ExpressionShape.YEAR)


@dataclass(frozen=True)
class DateMention:
    """One place where an article names a date."""

    expression: DateExpression
    sentence: Span
    date: PartialDate | None
    doubts: tuple[str, ...] = ()
    is_in_speech: bool = False


@dataclass
class DraftEvent:
    """What happened on a date: every place that names it, for a person to tell it in own words."""

    date: PartialDate | None
    mentions: list[DateMention] = field(default_factory=list[DateMention])

    @property
    def doubts(self) -> list[str]:
        """What a person should look at, each once."""
        return list(dict.fromkeys(doubt for place in self.mentions for doubt in place.doubts))


class DateFinder:
    """Reads every date of one article."""

    def __init__(
        self, article: Article, sentences: Sequence[Span], speech_spans: Sequence[Span]
    ) -> None:
        self._article = article
        self._sentences = sentences
        self._speech_spans = speech_spans
        self._tense_finder = TenseFinder(article.text)
        self._resolver = DateResolver(article.published)

    def find_dates(self, excluded: Iterable[Span] = ()) -> list[DateMention]:
        """Every date in order, less those in the spans `passed_over`, such as titles."""
        skipped = sorted(excluded)
        return [
            self._build_mention(expression)
            for expression in find_date_expressions(self._article.text, self._article.body_start)
            if not _is_within(skipped, expression.span.start)
        ]

    def _build_mention(self, expression: DateExpression) -> DateMention:
        start = expression.span.start
        sentence = self._sentences[max(0, find_span_index(self._sentences, start))]
        is_spoken = _is_within(self._speech_spans, start)
        if is_spoken and not _is_absolute(expression):
            return DateMention(expression, sentence, None, (DATE_IN_SPEECH,), True)
        found = self._resolver.resolve(expression, self._tense_finder.find_tense(sentence, start))
        found, doubts = self._apply_qualifiers(expression, found)
        if is_spoken:
            doubts = [*doubts, "it stands in spoken words"]
        return DateMention(expression, sentence, found.date, tuple(doubts), is_spoken)

    def _apply_qualifiers(
        self, expression: DateExpression, found: ResolvedDate
    ) -> tuple[ResolvedDate, list[str]]:
        """The date with the "about" or "late" before it taken into account."""
        doubts = [found.doubt] if found.doubt else []
        before = self._article.text[max(0, expression.span.start - 24) : expression.span.start]
        if found.date is not None and _ABOUT.search(before):
            found = found._replace(date=replace(found.date, circa=True))
        part = _PART_OF.search(before)
        if part:
            doubts.append(f"“{part[1].lower()} {expression.words}” cannot be written in a date")
        if may_be_part_of_name(self._article.text, expression):
            doubts.append("the year may be part of a name")
        return found, doubts


def _is_absolute(expression: DateExpression) -> bool:
    """Whether the words name the same date on whatever day they are said."""
    if expression.shape is ExpressionShape.PART_OF_YEAR:
        return expression.parts.get("year", "").isdecimal()
    return expression.shape in _ABSOLUTE_SHAPES or expression.shape is ExpressionShape.DECADE


def _is_within(spans: Sequence[Span], offset: int) -> bool:
    index = find_span_index(spans, offset)
    return index >= 0 and offset < spans[index].end


def group_by_date(mentions: Iterable[DateMention]) -> list[DraftEvent]:
    """One happening for each date, in the order of first mention; decades are none.

    Where the date is not known, the same words with the same doubts are one happening.
    """
    found: dict[tuple[object, ...], DraftEvent] = {}
    for one in mentions:
        if one.expression.shape is not ExpressionShape.DECADE:
            key = (one.date,) if one.date else (one.expression.words.lower(), *one.doubts)
            found.setdefault(key, DraftEvent(one.date)).mentions.append(one)
    return list(found.values())


def find_speech_date(
    article: Article, mentions: Sequence[DateMention], context: Span
) -> DateMention | None:
    """The one date that stands in `context` outside spoken words, and is not yet to come.

    `dated` is in order. A bare year counts only after "in": "the 1997 film" dates no words.
    """
    fitting: dict[PartialDate, DateMention] = {}
    for one in mentions[bisect_left(mentions, context.start, key=_get_start) :]:
        offset = one.expression.span.start
        if offset >= context.end:
            break
        is_bare = one.expression.shape is ExpressionShape.YEAR
        if (
            one.date is None
            or one.is_in_speech
            or (is_bare and article.text[offset - 3 : offset] != "in ")
        ):
            continue
        if article.published is None or one.date.first_day <= article.published.last_day:
            fitting[one.date] = one
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def _get_start(mention: DateMention) -> int:
    return mention.expression.span.start
