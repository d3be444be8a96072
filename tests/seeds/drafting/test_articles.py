"""Reading articles: the text stays unchanged, and an unreadable file gives one sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from seeds.dates import PartialDate
from seeds.drafting.articles import MAX_BYTES, ArticleError, parse_article, read_article
from seeds.drafting.segmentation import split_paragraphs
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
        (b" \n\t\r\n ", "article.txt has no text in it: give a file with an article in it."),
        (
            b"date 2024-05-01\n\n",
            "article.txt has no text in it: give a file with an article in it.",
        ),
        (b"\x89PNG\r\n\x1a\n\0\0", "article.txt isn't a text file: save the article as "),
        (b"\x01\x02\x03\x04 few", "article.txt isn't a text file: save the article as "),
        ("Hi".encode("utf-16"), "article.txt is UTF-16 text: save it as UTF-8."),
        (b"One.\r\nTw\xf6.\n", "article.txt: line 2 isn't UTF-8 text: save the file as UTF-8."),
        (b"\xef\xbb\xbfOne.\n\nTw\xff.", "article.txt: line 3 isn't UTF-8 text: save the file "),
        (
            b"{\\rtf1\\ansi Hello.}",
            "article.txt is an RTF document: save the article as plain text.",
        ),
        (b"%PDF-1.7 x", "article.txt is a PDF document: save the article as plain text."),
        (b"PK\x03\x04\0", "article.txt is a Word document or an archive: save the article as "),
        (
            b"<html><body><nav>Home</nav></body></html>",
            "article.txt has no text in it: give a file ",
        ),
        (
            (
                "Die Fortsetzung des Films wurde am Dienstag angekündigt. Die Schauspielerin "
                "sagte, sie sei froh, nach so vielen Jahren wieder da zu sein, und was man bisher "
                "gesehen habe, sei nur der Anfang. Nun erklärte der Regisseur, dass die Arbeiten "
                "im Herbst beginnen und bis in den Winter dauern werden, wenn alle da sind."
            ).encode(),
            "article.txt isn't in English: give an article that is.",
        ),
        (
            ("Продолжение фильма было объявлено во вторник. " * 4).encode(),
            "article.txt isn't in English: give an article that is.",
        ),
        (b"a" * (MAX_BYTES + 1), "article.txt has more than 2 MiB: give one article per file."),
    ],
)
def test_a_file_that_is_not_an_article_gives_one_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    assert read_error(tmp_path, content).startswith(sentence)


def test_a_folder_and_a_missing_file_give_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="is a folder: give the files in it"):
        read_article(tmp_path)
    with pytest.raises(ArticleError, match=r"I can't read .*nowhere\.txt: No such file"):
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


@pytest.mark.parametrize(
    "header",
    [
        "By Ida Holm\nMar 28, 2022\n",
        "By Ida Holm | March 28, 2022 9:15 AM PT\n",
        "By Ida Holm, 28 March 2022\n",
        "Published: 28 Mar 2022\n",
        "Published on Monday, March 28, 2022 at 09:15 GMT; updated 30 March 2022\n",
        "Updated March 30, 2022\nPublished March 28, 2022\n",
        "Posted 2022-03-28\n",
        "Last updated: March 28, 2022\n",
        "28 March 2022, 9.15am BST\n",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_date_stands_in_a_by_line_or_under_the_headline(header: str, end: str) -> None:
    text = f"Lamps are lit again\n\n{header}\nThey were lit on May 1, 2021, in the harbour."

    article = parse_article("a.txt", text.replace("\n", end))

    assert article.published == PartialDate(2022, 3, 28)
    assert article.text[article.body_start :].strip().startswith("They were lit")


@pytest.mark.parametrize(
    "text",
    [
        "The lamps were lit on March 28, 2022.",
        "By March 28, 2022, all the lamps of the harbour had been lit, and no one knew why.",
        "Published poets met on March 28, 2022, and read to each other until the lamps went out.",
    ],
)
def test_a_date_in_the_text_is_not_the_articles_own(text: str) -> None:
    assert parse_article("a.txt", text).published is None


PAGE = """<!DOCTYPE html>
<html><head><title>“No,” says the title</title>{head}
<script>let a = "“No,” says the script"</script>
</head><body><nav>Home</nav><article><h1>Lamps</h1><p>Ida&nbsp;Holm &amp; co. lit
<b>ten</b> lamps.<br>Twice.<p>“Yes,” she said.</p><aside>“No,” says the box.</aside></article>
<footer>“No,” says the footer.</footer></body></html>"""


def test_of_an_html_page_the_article_alone_is_read() -> None:
    article = parse_article("a.html", PAGE.format(head=""))

    assert article.text == ("Lamps\n\nIda Holm & co. lit ten lamps.\nTwice.\n\n“Yes,” she said.")
    assert article.published is None


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2022-03-28T09:15:00Z">',
        '<meta name="date" content="March 28, 2022">',
        '<script type="application/ld+json">[{"@graph": [{"datePublished": "2022-03-28",'
        ' "dateModified": "2022-04-01"}]}]</script>',
        '<script type="application/ld+json">{"dateModified": "2022-03-28T09:00"}</script>',
        '<script type="application/ld+json">{broken</script><time datetime="2022-03-28">x</time>',
    ],
)
def test_the_date_of_an_html_page_stands_in_its_head(head: str) -> None:
    assert parse_article("a.html", PAGE.format(head=head)).published == PartialDate(2022, 3, 28)


def test_lines_with_the_ends_of_windows_are_one_paragraph_too() -> None:
    text = "The lamps were\r\nlit by Ida Holm.\r\n\r\nThen they\r\nwent out."

    assert [text[span.start : span.end] for span in split_paragraphs(text)] == [
        "The lamps were\r\nlit by Ida Holm.",
        "Then they\r\nwent out.",
    ]
