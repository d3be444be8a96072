"""Reading articles: the text stays unchanged, and an unreadable file gives one sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from seeds.dates import PartialDate
from seeds.drafting.articles import MAX_BYTES, ArticleError, parse_article, read_article
from seeds.drafting.spans import Span


def read_error(tmp_path: Path, content: bytes) -> str:
    file = tmp_path / "article.txt"
    file.write_bytes(content)
    with pytest.raises(ArticleError) as error:
        read_article(file)
    return str(error.value).removeprefix(str(tmp_path) + os.sep)


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
def test_a_file_that_is_not_an_article_gives_one_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    assert read_error(tmp_path, content).startswith(sentence)


def test_a_folder_and_a_missing_file_give_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="is a folder: give the files in it"):
        read_article(tmp_path)
    with pytest.raises(ArticleError, match=r"nowhere\.txt cannot be read: No such file"):
        read_article(tmp_path / "nowhere.txt")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no endless file")
def test_an_endless_file_is_refused() -> None:
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


def test_an_impossible_day_in_the_header_is_a_date_problem() -> None:
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
def test_a_location_counts_every_kind_of_line_end(end: str) -> None:
    text = f"One.{end}{end}Two three."
    start = text.index("three")

    location = parse_article("a.txt", text).format_location(Span(start, start + 5))

    assert location == f"a.txt:3:5, characters {start}–{start + 5}"
