"""The pack that ships with the bot is sound, sourced, and known to its own folder only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from seeds.dates import PartialDate
from seeds.loader import BUNDLED_PACK, load_pack
from seeds.pack import Pack
from seeds.schema import CitedEntry, Event, Question, Quote, Source, Status

ROOT = Path(__file__).parents[2]
OF_THE_FILM = re.compile("romy|michele|kudrow|sorvino", re.IGNORECASE)
MODULES = sorted(
    path for floor in ("bot", "cogs", "seeds", "storage") for path in (ROOT / floor).rglob("*.py")
)


@pytest.fixture(scope="module")
def bundled() -> Pack:
    """The pack, read once."""
    return load_pack(BUNDLED_PACK)


def test_every_quote_stands_word_for_word_in_its_document(documents: Path) -> None:
    pack = load_pack(BUNDLED_PACK, documents)

    cited = {
        source.id
        for source in pack.list_by_kind("source")
        if isinstance(source, Source) and source.document
    }
    checked = [quote for quote in pack.list_by_kind("quote") if cited & {*quote.references}]
    assert len(cited) == 5
    assert len(checked) >= 15


def test_every_entry_cites_a_source_or_is_one(bundled: Pack) -> None:
    for entry in bundled.entries.values():
        if isinstance(entry, CitedEntry):
            assert all(isinstance(bundled.entries[name], Source) for name in entry.sources)
            assert entry.sources, entry.id


def test_the_film_is_quoted_in_single_lines_of_its_characters(bundled: Pack) -> None:
    characters = {one.slug for one in bundled.manifest.people if one.character}
    quotes = [one for one in bundled.list_by_kind("quote") if isinstance(one, Quote)]
    lines = [one for one in quotes if one.speaker in characters]

    assert len(lines) >= 8
    for line in lines:
        assert line.occasion.startswith("in the film, ")
        assert line.said == PartialDate(1997)
        assert all("\n" not in run for one in line.printings for run in one.runs)
    assert all(not one.occasion.startswith("in the film") for one in quotes if one not in lines)


def test_there_are_enough_questions_of_both_styles_and_every_difficulty(bundled: Pack) -> None:
    questions = [one for one in bundled.list_by_kind("question") if isinstance(one, Question)]

    assert len(questions) >= 40
    assert {question.style for question in questions} == {"choice", "typed"}
    assert {question.difficulty for question in questions} == {"easy", "medium", "hard"}
    assert len({question.text.casefold() for question in questions}) == len(questions)


def test_the_status_history_tells_stages_and_what_became_of_promises(bundled: Pack) -> None:
    history = [one for one in bundled.list_by_kind("status") if isinstance(one, Status)]

    assert len({status.stage for status in history}) > 1
    assert any(status.promises for status in history)


def test_every_document_is_dated_and_says_why_where_it_prints_no_date(bundled: Pack) -> None:
    for source in bundled.list_by_kind("source"):
        if isinstance(source, Source) and source.document:
            assert source.published is not None, source.id
            assert source.dating or isinstance(source.published, PartialDate), source.id


def test_there_is_something_to_remember_in_every_month(bundled: Pack) -> None:
    events = [one for one in bundled.list_by_kind("event") if isinstance(one, Event)]
    days = {(one.date.month, one.date.day) for one in events if one.date.day is not None}

    assert {month for month, _ in days} == set(range(1, 13))
    assert len(days) >= 60


def test_no_two_sources_share_an_address(bundled: Pack) -> None:
    sources = [one for one in bundled.list_by_kind("source") if isinstance(one, Source)]
    addresses = [one.url for one in sources if one.url]

    assert len(set(addresses)) == len(addresses)


def test_every_source_is_cited(bundled: Pack) -> None:
    cited = {name for entry in bundled.entries.values() for name in entry.references}

    assert {one.id for one in bundled.list_by_kind("source")} <= cited


def test_some_quotes_keep_the_variants_of_several_outlets(bundled: Pack) -> None:
    quotes = [quote for quote in bundled.list_by_kind("quote") if isinstance(quote, Quote)]

    assert any(len(quote.printings) > 1 for quote in quotes)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_code_knows_the_film(path: Path) -> None:
    named = {
        line.strip() for line in path.read_text("utf-8").splitlines() if OF_THE_FILM.search(line)
    }

    assert named <= {'BUNDLED_PACK = Path(__file__).parent / "romy_and_michele"'}
