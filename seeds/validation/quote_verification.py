"""Compares every quote word for word with the documents that it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from seeds.pack import LocatedEntry, Problem
from seeds.schema import Quote, Source
from seeds.validation.entry_rules import Violation

_STRAIGHT_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})
_WHITESPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w")


def check_against_documents(located: Sequence[LocatedEntry], documents: Path) -> list[Problem]:
    """Return a problem for each quote that is not in its document, and each missing document.

    `documents` is a folder. Quotation marks and whitespace may differ. Sources without a document
    are skipped.
    """
    problems: list[Problem] = []
    texts = dict(_read_documents(located, documents, problems))
    for file, entry, number in located:
        if isinstance(entry, Quote):
            problems += [
                Problem(file, message, entry.id, ("quote", number, *path))
                for message, path in _find_missing_words(entry, texts)
            ]
    return problems


def _read_documents(
    located: Sequence[LocatedEntry], documents: Path, problems: list[Problem]
) -> Iterator[tuple[str, str]]:
    """Yield the id of each source with the text of its document, each document read once."""
    texts: dict[str, str] = {}
    for file, source, number in located:
        if not isinstance(source, Source) or source.document is None:
            continue
        name = source.document
        try:
            if name not in texts:
                texts[name] = _normalize_text((documents / name).read_text(encoding="utf-8"))
            yield source.id, texts[name]
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            message = f"document {name} cannot be read: {reason}"
            problems.append(Problem(file, message, source.id, ("source", number, "document")))


def _find_missing_words(quote: Quote, texts: dict[str, str]) -> Iterator[Violation]:
    for number, printing in enumerate(quote.printings):
        # The printings after the first are the variants.
        path = ("variants", number - 1) if number else ()
        for source in printing.sources:
            for position, run in enumerate(printing.runs):
                if source in texts and not _contains_run(texts[source], _normalize_text(run)):
                    place = ("continued", position - 1) if position else ("words",)
                    yield Violation(
                        f"{source} does not print these words: “{run}”", (*path, *place)
                    )


def _contains_run(text: str, run: str) -> bool:
    """Return whether `run` is in `text` as whole words."""
    start = text.find(run)
    while start >= 0:
        end = start + len(run)
        is_cut = _WORD.match(text[max(start - 1, 0) : start]) or _WORD.match(text[end : end + 1])
        if not is_cut:
            return True
        start = text.find(run, start + 1)
    return False


def _normalize_text(text: str) -> str:
    return _WHITESPACE.sub(" ", text.translate(_STRAIGHT_QUOTES)).strip()
