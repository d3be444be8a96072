"""Gathers the dates an article names into happenings, and finds the day of spoken words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from seeds.dates import PartialDate
from seeds.drafting.articles import Article, Span
from seeds.drafting.dates.expressions import (
    Expression,
    Shape,
    find_expressions,
    may_be_part_of_name,
)
from seeds.drafting.dates.resolution import Resolution, Resolver
from seeds.drafting.dates.tenses import Tenses
from seeds.drafting.segmentation import holding

IN_SPEECH = "it stands in spoken words, so it counts from the day they were said"

_ABOUT = re.compile(r"\b(?:about|around|roughly|circa|c\.|approximately)\s+$", re.IGNORECASE)
_PART_OF = re.compile(
    r"\b((?:early|mid|late|the (?:end|start|beginning|middle) of|before|after|until|since)"
    r"(?:\s+in)?)[\s-]+$",
    re.IGNORECASE,
)
_PRINTED_WHOLE = (Shape.DAY, Shape.MONTH, Shape.YEAR)


@dataclass(frozen=True)
class Dated:
    """One place where an article names a date."""

    expression: Expression
    sentence: Span
    date: PartialDate | None
    doubts: tuple[str, ...] = ()
    is_spoken: bool = False


@dataclass
class Happening:
    """What happened on a date: every place that names it, for a person to tell it in own words."""

    date: PartialDate | None
    places: list[Dated] = field(default_factory=list[Dated])

    @property
    def doubts(self) -> list[str]:
        """What a person should look at, each once."""
        return list(dict.fromkeys(doubt for place in self.places for doubt in place.doubts))


class Dates:
    """Reads every date of one article."""

    def __init__(self, article: Article, sentences: Sequence[Span], spoken: Sequence[Span]) -> None:
        self._article = article
        self._sentences = sentences
        self._spoken = spoken
        self._tenses = Tenses(article.text)
        self._resolver = Resolver(article.published)

    def read(self, passed_over: Iterable[Span] = ()) -> list[Dated]:
        """Every date in order, less those in the spans `passed_over`, such as titles."""
        skipped = sorted(passed_over)
        return [
            self._dated(expression)
            for expression in find_expressions(self._article.text, self._article.start)
            if not _within(skipped, expression.span.start)
        ]

    def _dated(self, expression: Expression) -> Dated:
        start = expression.span.start
        sentence = self._sentences[max(0, holding(self._sentences, start))]
        is_spoken = _within(self._spoken, start)
        if is_spoken and not _stands_alone(expression):
            return Dated(expression, sentence, None, (IN_SPEECH,), True)
        found = self._resolver.resolve(expression, self._tenses.at(sentence, start))
        found, doubts = self._qualified(expression, found)
        if is_spoken:
            doubts = [*doubts, "it stands in spoken words"]
        return Dated(expression, sentence, found.date, tuple(doubts), is_spoken)

    def _qualified(self, expression: Expression, found: Resolution) -> tuple[Resolution, list[str]]:
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


def _stands_alone(expression: Expression) -> bool:
    """Whether the words name the same date on whatever day they are said."""
    if expression.shape is Shape.PART:
        return expression.parts.get("year", "").isdecimal()
    return expression.shape in _PRINTED_WHOLE or expression.shape is Shape.DECADE


def _within(spans: Sequence[Span], offset: int) -> bool:
    index = holding(spans, offset)
    return index >= 0 and offset < spans[index].end


def gather(dated: Iterable[Dated]) -> list[Happening]:
    """One happening for each date, in the order of first mention; decades are none.

    Where the date is not known, the same words with the same doubts are one happening.
    """
    found: dict[tuple[object, ...], Happening] = {}
    for one in dated:
        if one.expression.shape is not Shape.DECADE:
            key = (one.date,) if one.date else (one.expression.words.lower(), *one.doubts)
            found.setdefault(key, Happening(one.date)).places.append(one)
    return list(found.values())


def said_on(article: Article, dated: Sequence[Dated], context: Span) -> Dated | None:
    """The one date that stands in `context` outside spoken words, and is not yet to come.

    `dated` is in order. A bare year counts only after "in": "the 1997 film" dates no words.
    """
    fitting: dict[PartialDate, Dated] = {}
    for one in dated[bisect_left(dated, context.start, key=_start) :]:
        at = one.expression.span.start
        if at >= context.end:
            break
        is_bare = one.expression.shape is Shape.YEAR
        if one.date is None or one.is_spoken or (is_bare and article.text[at - 3 : at] != "in "):
            continue
        if article.published is None or one.date.first_day <= article.published.last_day:
            fitting[one.date] = one
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def _start(dated: Dated) -> int:
    return dated.expression.span.start
