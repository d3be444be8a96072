"""Reads one article from disk, and locates spans in it by line and column."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

from seeds.dates import PartialDate
from seeds.drafting.headers import parse_header, parse_printed_date
from seeds.drafting.language import is_english
from seeds.drafting.spans import Span
from seeds.web_pages.article import extract_page, is_html

MAX_BYTES = 2 * 2**20
"""Size limit of a file: far above any article, and drafting still takes only seconds."""
MAX_CONTROL_SHARE = 0.01
"""Share of control characters above which a file is taken for binary data."""

_FORMATS = {
    b"{\\rtf": "an RTF document",
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a Word document or an archive",
    b"\xd0\xcf\x11\xe0": "a Word document",
}
"""Formats of documents by the bytes that they begin with."""
_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


class ArticleError(Exception):
    """An article cannot be drafted from; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Article:
    """The text of one file: unchanged, so that offsets into it are offsets into the file's text.

    Of an HTML page it is the readable text alone.
    """

    name: str
    """File name without its folders, as in the `document` of a source."""
    text: str
    published: PartialDate | None = None
    """The date above the text, as in the header `date YYYY[-MM[-DD]]`; None without a valid one."""
    body_start: int = 0
    """Offset at which the header ends; 0 without a header."""
    date_problem: str | None = None
    """Why the date in the header is invalid; None when it is valid or missing."""
    is_html: bool = False
    """Whether the file is an HTML page, so that offsets are those of its readable text."""
    _line_starts: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]
        object.__setattr__(self, "_line_starts", starts)

    def get_line_number(self, offset: int) -> int:
        """Return the number, from 1, of the line that contains the character at `offset`."""
        return bisect_right(self._line_starts, offset)

    def format_location(self, span: Span) -> str:
        """Format `span` as `file:line:column, characters start–end`; lines and columns from 1."""
        line = self.get_line_number(span.start)
        column = span.start - self._line_starts[line - 1] + 1
        return f"{self.name}:{line}:{column}, characters {span.start}–{span.end}"

    def get_text(self, span: Span) -> str:
        """Return the unchanged text of `span`."""
        return self.text[span.start : span.end]


def read_article(path: Path) -> Article:
    """Read the UTF-8 file at `path`, plain text or an HTML page.

    Raises ArticleError when it is not a text in English with content.
    """
    article = parse_article(path.name, _decode(path, _read_bytes(path)))
    if not is_english(article.text[article.body_start :]):
        raise ArticleError(f"{path} isn't in English: give an article that is.")
    return article


def parse_article(name: str, text: str) -> Article:
    """Split the header from `text`. Raises ArticleError when nothing but whitespace is left."""
    page = extract_page(text) if is_html(text) else None
    content = page.text if page else text
    header = parse_header(content)
    if not content[header.body_start :].strip():
        raise ArticleError(f"{name} has no text in it: give a file with an article in it.")
    in_head = parse_printed_date(page.published) if page and page.published else None
    return Article(
        name,
        content,
        in_head or header.published,
        header.body_start,
        header.date_problem,
        page is not None,
    )


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ArticleError(f"{path} is a folder: give the files in it.")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ArticleError(f"I can't read {path}: {error.strerror}.") from None
    if len(content) > MAX_BYTES:
        raise ArticleError(
            f"{path} has more than {MAX_BYTES // 2**20} MiB: give one article per file."
        )
    return content


def _decode(path: Path, content: bytes) -> str:
    if not content:
        raise ArticleError(f"{path} is empty: give a file with an article in it.")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ArticleError(f"{path} is UTF-16 text: save it as UTF-8.")
    for start, what in _FORMATS.items():
        if content.removeprefix(codecs.BOM_UTF8).lstrip().startswith(start):
            raise ArticleError(f"{path} is {what}: save the article as plain text.")
    if b"\0" in content or len(_CONTROL.findall(content)) > MAX_CONTROL_SHARE * len(content):
        raise ArticleError(f"{path} isn't a text file: save the article as plain text.")
    text = content.removeprefix(codecs.BOM_UTF8)
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(_LINE_END.findall(text[: error.start].decode("latin-1"))) + 1
        raise ArticleError(
            f"{path}: line {line} isn't UTF-8 text: save the file as UTF-8."
        ) from None
