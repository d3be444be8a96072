"""Hostile texts take time in proportion to their length, not to its square."""

from __future__ import annotations

import time

import pytest

from seeds.drafting.articles import parse_article
from seeds.drafting.draft import build_draft
from seeds.drafting.toml_draft import format_drafts

LENGTH = 60_000
MOST_SECONDS = 10
"""Each takes less than a second where nothing is wrong, and a minute where something is."""


@pytest.mark.parametrize(
    "scrap",
    ['"', "“", "‘", "'a ", "“a ", '"a\n\n', "“A said.\n\n“", ".", "!?", " ", "\n ", "a\r", "Abc ",
     "Mr. ", "A'", "A-", "Abc Def, ", "2016 ", "May 1 ", "1 to ", "in May, ", "he said, “a” ",
     "Al Bo said she. “No,” she said. ", "Al Bo said “No,” she said, ", "Al Bo (Al Bo) "],
)  # fmt: skip
def test_a_text_of_one_scrap_repeated_ends(scrap: str) -> None:
    text = (scrap * (LENGTH // len(scrap) + 1))[:LENGTH] + " End."
    began = time.perf_counter()

    format_drafts([build_draft(parse_article("article.txt", f"date 2024-05-03 {text}"))])

    assert time.perf_counter() - began < MOST_SECONDS
