"""The TOML of a draft: valid under the schema once a person has filled in what it asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.drafting.articles import ArticleError, parse_article, read_article
from seeds.drafting.draft import build_draft
from seeds.drafting.toml_draft import format_drafts
from seeds.pack import LocatedEntry, Person
from seeds.schema import ENTRY_TYPES, MAX_QUOTE_LENGTH, Quote, Source
from seeds.validation.quote_verification import check_against_documents
from tests.seeds.drafting.evaluation import ARTICLES, HELD_OUT

FIXTURES = [*ARTICLES.glob("*.txt"), *HELD_OUT.glob("*.txt")]
FILLED_IN_DATE = "9999"
LOCATION = re.compile(r"^# (\S+):(\d+):(\d+), characters (\d+)–(\d+)$")


def draft_articles(*texts: str) -> str:
    articles = [parse_article(f"article {number}.txt", text) for number, text in enumerate(texts)]
    return format_drafts([build_draft(article) for article in articles])


def fill_in(draft: str) -> list[Any]:
    """Return the entries and people of a draft, validated after missing dates are filled in."""
    tables = tomllib.loads(draft)
    people = [Person.model_validate(row) for row in tables.pop("people", [])]
    dates = {"quote": {"said": FILLED_IN_DATE}, "event": {"date": FILLED_IN_DATE}}
    entries = [
        ENTRY_TYPES[kind].model_validate({**dates.get(kind, {}), **row})
        for kind, rows in tables.items()
        for row in rows
    ]
    return [*entries, *people]


def test_a_draft_has_entries_locations_doubts_and_placeholders() -> None:
    text = "date 2024-05-03 Writer Ana Ruiz spoke.\n\n“We open in 2025,” she told Lamp on Tuesday."

    assert draft_articles(text).split("\n\n", 2)[2] == (
        "[[source]]\n"
        'id = "source.article-0"\n'
        '# fill in: publisher = "…"\n'
        'title = "fill in"  # fill in: what the article says, in your own words\n'
        'published = "2024-05-03"\n'
        'document = "article 0.txt"\n'
        '# fill in: url = "…"\n'
        "\n"
        "[[quote]]\n"
        "# article 0.txt:3:1, characters 40–58\n"
        "# speaker: “she” at article 0.txt:3:20, characters 59–62\n"
        "# unsure: “she” names no one, and neither does this paragraph before it\n"
        'id = "quote.we-open-in-2025"\n'
        'speaker = "fill-in"  # fill in: the slug of the person speaking\n'
        "# said: read from “Tuesday” at article 0.txt:3:37, characters 76–83\n"
        "# unsure: said: the last Tuesday, counted from the article's date\n"
        'said = "2024-04-30"\n'
        'occasion = "fill in"  # fill in: where or to who, as it goes after "said"\n'
        'words = "We open in 2025"\n'
        'topics = ["fill-in"]  # fill in: slugs of topics\n'
        'sources = ["source.article-0"]\n'
        "\n"
        "[[event]]\n"
        "# article 0.txt:3:13, characters 52–56: “2025”\n"
        "#   in: ““We open in 2025,” she told Lamp on Tuesday.”\n"
        "# unsure: date: it's inside a quote\n"
        'id = "event.article-0-2025"\n'
        'date = "2025"\n'
        'title = "fill in"  # fill in: what happened, in your own words; or drop the entry\n'
        'text = "fill in"  # fill in: the same in more detail, in your own words\n'
        'category = "news"  # fill in: or release, birth, stage, screen, interview, …\n'
        'topics = ["fill-in"]  # fill in: slugs of topics\n'
        'sources = ["source.article-0"]\n'
        "\n"
        "[[event]]\n"
        "# article 0.txt:3:37, characters 76–83: “Tuesday”\n"
        "#   in: ““We open in 2025,” she told Lamp on Tuesday.”\n"
        "# unsure: date: the last Tuesday, counted from the article's date\n"
        'id = "event.article-0-2024-04-30"\n'
        'date = "2024-04-30"\n'
        'title = "fill in"  # fill in: what happened, in your own words; or drop the entry\n'
        'text = "fill in"  # fill in: the same in more detail, in your own words\n'
        'category = "news"  # fill in: or release, birth, stage, screen, interview, …\n'
        'topics = ["fill-in"]  # fill in: slugs of topics\n'
        'sources = ["source.article-0"]\n'
        "\n"
        "# ── People: move these into pack.toml ──\n"
        "\n"
        "[[people]]\n"
        "# article 0.txt:1:24, characters 23–31: called “writer”\n"
        'slug = "ana-ruiz"\n'
        'name = "Ana Ruiz"\n'
    )


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_draft_with_filled_in_dates_is_valid(path: Path) -> None:
    text = format_drafts([build_draft(read_article(path))])
    entries = fill_in(text)

    assert len({entry.id for entry in entries if not isinstance(entry, Person)}) == len(
        [entry for entry in entries if not isinstance(entry, Person)]
    )
    assert {type(entry) for entry in entries} >= {Source, Quote, Person}


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_quote_is_word_for_word_in_its_article(path: Path) -> None:
    entries = fill_in(format_drafts([build_draft(read_article(path))]))
    located = [LocatedEntry("draft.toml", one) for one in entries if not isinstance(one, Person)]

    assert check_against_documents(located, path.parent) == []


def test_the_locations_of_quotes_are_those_of_their_quotation_marks(documents: Path) -> None:
    for path in documents.glob("*.txt"):
        text = path.read_text("utf-8")
        locations = filter(
            None, map(LOCATION.match, format_drafts([build_draft(read_article(path))]).split("\n"))
        )
        found = [
            (int(match[2]), int(match[3]), int(match[4]), int(match[5])) for match in locations
        ]
        assert found
        for line, column, start, end in found:
            assert text.split("\n")[line - 1][column - 1] == text[start]
            assert text[start] in '“"'
            assert text[end - 1] in '”"“'


def test_the_entries_of_several_articles_have_unique_ids() -> None:
    text = "“We rest now,” said Ana Ruiz in May 2019."
    entries = tomllib.loads(draft_articles(text, text, text))

    ids = [row["id"] for kind in ("source", "quote", "event") for row in entries[kind]]
    assert len(set(ids)) == len(ids) == 9
    assert [row["slug"] for row in entries["people"]] == ["ana-ruiz"]
    assert "quote.we-rest-now-3" in ids


def test_a_long_quote_is_cut_after_a_complete_sentence_with_a_doubt() -> None:
    words = "It was a very long night. " * 40
    draft = draft_articles(f"“{words}” said Ana Ruiz.", f"“{'ah' * 400},” said Ana Ruiz.")
    first, second = tomllib.loads(draft)["quote"]

    assert len(first["words"]) <= MAX_QUOTE_LENGTH
    assert first["words"].endswith("night.")
    assert second["words"] == "ah" * 250
    assert "# unsure: cut: 493 of 1039 characters; a quote can have 500, so choose which" in draft


def test_no_text_can_end_a_comment_or_a_string() -> None:
    hostile = 'He ‘a\\ “"b" \x1b[1m\u202e]]\u2028 # x = 1,’ said Ana Ruiz.\x0b[[event]]\x85id = 1.'
    tables = tomllib.loads(draft_articles(hostile))

    assert set(tables) == {"source", "quote", "people"}
    assert tables["quote"][0]["words"] == 'a\\ “"b" \x1b[1m\u202e]] # x = 1'


def test_the_number_of_comments_is_limited() -> None:
    draft = draft_articles("It ran in 2016. " * 100 + "The “red thing” ran. " * 500)

    assert "# and 80 more places" in draft
    assert "# and 300 more that I left out" in draft


FRAGMENTS = st.sampled_from(
    ["“", "”", '"', "‘", "’", "'", " ", "\n", "\n\n", "\r\n", ". ", ", ", ": ", "? ", "…", "—",
     "(", ")", "Ana Ruiz", "Tom Bell", "Bell", "she", "he", "said", "told", "according to",
     "actor", "as",
     "It was good", "in May", "last week", "on Friday", "3 June 2019", "2016", "date 2024-05-03 ",
     "\x00", "\t", "é", "漢字", "\u202e", "\\", "#", "[["]
)  # fmt: skip


@given(st.lists(FRAGMENTS, max_size=40).map("".join))
def test_any_text_gives_a_valid_draft_with_exact_quotes(text: str) -> None:
    try:
        article = parse_article("article.txt", text)
    except ArticleError:
        return
    draft = build_draft(article)
    normalized = " ".join(text.split())

    for entry in fill_in(format_drafts([draft])):
        if isinstance(entry, Quote):
            assert all(run in normalized for run in entry.runs)
            assert sum(map(len, entry.runs)) <= MAX_QUOTE_LENGTH
    for dated in draft.speeches:
        assert all(0 <= run.start < run.end <= len(text) for run in dated.speech.runs)
