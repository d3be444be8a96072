"""Parses TOML and says in plain words, with its line, why a text is none."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_OPENED_TWICE = "a table is opened twice: write [[ ]] around the name of each entry"
_REASONS = (
    ("Illegal character '\\n'", "a quoted text does not end on its line"),
    ("Illegal character", "a text has a character that TOML does not allow"),
    ("Unescaped '\\' in a string", "a \\ in a text has to be doubled"),
    ("Unterminated string", "a text is missing its closing quotation mark"),
    ("Expected '\"", "a text is missing its closing quotation marks"),
    ("Expected \"'", "a text is missing its closing quotation marks"),
    ("Invalid hex value", "a \\u in a text needs four digits of a character"),
    ("Escaped character is not", "a \\u in a text is not a character"),
    ("Cannot overwrite a value", "a key appears twice in its table: keep one"),
    ("Duplicate inline table key", "a key appears twice in its table: keep one"),
    ("Cannot declare", _OPENED_TWICE),
    (
        "Cannot mutate immutable",
        "a table is opened twice: write [[ ]] around the name of each entry",
    ),
    (
        "Cannot redefine namespace",
        "a table is opened twice: write [[ ]] around the name of each entry",
    ),
    ("Expected '='", "a key needs = and a value after it"),
    ("Expected newline", "something comes after a value: write one key per line"),
    ("Invalid initial character for a key", "a key can only have letters, digits, - and _"),
    ("Invalid statement", "a line has to be a key with = and a value, or a [[heading]]"),
    ("Invalid value", "a value has to be text in quotation marks, a list, true, false or a number"),
    ("Invalid date", "a date has to be text in quotation marks"),
    ("Unclosed array", "a list is missing its closing ]"),
    ("Unclosed inline table", "a table in braces is missing its } on that line"),
    ("Expected ']", "a heading is missing its closing brackets"),
)
"""Beginnings of the messages of `tomllib`, and what to tell an author; the first that fits."""


class TomlSyntaxError(Exception):
    """A text is no TOML; the message is a sentence, `line` counts from 1, None for no line."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(f"cannot be read as TOML: {reason}")


def parse_toml(text: str) -> dict[str, Any]:
    """Return the tables and values of a text; raises TomlSyntaxError."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _explain(str(error), text) from None
    except ValueError:
        # Python converts no number of more than 4,300 digits.
        raise TomlSyntaxError("a number is too long") from None
    except RecursionError:
        raise TomlSyntaxError("it is nested too deeply") from None


def _explain(message: str, text: str) -> TomlSyntaxError:
    place = _PLACE.search(message)
    known = (reason for beginning, reason in _REASONS if message.startswith(beginning))
    line = None
    if place is not None:
        line = int(place[1]) if place[1] else len(text.rstrip().splitlines())
    return TomlSyntaxError(next(known, message.removesuffix(place[0] if place else "")), line)
