"""Holds every quote against the document it cites, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from seeds.problems import Problem
from seeds.schema import Pack, Quote, Source

_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})
_BLANK = re.compile(r"\s+")


def check_against_documents(pack: Pack, documents: Path) -> list[Problem]:
    """Problems of quotes whose words, and sources whose document, are not in `documents`.

    Only the glyph of quotation marks and the width of blanks may differ. Sources without a
    document are passed over.
    """
    problems: list[Problem] = []
    texts = dict(_read_documents(pack, documents, problems))
    for quote in pack.of_kind("quote"):
        if isinstance(quote, Quote):
            missing = _missing_words(quote, texts)
            problems += [Problem(pack.files[quote.id], quote.id, what) for what in missing]
    return sorted(problems)


def _read_documents(
    pack: Pack, documents: Path, problems: list[Problem]
) -> Iterator[tuple[str, str]]:
    for source in pack.of_kind("source"):
        if not isinstance(source, Source) or source.document is None:
            continue
        try:
            text = (documents / source.document).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(
                Problem(pack.files[source.id], source.id, f"document cannot be read: {error}")
            )
        else:
            yield source.id, _plain(text)


def _missing_words(quote: Quote, texts: dict[str, str]) -> Iterator[str]:
    for printing in quote.printings:
        for source in printing.sources:
            for run in printing.runs:
                if source in texts and _plain(run) not in texts[source]:
                    yield f"{source} does not print these words: {run!r}"


def _plain(text: str) -> str:
    return _BLANK.sub(" ", text.translate(_STRAIGHT)).strip()
