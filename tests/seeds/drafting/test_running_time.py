"""Running time is linear in the length of a text, however hostile."""

from __future__ import annotations

import time

import pytest

from seeds.drafting.articles import parse_article
from seeds.drafting.draft import build_draft
from seeds.drafting.toml_draft import format_drafts

pytestmark = pytest.mark.slow

LENGTH = 60_000
"""Characters."""
MAX_SECONDS = 10
"""Linear time is less than a second for LENGTH, quadratic time about a minute."""


@pytest.mark.parametrize(
    "fragment",
    ['"', "“", "‘", "'a ", "“a ", '"a\n\n', "“A said.\n\n“", ".", "!?", " ", "\n ", "a\r", "Abc ",
     "Mr. ", "A'", "A-", "Abc Def, ", "2016 ", "May 1 ", "1 to ", "in May, ", "he said, “a” ",
     "Al Bo said she. “No,” she said. ", "Al Bo said “No,” she said, ", "Al Bo (Al Bo) "],
)  # fmt: skip
def test_a_fragment_repeated_is_drafted_in_linear_time(fragment: str) -> None:
    text = (fragment * (LENGTH // len(fragment) + 1))[:LENGTH] + " End."
    began = time.process_time()

    format_drafts([build_draft(parse_article("article.txt", f"date 2024-05-03 {text}"))])

    assert time.process_time() - began < MAX_SECONDS


@pytest.mark.parametrize(
    "fragment", ["<p>a ", "<div>", "</p>", "<p>a</div>", "<b>a", "&lt;", "<br>"]
)
def test_a_page_of_one_tag_is_read_in_linear_time(fragment: str) -> None:
    text = f"<html><body>An article.{(fragment * LENGTH)[:LENGTH]}"
    began = time.process_time()

    build_draft(parse_article("article.html", text))

    assert time.process_time() - began < MAX_SECONDS
