"""Evaluates drafting: counts right, missing and wrong findings against lists made by hand."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from seeds.dates import MONTHS, PartialDate
from seeds.drafting.articles import read_article
from seeds.drafting.draft import ArticleDraft, build_draft
from seeds.drafting.events import DateMention, DraftEvent
from seeds.drafting.quotes.trimming import trim_quote
from seeds.drafting.spans import collapse_whitespace
from seeds.folding import fold
from seeds.pack import Pack
from seeds.schema import Event, Quote, Source

HERE = Path(__file__).parent
ARTICLES = HERE / "articles"
HELD_OUT = HERE / "held_out"
"""Articles that were not looked at while the rules were written."""
NEWS = HERE / "news"
"""Articles in the style of entertainment news, with by-lines, abbreviated dates and HTML pages."""
NEWS_HELD_OUT = HERE / "news_held_out"
"""More of them, which were not looked at while the rules were written."""
KINDS = ("quotes", "speakers", "dates", "people")

Runs = tuple[str, ...]
"""The uninterrupted parts of one quote."""


@dataclass
class KindResult:
    """The counts for one kind of finding, and a description of every error."""

    expected: int = 0
    found: int = 0
    left_open: int = 0
    """Number of findings for which the draft asks a person to fill in the value."""
    missed: list[str] = field(default_factory=list[str])
    wrong: list[str] = field(default_factory=list[str])

    def __str__(self) -> str:
        return (
            f"{self.found} of {self.expected} found, {self.left_open} left open, "
            f"{len(self.missed)} missed, {len(self.wrong)} wrong"
        )


EvaluationResults = dict[str, KindResult]
"""The result of each of KINDS."""


@dataclass(frozen=True)
class ExpectedFindings:
    """The findings that the draft of one article should have."""

    quotes: dict[Runs, str]
    """The slug of the speaker of each quote; "" if the draft has to leave it open."""
    people: set[str]
    """Slugs."""
    dates: set[str]
    """In EDTF notation, as in `PartialDate`."""
    open_dates: set[str] = field(default_factory=set[str])
    """The words of dates that the draft has to leave open."""
    is_exact: bool = True
    """Whether dates must be equal; otherwise they must overlap."""


def evaluate_articles(folder: Path) -> EvaluationResults:
    """Evaluate every article in `folder` against the `*.toml` of the same name."""
    results = {kind: KindResult() for kind in KINDS}
    for path in sorted(one for one in folder.iterdir() if one.suffix in (".txt", ".html")):
        lists = tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))
        quotes = {_normalize_runs(quote["runs"]): quote["speaker"] for quote in lists["quotes"]}
        expected = ExpectedFindings(
            quotes, set(lists["people"]), set(lists["dates"]), set(lists["open"])
        )
        evaluate_article(path, expected, results)
    return results


def evaluate_pack(documents: Path, pack: Pack) -> EvaluationResults:
    """Evaluate the pack's primary documents, files in `documents`, against its entries."""
    results = {kind: KindResult() for kind in KINDS}
    for source in pack.list_by_kind("source"):
        if isinstance(source, Source) and source.document is not None:
            path = documents / source.document
            evaluate_article(
                path, _list_expected_findings(pack, source, path.read_text("utf-8")), results
            )
    return results


def _list_expected_findings(pack: Pack, source: Source, text: str) -> ExpectedFindings:
    quotes = {
        _normalize_runs(printing.runs): quote.speaker
        for quote in pack.list_by_kind("quote")
        if isinstance(quote, Quote)
        for printing in quote.printings
        if source.id in printing.sources
    }
    people = {person.slug for person in pack.manifest.people if person.name in text}
    dates = {
        str(event.date)
        for event in pack.list_by_kind("event")
        if isinstance(event, Event) and source.id in event.sources
    }
    return ExpectedFindings(quotes, people, dates, is_exact=False)


def evaluate_article(path: Path, expected: ExpectedFindings, results: EvaluationResults) -> None:
    """Add the result of the article at `path` to `results`."""
    draft = build_draft(read_article(path))
    name = path.stem
    _evaluate_quotes(draft, expected, results, name)
    _evaluate_dates(draft, expected, results["dates"], name)
    people = results["people"]
    found = set(draft.people.by_slug)
    people.expected += len(expected.people)
    people.found += len(found & expected.people)
    people.missed += [f"{name}: {slug}" for slug in sorted(expected.people - found)]
    people.wrong += [f"{name}: {slug}" for slug in sorted(found - expected.people)]


def _evaluate_quotes(
    draft: ArticleDraft, expected: ExpectedFindings, results: EvaluationResults, name: str
) -> None:
    quotes, speakers = results["quotes"], results["speakers"]
    found = {
        _normalize_runs(
            trim_quote(draft.article, dated.speech.runs).runs
        ): dated.speech.speaker_slug
        for dated in draft.speeches
    }
    quotes.expected += len(expected.quotes)
    speakers.expected += len(expected.quotes)
    for runs, speaker in expected.quotes.items():
        if runs not in found:
            quotes.missed.append(f"{name}: {' … '.join(runs)}")
            speakers.missed.append(f"{name}: {speaker}, with the quote")
            continue
        quotes.found += 1
        if found[runs] is None:
            speakers.left_open += 1
            if speaker:
                speakers.missed.append(f"{name}: {speaker}, left open")
        elif found[runs] == speaker:
            speakers.found += 1
        else:
            speakers.wrong.append(f"{name}: {found[runs]} instead of {speaker or 'nobody'}")
    quotes.wrong += [f"{name}: {' … '.join(runs)}" for runs in found.keys() - expected.quotes]


def _evaluate_dates(
    draft: ArticleDraft, expected: ExpectedFindings, dates: KindResult, name: str
) -> None:
    found = [event for event in draft.events if event.date is not None]
    open_mentions = [
        mention for event in draft.events if event.date is None for mention in event.mentions
    ]
    open_words = {fold(mention.expression.words) for mention in open_mentions}
    dates.expected += len(expected.dates) + len(expected.open_dates)
    for date in map(PartialDate.parse, sorted(expected.dates)):
        if any(_is_match(event, date, expected) for event in found):
            dates.found += 1
        elif not expected.is_exact and any(_has_month_of(date, one) for one in open_mentions):
            dates.left_open += 1
        else:
            dates.missed.append(f"{name}: {date}")
    for words in sorted(expected.open_dates):
        if fold(words) in open_words:
            dates.left_open += 1
        else:
            dates.missed.append(f"{name}: {words}")
    expected_dates = [PartialDate.parse(date) for date in expected.dates]
    dates.wrong += [
        f"{name}: {event.date}"
        for event in found
        if not any(_is_match(event, date, expected) for date in expected_dates)
    ]


def _is_match(event: DraftEvent, date: PartialDate, expected: ExpectedFindings) -> bool:
    """Return whether the event has that date, or without `is_exact` one that overlaps it.

    Without `is_exact` an event that only direct speech mentions does not count: the events of the
    pack are taken from the articles' own words.
    """
    if event.date is None:
        return False
    if expected.is_exact:
        return date == event.date
    if all(mention.is_in_speech for mention in event.mentions):
        return False
    return not date.is_before(event.date) and not event.date.is_before(date)


def _has_month_of(date: PartialDate, mention: DateMention) -> bool:
    month = mention.expression.parts.get("month", "")
    return date.month is not None and month[:3] == MONTHS[date.month - 1][:3]


def _normalize_runs(runs: list[str] | Runs) -> Runs:
    """Return `runs` for a comparison that ignores a final stop or comma, and whitespace."""
    return tuple(collapse_whitespace(run).rstrip(".,") for run in runs)
