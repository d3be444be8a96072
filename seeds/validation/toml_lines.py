"""Finds the line of every key in TOML; `tomllib` parses it but gives no positions.

The grammar is https://toml.io/en/v1.0.0. Only what a reader needs who knows already that the text
is valid is told apart here, and only packs with problems are scanned.
"""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress

from seeds.pack import KeyPath

_BLANK = re.compile(r"(?:[ \t\n]+|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*(?:([\w-]+)|("(?:[^"\\\n]|\\.)*"|'[^'\n]*'))[ \t]*""", re.ASCII)
_STRING = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}|\'{3}.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*\'''', re.DOTALL
)
_SCALAR = re.compile(r"[^,\]}#\n]+")


def find_key_lines(text: str) -> dict[KeyPath, int]:
    """Return the line, from 1 on, of every table, key and list item of valid TOML, by its path.

    The line of a table of an array is that of its heading. What follows nesting too deep to be
    scanned has no line.
    """
    scanner = _Scanner(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    with suppress(RecursionError, _UnexpectedTextError):
        scanner.scan()
    return scanner.lines


def get_nearest_line(lines: dict[KeyPath, int], path: KeyPath) -> int | None:
    """Return the line of `path`, or of the innermost table or list around it that has one.

    A table with an id is found at its id rather than at its heading.
    """
    around = [path[:end] for end in range(len(path), 0, -1)]
    candidates = (one for inner in around for one in ((*inner, "id"), inner))
    return next((lines[one] for one in candidates if one in lines), None)


class _UnexpectedTextError(Exception):
    """The text is not valid TOML at the position of the scanner."""


class _Scanner:
    """Moves through the statements of one text; `lines` is what it has found."""

    def __init__(self, text: str) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._text = text
        self._position = 0
        self._line, self._counted_position = 1, 0
        self._last_indices: dict[KeyPath, int] = {}
        """The index of the newest table of each array of tables."""

    def scan(self) -> None:
        table: KeyPath = ()
        while self._skip_blank():
            if self._accept("[["):
                table = self._scan_array_heading()
            elif self._accept("["):
                table = self._note(self._resolve(self._take_key()))
                self._expect("]")
            else:
                self._scan_pair(table)

    def _scan_array_heading(self) -> KeyPath:
        *outer, name = self._take_key()
        array = self._note((*self._resolve(outer), name))
        index = self._last_indices.get(array, -1) + 1
        self._last_indices[array] = index
        self._expect("]]")
        return self._note((*array, index))

    def _resolve(self, keys: list[str]) -> KeyPath:
        """Return the path of a heading's keys, with the index of each array of tables on it."""
        path: KeyPath = ()
        for key in keys:
            path = self._note((*path, key))
            if path in self._last_indices:
                path = (*path, self._last_indices[path])
        return path

    def _scan_pair(self, table: KeyPath) -> None:
        self._count_lines()
        path = table
        for key in self._take_key():
            path = self._note((*path, key))
        self._expect("=")
        self._scan_value(path)

    def _scan_value(self, path: KeyPath) -> None:
        self._skip_blank()
        if self._accept("["):
            self._scan_list(path)
        elif self._accept("{"):
            self._scan_inline_table(path)
        else:
            is_string = self._text.startswith(('"', "'"), self._position)
            self._take(_STRING if is_string else _SCALAR)

    def _scan_list(self, path: KeyPath) -> None:
        index = 0
        while self._skip_blank() and not self._accept("]"):
            self._scan_value(self._note((*path, index)))
            index += 1
            self._skip_blank()
            self._accept(",")

    def _scan_inline_table(self, path: KeyPath) -> None:
        while self._skip_blank() and not self._accept("}"):
            self._scan_pair(path)
            self._skip_blank()
            self._accept(",")

    def _take_key(self) -> list[str]:
        keys: list[str] = []
        while True:
            bare, quoted = self._take(_KEY).groups()
            keys.append(bare or tomllib.loads(f"key = {quoted}")["key"])
            if not self._accept("."):
                return keys

    def _note(self, path: KeyPath) -> KeyPath:
        """Record the line of `path` unless it has one, and return the path."""
        if path not in self.lines:
            self._count_lines()
            self.lines[path] = self._line
        return path

    def _count_lines(self) -> None:
        self._line += self._text.count("\n", self._counted_position, self._position)
        self._counted_position = self._position

    def _skip_blank(self) -> bool:
        """Skip whitespace and comments; return whether text is left."""
        self._take(_BLANK)
        return self._position < len(self._text)

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str]:
        match = pattern.match(self._text, self._position)
        if match is None:
            raise _UnexpectedTextError
        self._position = match.end()
        return match

    def _accept(self, token: str) -> bool:
        is_next = self._text.startswith(token, self._position)
        if is_next:
            self._position += len(token)
        return is_next

    def _expect(self, token: str) -> None:
        self._skip_blank()
        if not self._accept(token):
            raise _UnexpectedTextError
