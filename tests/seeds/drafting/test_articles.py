"""Articles are read as they are, and what cannot be read is told in one sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from seeds.dates import PartialDate
from seeds.drafting.articles import MAX_BYTES, ArticleError, Span, parse_article, read_article


def refusal(tmp_path: Path, content: bytes) -> str:
    file = tmp_path / "article.txt"
    file.write_bytes(content)
    with pytest.raises(ArticleError) as told:
        read_article(file)
    return str(told.value).removeprefix(str(tmp_path) + os.sep)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "article.txt is empty: give a file with an article in it."),
        (b" \n\t\r\n ", "article.txt holds no text: give a file with an article in it."),
        (b"date 2024-05-01\n\n", "article.txt holds no text: give a file with an article in it."),
        (b"\x89PNG\r\n\x1a\n\0\0", "article.txt is not a text file: give an article saved as "),
        (b"\x01\x02\x03\x04 few", "article.txt is not a text file: give an article saved as "),
        ("Hi".encode("utf-16"), "article.txt is UTF-16 text: save it as UTF-8."),
        (b"One.\r\nTw\xf6.\n", "article.txt: line 2 is not UTF-8 text: save the file as UTF-8."),
        (b"\xef\xbb\xbfOne.\n\nTw\xff.", "article.txt: line 3 is not UTF-8 text: save the file "),
        (b"a" * (MAX_BYTES + 1), "article.txt has more than 2 MiB: give one article a file."),
    ],
)
def test_what_is_no_article_is_told_in_a_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    assert refusal(tmp_path, content).startswith(sentence)


def test_a_folder_and_a_missing_file_are_told_too(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="is a folder: give the files in it"):
        read_article(tmp_path)
    with pytest.raises(ArticleError, match=r"nowhere\.txt cannot be read: No such file"):
        read_article(tmp_path / "nowhere.txt")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless file here")
def test_a_file_without_an_end_is_refused_all_the_same() -> None:
    with pytest.raises(ArticleError, match="has more than 2 MiB"):
        read_article(Path("/dev/zero"))


def test_a_byte_order_mark_does_not_count_as_a_character(tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_bytes("\ufeffdate 2024-05-01 Ýr spoke.".encode())

    article = read_article(file)

    assert article.published == PartialDate(2024, 5, 1)
    assert article.get_text(Span(16, 25)) == "Ýr spoke."


@pytest.mark.parametrize("header", ["date 2024-05", " date 2024-05\n", "date: 2024-05 "])
def test_the_articles_own_date_keeps_its_precision(header: str) -> None:
    assert parse_article("a.txt", f"{header} Text.").published == PartialDate(2024, 5)


def test_a_day_that_never_was_is_no_date_and_says_so() -> None:
    article = parse_article("a.txt", "date 2024-02-30 Text.")

    assert article.published is None
    assert article.date_problem == "2024-02 has no day 30"


@pytest.mark.parametrize("text", ["Date night in Paris.", "A date 2024-05-01 was set."])
def test_a_text_that_only_mentions_a_date_has_no_header(text: str) -> None:
    assert (parse_article("a.txt", text).published, parse_article("a.txt", text).body_start) == (
        None,
        0,
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_count_every_kind_of_line_end(end: str) -> None:
    text = f"One.{end}{end}Two three."
    start = text.index("three")

    place = parse_article("a.txt", text).format_location(Span(start, start + 5))

    assert place == f"a.txt:3:5, characters {start}–{start + 5}"
