"""Counts what drafting finds, misses and gets wrong, against hand-made lists and the pack."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from seeds.dates import PartialDate
from seeds.drafting.articles import read_article
from seeds.drafting.draft import Draft, draft_from
from seeds.drafting.events import Dated, Happening
from seeds.drafting.quotes.draft_quotes import printed_runs
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
class Count:
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


Figures = dict[str, Count]


@dataclass(frozen=True)
class Expected:
    """What an article holds. A speaker of "" and an open date have to be left to a person."""

    quotes: dict[Runs, str]
    people: set[str]
    dates: set[str]
    open_dates: set[str] = field(default_factory=set[str])
    exact: bool = True
    """Dates have to be these; otherwise one that may be the same is right, as for the pack."""


def own_figures(folder: Path) -> Figures:
    """Every article in `folder` against the list beside it."""
    figures = {kind: Count() for kind in KINDS}
    for path in sorted(folder.glob("*.txt")):
        listed = tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))
        quotes = {_plain(quote["runs"]): quote["speaker"] for quote in listed["quotes"]}
        dates, opened = set[str](listed["dates"]), set[str](listed["open"])
        judge(path, Expected(quotes, set(listed["people"]), dates, opened), figures)
    return figures


def pack_figures(documents: Path, pack: Pack) -> Figures:
    """The primary documents against what the pack made of them by hand."""
    figures = {kind: Count() for kind in KINDS}
    for source in pack.of_kind("source"):
        if isinstance(source, Source) and source.document is not None:
            path = documents / source.document
            judge(path, _from_pack(pack, source, path.read_text("utf-8")), figures)
    return figures


def _from_pack(pack: Pack, source: Source, text: str) -> Expected:
    quotes = {
        _plain(printing.runs): quote.speaker
        for quote in pack.of_kind("quote")
        if isinstance(quote, Quote)
        for printing in quote.printings
        if source.id in printing.sources
    }
    people = {person.slug for person in pack.manifest.people if person.name in text}
    dates = {
        str(event.date)
        for event in pack.of_kind("event")
        if isinstance(event, Event) and source.id in event.sources
    }
    return Expected(quotes, people, dates, exact=False)


def judge(path: Path, expected: Expected, figures: Figures) -> None:
    """Add how the article at `path` fared to `figures`."""
    draft = draft_from(read_article(path))
    name = path.stem
    _judge_quotes(draft, expected, figures, name)
    _judge_dates(draft, expected, figures["dates"], name)
    people = figures["people"]
    found = set(draft.people.found)
    people.expected += len(expected.people)
    people.found += len(found & expected.people)
    people.missed += [f"{name}: {slug}" for slug in sorted(expected.people - found)]
    people.wrong += [f"{name}: {slug}" for slug in sorted(found - expected.people)]


def _judge_quotes(draft: Draft, expected: Expected, figures: Figures, name: str) -> None:
    quotes, speakers = figures["quotes"], figures["speakers"]
    found = {
        _plain(printed_runs(draft.article, said.speech.runs).runs): said.speech.speaker
        for said in draft.said
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


def _judge_dates(draft: Draft, expected: Expected, dates: Count, name: str) -> None:
    found = [one for one in draft.happenings if one.date is not None]
    opened = [place for one in draft.happenings if one.date is None for place in one.places]
    words = {fold(place.expression.words) for place in opened}
    dates.expected += len(expected.dates) + len(expected.open_dates)
    for date in map(PartialDate.parse, sorted(expected.dates)):
        if any(_agree(date, one, expected) for one in found):
            dates.found += 1
        elif not expected.exact and any(_names_month_of(date, place) for place in opened):
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
        if not any(_agree(date, one, expected) for date in wanted_dates)
    ]


def _agree(wanted: PartialDate, found: Happening, expected: Expected) -> bool:
    """Whether both are the same; for the pack, which knows more, whether they may be.

    The pack's events are what articles tell, so a date that only stands in speech is none of them.
    """
    if found.date is None:
        return False
    if expected.exact:
        return wanted == found.date
    if all(place.is_spoken for place in found.places):
        return False
    return not wanted.is_before(found.date) and not found.date.is_before(wanted)


def _names_month_of(wanted: PartialDate, place: Dated) -> bool:
    month = place.expression.parts.get("month", "")
    return wanted.month is not None and month[:3] == MONTHS[wanted.month - 1][:3]


def _plain(runs: list[str] | Runs) -> Runs:
    """Runs to compare: the outlet's own closing stop or comma does not count."""
    return tuple(" ".join(run.split()).rstrip(".,") for run in runs)
