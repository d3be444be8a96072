"""Compares every quote word for word with the documents that it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from seeds.checks import LocatedEntry
from seeds.pack import Problem
from seeds.schema import Quote, Source

_STRAIGHT_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})
_WHITESPACE = re.compile(r"\s+")


def check_against_documents(located: Sequence[LocatedEntry], documents: Path) -> list[Problem]:
    """Return a problem for each quote that is not in its document, and each missing document.

    `documents` is a folder. Quotation marks and whitespace may differ. Sources without a document
    are skipped.
    """
    problems: list[Problem] = []
    texts = dict(_read_documents(located, documents, problems))
    for file, entry in located:
        if isinstance(entry, Quote):
            problems += [
                Problem(file, entry.id, what) for what in _find_missing_words(entry, texts)
            ]
    return problems


def _read_documents(
    located: Sequence[LocatedEntry], documents: Path, problems: list[Problem]
) -> Iterator[tuple[str, str]]:
    for file, source in located:
        if not isinstance(source, Source) or source.document is None:
            continue
        try:
            text = (documents / source.document).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(file, source.id, f"document cannot be read: {error}"))
        else:
            yield source.id, _normalize_text(text)


def _find_missing_words(quote: Quote, texts: dict[str, str]) -> Iterator[str]:
    for printing in quote.printings:
        for source in printing.sources:
            for run in printing.runs:
                if source in texts and not _contains_run(texts[source], _normalize_text(run)):
                    yield f"{source} does not print these words: {run!r}"


def _contains_run(text: str, run: str) -> bool:
    """Return whether `run` is in `text` as whole words."""
    return re.search(rf"(?<!\w){re.escape(run)}(?!\w)", text) is not None


def _normalize_text(text: str) -> str:
    return _WHITESPACE.sub(" ", text.translate(_STRAIGHT_QUOTES)).strip()
