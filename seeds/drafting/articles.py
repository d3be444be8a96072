"""Reads one plain-text article from disk, and locates spans in it by line and column."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

from seeds.dates import PartialDate
from seeds.drafting.spans import Span

MAX_BYTES = 2 * 2**20
"""Size limit of a file: far above any article, and drafting still takes only seconds."""
MAX_CONTROL_SHARE = 0.01
"""Share of control characters above which a file is taken for binary data."""

_DATE_HEADER = re.compile(r"\s*date:?[ \t]+(\d{4}\S*)[ \t]*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


class ArticleError(Exception):
    """An article cannot be drafted from; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Article:
    """The unchanged text of one file, so that offsets into it are offsets into the file's text."""

    name: str
    """File name without its folders, as in the `document` of a source."""
    text: str
    published: PartialDate | None = None
    """The date in the header `date YYYY[-MM[-DD]]`; None when there is no valid one."""
    body_start: int = 0
    """Offset at which the header ends; 0 without a header."""
    date_problem: str | None = None
    """Why the date in the header is invalid; None when it is valid or missing."""
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
    """Read the UTF-8 file at `path`. Raises ArticleError when it is not a text with content."""
    return parse_article(path.name, _decode(path, _read_bytes(path)))


def parse_article(name: str, text: str) -> Article:
    """Split the header from `text`. Raises ArticleError when nothing but whitespace is left."""
    header = _DATE_HEADER.match(text)
    start = header.end() if header else 0
    if not text[start:].strip():
        raise ArticleError(f"{name} holds no text: give a file with an article in it.")
    if header is None:
        return Article(name, text)
    try:
        return Article(name, text, PartialDate.parse(header[1]), start)
    except ValueError as error:
        return Article(name, text, None, start, str(error))


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ArticleError(f"{path} is a folder: give the files in it.")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ArticleError(f"{path} cannot be read: {error.strerror}.") from None
    if len(content) > MAX_BYTES:
        raise ArticleError(
            f"{path} has more than {MAX_BYTES // 2**20} MiB: give one article a file."
        )
    return content


def _decode(path: Path, content: bytes) -> str:
    if not content:
        raise ArticleError(f"{path} is empty: give a file with an article in it.")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ArticleError(f"{path} is UTF-16 text: save it as UTF-8.")
    if b"\0" in content or len(_CONTROL.findall(content)) > MAX_CONTROL_SHARE * len(content):
        raise ArticleError(f"{path} is not a text file: give an article saved as plain text.")
    text = content.removeprefix(codecs.BOM_UTF8)
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(_LINE_END.findall(text[: error.start].decode("latin-1"))) + 1
        raise ArticleError(
            f"{path}: line {line} is not UTF-8 text: save the file as UTF-8."
        ) from None
