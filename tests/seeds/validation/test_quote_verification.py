"""Quotes stand word for word in the documents they cite; only quotation marks and blanks bend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.packs.pack_on_disk import PackOnDisk
from tests.world import TINY_DOCUMENTS

NEVER_DARK = "It was never dark on that set."


@pytest.fixture
def own_documents(tmp_path: Path) -> Path:
    """Documents that a test may change."""
    return Path(shutil.copytree(TINY_DOCUMENTS, tmp_path / "documents"))


def print_instead(documents: Path, words: str) -> None:
    """Let the letter print other words."""
    letter = documents / "lamp_letter.txt"
    text = letter.read_text("utf-8")
    assert NEVER_DARK in text
    letter.write_text(text.replace(NEVER_DARK, words), "utf-8")


def misprint(run: str, source: str = "source.lamp-letter") -> str:
    return f"{source} does not print these words: “{run}”"


def test_what_the_documents_print_passes(pack: PackOnDisk) -> None:
    assert pack.find_problems(TINY_DOCUMENTS) == []


@pytest.mark.parametrize(
    "quoted",
    [
        "It was never dark on the set.",
        "It was never dark on that set!",
        "it was never dark on that set.",
        "It was never dark, on that set.",
        "It was never dark ... on that set.",
        "It was dark on that set.",
        "It was neverdark on that set.",
        "It was never dark on that sét.",
        "as never dark on that se",
    ],
)
def test_one_word_or_mark_that_differs_is_a_misquote(pack: PackOnDisk, quoted: str) -> None:
    pack.change("quote.never-dark", NEVER_DARK, quoted)

    assert pack.find_problems(TINY_DOCUMENTS) == [
        f"entries.toml: quote.never-dark: {misprint(quoted)}"
    ]


@pytest.mark.parametrize(
    "quoted", ["was never dark on that set.", "It was never dark on that set", "never dark"]
)
def test_whole_words_may_be_quoted_out_of_a_longer_passage(pack: PackOnDisk, quoted: str) -> None:
    pack.change("quote.never-dark", NEVER_DARK, quoted)

    assert pack.find_problems(TINY_DOCUMENTS) == []


@pytest.mark.parametrize(
    ("quoted", "printed"),
    [
        ("'It wasn't \\\"dark\\\".'", "‘It wasn’t “dark”.’"),
        ("‘It wasn’t “dark”.’", "'It wasn't \"dark\".'"),
        ("It was never dark.", "It  was\n\tnever\u00a0dark."),
        ("It  was never\\ndark.", "It was never dark."),
    ],
)
def test_only_quotation_marks_and_blanks_may_look_different(
    pack: PackOnDisk, own_documents: Path, quoted: str, printed: str
) -> None:
    pack.change("quote.never-dark", NEVER_DARK, quoted)
    print_instead(own_documents, printed)

    assert pack.find_problems(own_documents) == []


@pytest.mark.parametrize(("quoted", "printed"), [("never-dark", "never–dark"), ("a...", "a…")])
def test_dashes_and_ellipses_stay_as_they_were_printed(
    pack: PackOnDisk, own_documents: Path, quoted: str, printed: str
) -> None:
    pack.change("quote.never-dark", NEVER_DARK, quoted)
    print_instead(own_documents, printed)

    assert pack.find_problems(own_documents) == [
        f"entries.toml: quote.never-dark: {misprint(quoted)}"
    ]


def test_every_run_of_every_variant_is_held_against_each_of_its_outlets(pack: PackOnDisk) -> None:
    pack.change("quote.more-to-tell", "so much more.", "so much less.")
    pack.change(
        "quote.more-to-tell",
        'sources = ["source.lamp-letter"]',
        'sources = ["source.lamp-post", "source.lamp-letter"]',
    )

    assert pack.find_problems(TINY_DOCUMENTS) == [
        f"entries.toml: quote.more-to-tell: {misprint(run, source)}"
        for run, source in [
            ("There is much more to tell,", "source.lamp-post"),
            ("so much less.", "source.lamp-letter"),
            ("so much less.", "source.lamp-post"),
        ]
    ]


def test_a_source_without_a_document_is_passed_over(pack: PackOnDisk) -> None:
    pack.change("source.lamp-letter", 'document = "lamp_letter.txt"', 'reference = "A letter"')
    pack.change("quote.never-dark", NEVER_DARK, "Something else.")

    assert pack.find_problems(TINY_DOCUMENTS) == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "No such file or directory"), (b"\xff\xff", "it is not UTF-8 text")],
)
def test_a_document_that_cannot_be_read_is_a_problem_of_its_source(
    pack: PackOnDisk, own_documents: Path, content: bytes | None, reason: str
) -> None:
    letter = own_documents / "lamp_letter.txt"
    letter.unlink()
    if content is not None:
        letter.write_bytes(content)

    message = f"document lamp_letter.txt cannot be read: {reason}"
    assert pack.find_located_problems(own_documents) == [
        f"entries.toml:13: source.lamp-letter: {message}"
    ]


def test_misquotes_are_told_in_the_same_run_as_everything_else(pack: PackOnDisk) -> None:
    pack.change("quote.never-dark", NEVER_DARK, "Never said.")
    pack.change("fact.ida-plays-vera", 'sources = ["source.lamp-post"]\n', "")

    assert pack.find_problems(TINY_DOCUMENTS) == [
        "entries.toml: fact.ida-plays-vera: cites no source",
        f"entries.toml: quote.never-dark: {misprint('Never said.')}",
    ]
