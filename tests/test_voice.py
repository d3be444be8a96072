"""The words of `docs/voice.md` that are never right where members, owners or pack authors read."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from seeds.loader import BUNDLED_PACK

ROOT = Path(__file__).parent.parent
DOCUMENTS = (
    "README.md",
    ".env.example",
    "docs/command-line.md",
    "docs/container.md",
    "docs/metrics.md",
    "docs/packs.md",
    "docs/postgres.md",
    "docs/settings.md",
)
MEMBER_FOLDERS = ("bot/messaging", "bot/scheduling", "bot/setup", "bot/ui", "cogs")
"""Folders whose sentences are for members of servers."""
FOLDERS = ("bot", "cogs", "seeds", "storage")
"""All folders: the others have sentences for owners and pack authors."""
NEVER = re.compile(
    r"\b(mend(s|ed|ing)?|whoever|whomsoever|anew|afresh|in vain|our side|by now we"
    r"|somebody|any more\b(?=[.,;:!?]|$)|which is all|no page seen|when spoken to|is no \w+: )\b",
    re.IGNORECASE,
)
BRITISH = re.compile(
    r"\b(colour|favourite|honour|neighbour|theatregoer|cinema|towards|afterwards|whilst|motorbike"
    r"|organise|recognise|realise|centre|cancelled|travelled|rumour)\w*",
    re.IGNORECASE,
)
HOUSE_WORDS = re.compile(r"(?<!/)\b(canon|on record|the record|guilds?)\b", re.IGNORECASE)
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
SENTENCE = re.compile(r"[A-Za-z’']+ [A-Za-z’'{]+ [A-Za-z’'{]+")
"""What tells sentences from keys, SQL and names: three words in a row."""
QUERY = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|WHERE|FROM)\b")
LOG_METHODS = {"debug", "info", "warning", "error", "exception"}
QUOTED_KEYS = {"words", "continued", "missing", "instead", "sic", "answers", "distractors"}
"""Keys of a pack with words that were said or written by others."""


def iter_sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a module: no docstrings, lines of the log or lists of words."""
    tree = ast.parse(path.read_text("utf-8"))
    skipped = set[int]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        if (isinstance(node, ast.Call) and is_silent_call(node)) or isinstance(node, ast.Assert):
            skipped.update(id(inner) for inner in ast.walk(node))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in skipped:
            text = node.value
            if isinstance(text, str) and SENTENCE.search(text) and not QUERY.search(text):
                yield node.lineno, text


def is_silent_call(node: ast.Call) -> bool:
    """Return whether a call writes to the log, or makes a set of a list of words."""
    if isinstance(node.func, ast.Name):
        return node.func.id == "make_word_set"
    return isinstance(node.func, ast.Attribute) and node.func.attr in LOG_METHODS


def iter_texts(value: Any, key: str = "") -> Iterator[str]:
    """Yield the texts of a pack that are in its author's own words."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from iter_texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from iter_texts(inner, key)
    elif isinstance(value, str) and " " in value and key not in QUOTED_KEYS:
        yield value


def find_words(pattern: re.Pattern[str], folders: tuple[str, ...]) -> list[str]:
    """Return where the sentences of modules have a word, with the word."""
    return [
        f"{path.relative_to(ROOT)}:{line}: {match[0]}"
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line, text in iter_sentences(path)
        if (match := pattern.search(text))
    ]


def test_no_sentence_has_a_word_that_is_never_right() -> None:
    assert find_words(NEVER, FOLDERS) == []


def test_the_bot_never_says_we() -> None:
    assert find_words(re.compile(r"\b(we|us|ours|ourselves)\b"), FOLDERS) == []


def test_members_read_no_house_words() -> None:
    assert find_words(HOUSE_WORDS, MEMBER_FOLDERS) == []


def test_documents_have_none_of_these_words_either() -> None:
    found = [
        f"{name}: {match[0]}"
        for name in DOCUMENTS
        for pattern in (NEVER, BRITISH)
        for match in pattern.finditer(CODE.sub("", (ROOT / name).read_text("utf-8")))
    ]

    assert found == []


def test_the_bundled_pack_is_in_american_english() -> None:
    found = [
        f"{path.name}: {match[0]}: {text}"
        for path in sorted(BUNDLED_PACK.rglob("*.toml"))
        for kind, entries in tomllib.loads(path.read_text("utf-8")).items()
        if kind != "source"
        for text in iter_texts(entries, kind)
        for pattern in (NEVER, BRITISH)
        if (match := pattern.search(text))
    ]

    assert found == []
