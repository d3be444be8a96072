"""Counts what drafting finds, misses and gets wrong, against hand-made lists and the pack."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from seeds.dates import PartialDate
from seeds.drafting.articles import read_article
from seeds.drafting.draft import ArticleDraft, build_draft
from seeds.drafting.events import DateMention, DraftEvent
from seeds.drafting.quotes.draft_quotes import trim_quote
from seeds.drafting.word_lists import MONTHS
from seeds.folding import fold
from seeds.pack import Pack
from seeds.schema import Event, Quote, Source

HERE = Path(__file__).parent
ARTICLES = HERE / "articles"
HELD_OUT = HERE / "held_out"
KINDS = ("quotes", "speakers", "dates", "people")

Runs = tuple[str, ...]


@dataclass
class KindResult:
    """How one kind fared; `left_open` is what a person was asked to fill in, with the reason."""

    expected: int = 0
    found: int = 0
    left_open: int = 0
    missed: list[str] = field(default_factory=list[str])
    wrong: list[str] = field(default_factory=list[str])

    def __str__(self) -> str:
        return (
            f"{self.found} of {self.expected} found, {self.left_open} left open, "
            f"{len(self.missed)} missed, {len(self.wrong)} wrong"
        )


EvaluationResults = dict[str, KindResult]


@dataclass(frozen=True)
class ExpectedFindings:
    """What an article holds. A speaker of "" and an open date have to be left to a person."""

    quotes: dict[Runs, str]
    people: set[str]
    dates: set[str]
    open_dates: set[str] = field(default_factory=set[str])
    exact: bool = True
    """Dates have to be these; otherwise one that may be the same is right, as for the pack."""


def evaluate_articles(folder: Path) -> EvaluationResults:
    """Every article in `folder` against the list beside it."""
    results = {kind: KindResult() for kind in KINDS}
    for path in sorted(folder.glob("*.txt")):
        expected_lists = tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))
        quotes = {
            _normalize_runs(quote["runs"]): quote["speaker"] for quote in expected_lists["quotes"]
        }
        dates, opened = set[str](expected_lists["dates"]), set[str](expected_lists["open"])
        evaluate_article(
            path, ExpectedFindings(quotes, set(expected_lists["people"]), dates, opened), results
        )
    return results


def evaluate_pack(documents: Path, pack: Pack) -> EvaluationResults:
    """The primary documents against what the pack made of them by hand."""
    results = {kind: KindResult() for kind in KINDS}
    for source in pack.list_by_kind("source"):
        if isinstance(source, Source) and source.document is not None:
            path = documents / source.document
            evaluate_article(
                path, _expected_from_pack(pack, source, path.read_text("utf-8")), results
            )
    return results


def _expected_from_pack(pack: Pack, source: Source, text: str) -> ExpectedFindings:
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
    return ExpectedFindings(quotes, people, dates, exact=False)


def evaluate_article(path: Path, expected: ExpectedFindings, results: EvaluationResults) -> None:
    """Add how the article at `path` fared to `figures`."""
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
        _normalize_runs(trim_quote(draft.article, said.speech.runs).runs): said.speech.speaker_slug
        for said in draft.speeches
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
    found = [one for one in draft.events if one.date is not None]
    opened = [place for one in draft.events if one.date is None for place in one.mentions]
    words = {fold(place.expression.words) for place in opened}
    dates.expected += len(expected.dates) + len(expected.open_dates)
    for date in map(PartialDate.parse, sorted(expected.dates)):
        if any(_dates_match(date, one, expected) for one in found):
            dates.found += 1
        elif not expected.exact and any(_has_month_of(date, place) for place in opened):
            dates.left_open += 1
        else:
            dates.missed.append(f"{name}: {date}")
    for wanted in sorted(expected.open_dates):
        if fold(wanted) in words:
            dates.left_open += 1
        else:
            dates.missed.append(f"{name}: {wanted}")
    wanted_dates = [PartialDate.parse(date) for date in expected.dates]
    dates.wrong += [
        f"{name}: {one.date}"
        for one in found
        if not any(_dates_match(date, one, expected) for date in wanted_dates)
    ]


def _dates_match(wanted: PartialDate, found: DraftEvent, expected: ExpectedFindings) -> bool:
    """Whether both are the same; for the pack, which knows more, whether they may be.

    The pack's events are what articles tell, so a date that only stands in speech is none of them.
    """
    if found.date is None:
        return False
    if expected.exact:
        return wanted == found.date
    if all(place.is_in_speech for place in found.mentions):
        return False
    return not wanted.is_before(found.date) and not found.date.is_before(wanted)


def _has_month_of(wanted: PartialDate, place: DateMention) -> bool:
    month = place.expression.parts.get("month", "")
    return wanted.month is not None and month[:3] == MONTHS[wanted.month - 1][:3]


def _normalize_runs(runs: list[str] | Runs) -> Runs:
    """Runs to compare: the outlet's own closing stop or comma does not count."""
    return tuple(" ".join(run.split()).rstrip(".,") for run in runs)
