"""Finds the dates that an article names, groups them into events, and dates direct speech."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from seeds.dates import PartialDate
from seeds.drafting.articles import Article
from seeds.drafting.dates.expressions import (
    DateExpression,
    ExpressionShape,
    find_date_expressions,
    may_be_part_of_name,
)
from seeds.drafting.dates.resolution import DateResolver, ResolvedDate
from seeds.drafting.dates.tenses import TenseFinder
from seeds.drafting.spans import Span, get_span_at, is_within_spans

DATE_IN_SPEECH = "it's inside a quote, so it counts from the day of the quote"

_ABOUT = re.compile(r"\b(?:about|around|roughly|circa|c\.|approximately)\s+$", re.IGNORECASE)
_PART_OF = re.compile(
    r"\b((?:early|mid|late|the (?:end|start|beginning|middle) of|before|after|until|since)"
    r"(?:\s+in)?)[\s-]+$",
    re.IGNORECASE,
)
_ABSOLUTE_SHAPES = (
    ExpressionShape.DAY,
    ExpressionShape.MONTH,
    ExpressionShape.YEAR,
    ExpressionShape.DECADE,
)


@dataclass(frozen=True)
class DateMention:
    """One date expression of an article, resolved."""

    expression: DateExpression
    sentence: Span
    date: PartialDate | None
    """None when the expression cannot be resolved."""
    doubts: tuple[str, ...] = ()
    """What to check about `date`, or why it is None."""
    is_in_speech: bool = False
    """Whether it is inside quotation marks."""


@dataclass
class DraftEvent:
    """All mentions of one date, for which a person writes one event."""

    date: PartialDate | None
    """None when the mentions cannot be resolved."""
    mentions: list[DateMention] = field(default_factory=list[DateMention])

    @property
    def doubts(self) -> list[str]:
        """The doubts of all mentions, without duplicates."""
        return list(dict.fromkeys(doubt for mention in self.mentions for doubt in mention.doubts))


class DateFinder:
    """Finds and resolves the dates of one article.

    `sentences` and `speech_spans` (the text inside quotation marks) are sorted.
    """

    def __init__(
        self, article: Article, sentences: Sequence[Span], speech_spans: Sequence[Span]
    ) -> None:
        self._article = article
        self._sentences = sentences
        self._speech_spans = speech_spans
        self._tense_finder = TenseFinder(article.text)
        self._resolver = DateResolver(article.published)

    def find_dates(self, excluded: Iterable[Span] = ()) -> list[DateMention]:
        """Return the dates in order of appearance, without those inside the spans `excluded`."""
        excluded_spans = sorted(excluded)
        return [
            self._build_mention(expression)
            for expression in find_date_expressions(self._article.text, self._article.body_start)
            if not is_within_spans(excluded_spans, expression.span.start)
        ]

    def _build_mention(self, expression: DateExpression) -> DateMention:
        start = expression.span.start
        sentence = get_span_at(self._sentences, start)
        is_in_speech = is_within_spans(self._speech_spans, start)
        if is_in_speech and not _is_absolute(expression):
            return DateMention(expression, sentence, None, (DATE_IN_SPEECH,), True)
        tense = self._tense_finder.find_tense(sentence, start)
        resolved = self._resolver.resolve(expression, tense)
        resolved, doubts = self._apply_qualifiers(expression, resolved)
        if is_in_speech:
            doubts.append("it's inside a quote")
        return DateMention(expression, sentence, resolved.date, tuple(doubts), is_in_speech)

    def _apply_qualifiers(
        self, expression: DateExpression, resolved: ResolvedDate
    ) -> tuple[ResolvedDate, list[str]]:
        """Return the date with an "about" before it applied, and the doubts with a "late"."""
        doubts = [resolved.doubt] if resolved.doubt else []
        before = self._article.text[max(0, expression.span.start - 24) : expression.span.start]
        if resolved.date is not None and _ABOUT.search(before):
            resolved = resolved._replace(date=replace(resolved.date, circa=True))
        part = _PART_OF.search(before)
        if part:
            doubts.append(f"a date can't hold “{part[1].lower()} {expression.words}”")
        if may_be_part_of_name(self._article.text, expression):
            doubts.append("the year may be part of a name")
        return resolved, doubts


def _is_absolute(expression: DateExpression) -> bool:
    """Return whether the expression means the same date on any day it is said."""
    if expression.shape is ExpressionShape.PART_OF_YEAR:
        return expression.parts.get("year", "").isdecimal()
    return expression.shape in _ABSOLUTE_SHAPES


def group_by_date(mentions: Iterable[DateMention]) -> list[DraftEvent]:
    """Return one event for each date, in the order of first mention; decades are left out.

    Unresolved mentions are one event when their words (ignoring case) and doubts are equal.
    """
    events: dict[tuple[object, ...], DraftEvent] = {}
    for mention in mentions:
        if mention.expression.shape is ExpressionShape.DECADE:
            continue
        unresolved_key = (mention.expression.words.lower(), *mention.doubts)
        key = (mention.date,) if mention.date else unresolved_key
        events.setdefault(key, DraftEvent(mention.date)).mentions.append(mention)
    return list(events.values())


def find_speech_date(
    article: Article, mentions: Sequence[DateMention], context: Span
) -> DateMention | None:
    """Return the last mention of the only date in `context` on which speech can have been said.

    None when there are several dates or none. `mentions` are in order of appearance. Dates inside
    quotation marks or after the article's own do not count, nor does a year without "in" before
    it, which usually belongs to a title ("the 1997 film").
    """
    candidates: dict[PartialDate, DateMention] = {}
    for mention in mentions[bisect_left(mentions, context.start, key=_get_start) :]:
        offset = mention.expression.span.start
        if offset >= context.end:
            break
        is_bare_year = (
            mention.expression.shape is ExpressionShape.YEAR
            and article.text[offset - 3 : offset] != "in "
        )
        if mention.date is None or mention.is_in_speech or is_bare_year:
            continue
        if article.published is None or mention.date.first_day <= article.published.last_day:
            candidates[mention.date] = mention
    return next(iter(candidates.values())) if len(candidates) == 1 else None


def _get_start(mention: DateMention) -> int:
    return mention.expression.span.start
