"""Quotes and facts are found by their words; search text is never FTS5 syntax."""

from __future__ import annotations

import pytest

from seeds.schema import Quote
from storage.canon.entry_rotation import build_search_query
from storage.engines.text_search import SQLITE_SEARCH
from storage.store import Store


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ("never dark", "quote.never-dark"),
        ("DARK never", "quote.never-dark"),
        ("“Never” – dark!", "quote.never-dark"),
        ("nevér dárk", "quote.never-dark"),
        ("dar", "quote.never-dark"),
        ("never dar", "quote.never-dark"),
        ("much more to tell", "quote.more-to-tell"),
        ("so much more", "quote.more-to-tell"),
        ("telling", "quote.more-to-tell"),
        ("Per Lund", "quote.never-dark"),
        ("Cast", "quote.never-dark"),
        ("season two", "quote.more-to-tell"),
        ("letter to the fans", "quote.never-dark"),
        ("da", None),
        ("ark", None),
        ("dark moon", None),
        ("nev dark", None),
    ],
)
async def test_a_search_wants_every_word_and_takes_the_start_of_the_last(
    store: Store, about: str, expected: str | None
) -> None:
    picked = await store.rotation.pick(Quote, 1, search_text=about)

    assert (picked.id if picked else None) == expected


async def test_the_words_of_a_variant_are_searched_too(store: Store) -> None:
    picked = await store.rotation.pick(Quote, 1, search_text="there is much more")

    assert picked is not None
    assert picked.id == "quote.more-to-tell"


@pytest.mark.parametrize(
    "about",
    [
        "",
        " ",
        "*",
        '"',
        '""',
        "'",
        "(",
        "dark)",
        "dark OR lamp",
        "NOT dark",
        "dark AND",
        "NEAR(never dark)",
        "text:dark",
        "^dark",
        "-dark",
        "dark*",
        '"dark" OR "a"*',
        "never + dark",
        "{dark}",
        "dark\0",
        "'; DROP TABLE entry; --",
        "?1",
        ":words",
        "%",
        "\ud83d",
        "🦆",
        "dark " * 1000,
        "x" * 6000,
        " ".join(f"w{number}" for number in range(1500)),
    ],
)
async def test_no_search_is_understood_as_anything_but_words(store: Store, about: str) -> None:
    picked = await store.rotation.pick(Quote, 1, search_text=about)
    listed = {"dark)", "^dark", "-dark", "dark*", "never + dark", "{dark}", "dark\0"}

    is_dark = about in listed or about == "dark " * 1000
    assert (picked.id if picked else None) == ("quote.never-dark" if is_dark else None)
    assert (await store.canon.for_guild(None).count_by_kind())["quote"] == 2


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("never dark", '"never" "dark"*'),
        ("it", '"it"'),
        ("NOT it", '"not" "it"'),
        ('say "more', '"say" "more"*'),
        ("?!", '""'),
    ],
)
def test_every_word_of_a_query_is_quoted(typed: str, query: str) -> None:
    assert build_search_query(SQLITE_SEARCH, typed) == query
