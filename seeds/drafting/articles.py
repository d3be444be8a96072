"""Reads one plain-text article from disk, or says in a sentence why it cannot."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from seeds.dates import PartialDate

MAX_BYTES = 2 * 2**20
"""Larger files are refused: no article is that long, and reading stays a matter of seconds."""
MAX_CONTROL_SHARE = 0.01
"""Above this share of control characters a file is no text."""

_DATE_HEADER = re.compile(r"\s*date:?[ \t]+(\d{4}\S*)[ \t]*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


class Span(NamedTuple):
    """Characters of an article from `start` up to, but without, `end`; counted from 0."""

    start: int
    end: int


class ArticleError(Exception):
    """An article cannot be drafted from; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Article:
    """The text of one file, line ends and all, so that every place stays exact."""

    name: str
    """File name without its folders, as a source's `document` wants it."""
    text: str
    published: PartialDate | None = None
    """What its first line says, as `date YYYY-MM-DD`."""
    body_start: int = 0
    """Where the text begins, after that first line's date."""
    date_problem: str | None = None
    """What is wrong with that date."""
    _lines: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]
        object.__setattr__(self, "_lines", starts)

    def get_line_number(self, offset: int) -> int:
        """The line that holds the character at `offset`, counted from 1."""
        return bisect_right(self._lines, offset)

    def format_location(self, span: Span) -> str:
        """Where `span` stands: file, line and column counted from 1, characters from 0."""
        line = self.get_line_number(span.start)
        column = span.start - self._lines[line - 1] + 1
        return f"{self.name}:{line}:{column}, characters {span.start}–{span.end}"

    def get_text(self, span: Span) -> str:
        """The characters of `span`, exactly as printed."""
        return self.text[span.start : span.end]


def read_article(path: Path) -> Article:
    """The article in the file at `path`. Raises ArticleError when it is none."""
    return parse_article(path.name, _decode(path, _read_bytes(path)))


def parse_article(name: str, text: str) -> Article:
    """The article that `text` is. Raises ArticleError when there is nothing to read."""
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
