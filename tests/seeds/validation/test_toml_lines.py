"""Every key and list item of a TOML file is found on the line on which its author wrote it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from seeds.pack import KeyPath
from seeds.validation.toml_lines import find_key_lines, get_nearest_line

ROOT = Path(__file__).parents[3]
PACK_FILES = sorted((*ROOT.glob("seeds/*/**/*.toml"), *ROOT.glob("tests/packs/**/*.toml")))

WRITTEN = r'''
# a comment with [brackets] and = signs
title = "one"   # and one behind a value
when = 1979-05-27 07:32:00

[[event]]
id = "event.a"
text = """
[[event]]
id = "not a heading"
two quotes at the end"""""
topics = [
  "cast", # first
  'story',
]

[[status]]
id = "status.a"
role = { character = "Vera", performer = 'ida' }

[[status.promises]]
text = 'first'

[[status.promises]]
due = '''.lstrip("\n") + "'''\n\n2020'''" + r'''

[[event]]
"id" = "event.b"
a.b = 1
people = [{ slug = "x" },
  { slug = "y", names = ["1",
    "2"] }]
[other . table]
x = true
'''  # fmt: skip

EXPECTED: dict[KeyPath, int] = {
    ("title",): 2,
    ("when",): 3,
    ("event", 0): 5,
    ("event", 0, "id"): 6,
    ("event", 0, "text"): 7,
    ("event", 0, "topics"): 11,
    ("event", 0, "topics", 0): 12,
    ("event", 0, "topics", 1): 13,
    ("status", 0, "role", "performer"): 18,
    ("status", 0, "promises", 0): 20,
    ("status", 0, "promises", 0, "text"): 21,
    ("status", 0, "promises", 1): 23,
    ("status", 0, "promises", 1, "due"): 24,
    ("event", 1): 28,
    ("event", 1, "id"): 29,
    ("event", 1, "a", "b"): 30,
    ("event", 1, "people", 0, "slug"): 31,
    ("event", 1, "people", 1, "slug"): 32,
    ("event", 1, "people", 1, "names", 1): 33,
    ("other", "table"): 34,
    ("other", "table", "x"): 35,
}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_keys_are_found_in_every_form_that_toml_allows(line_end: str, mark: str) -> None:
    tomllib.loads(WRITTEN)

    lines = find_key_lines(mark + WRITTEN.replace("\n", line_end))

    assert {path: lines.get(path) for path in EXPECTED} == EXPECTED


def iter_paths(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield the path of every key and item of a parsed file."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        yield (*path, key)
        if isinstance(inner, dict | list):
            yield from iter_paths(inner, (*path, key))


@pytest.mark.parametrize("file", PACK_FILES, ids=lambda file: file.name)
def test_every_key_of_real_packs_is_on_the_line_that_is_found(file: Path) -> None:
    text = file.read_text("utf-8")
    lines = find_key_lines(text)
    written = text.split("\n")

    paths = list(iter_paths(tomllib.loads(text)))

    assert set(paths) == set(lines)
    assert all(path[-1] in written[lines[path] - 1] for path in paths if isinstance(path[-1], str))


scalars = st.text() | st.integers() | st.booleans() | st.dates() | st.datetimes() | st.floats()
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), values, max_size=5), st.booleans())
def test_no_key_is_missed_or_invented(document: dict[str, Any], has_long_strings: bool) -> None:
    text = tomli_w.dumps(document, multiline_strings=has_long_strings)

    assert set(find_key_lines(text)) == set(iter_paths(tomllib.loads(text)))


def test_what_has_no_line_is_placed_at_what_holds_it() -> None:
    lines = find_key_lines("[[event]]\nid = 'event.a'\n")

    assert get_nearest_line(lines, ("event", 0, "promises", 3)) == 2
    assert get_nearest_line(lines, ("fact", 0)) is None


@pytest.mark.parametrize("text", ["a = ", "[[a", "a = 1\n= 2", 'a = "', "a" * 100_000, "[" * 9])
def test_what_is_no_toml_ends_the_search_without_an_error(text: str) -> None:
    assert len(find_key_lines(text)) <= 2


def test_deep_nesting_ends_the_search_without_an_error() -> None:
    lines = find_key_lines("a = 1\nb = " + "[" * 100_000)

    assert (lines["a",], lines["b",]) == (1, 2)
