"""What drafting from raw articles finds, misses and gets wrong, and how long it takes.

`python -m tests.bench.drafting` also lists every miss and error.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from seeds.drafting.articles import MAX_BYTES, parse_article
from seeds.drafting.draft import build_draft
from seeds.drafting.toml_draft import format_drafts
from seeds.loader import BUNDLED_PACK, load_pack
from tests.seeds.drafting.evaluation import (
    ARTICLES,
    HELD_OUT,
    KINDS,
    NEWS,
    NEWS_HELD_OUT,
    EvaluationResults,
    evaluate_articles,
    evaluate_pack,
)


async def measure() -> list[tuple[str, str]]:
    """Print figures for the tests' articles, the held-out ones and the documents; then speed."""
    rows = [
        (f"drafting: {name}: {kind}", str(figures[kind]))
        for name, figures in _evaluate_all()
        for kind in KINDS
    ]
    return [*rows, *_measure_speed()]


def _evaluate_all() -> Iterator[tuple[str, EvaluationResults]]:
    yield "8 articles", evaluate_articles(ARTICLES)
    yield "4 held out", evaluate_articles(HELD_OUT)
    yield "10 news", evaluate_articles(NEWS)
    yield "5 news held out", evaluate_articles(NEWS_HELD_OUT)
    documents = os.environ.get("DOCUMENTS")
    if documents:
        folder = (Path(__file__).parents[2] / documents).resolve()
        yield "documents", evaluate_pack(folder, load_pack(BUNDLED_PACK))


def _measure_speed() -> list[tuple[str, str]]:
    one = "\n\n".join(path.read_text("utf-8") for path in sorted(ARTICLES.glob("*.txt"))) + "\n\n"
    text = (one * (MAX_BYTES // len(one.encode()) + 1))[: MAX_BYTES // 2]
    article = parse_article("long.txt", text)
    began = time.perf_counter()
    draft = build_draft(article)
    found = time.perf_counter()
    format_drafts([draft])
    wrote = time.perf_counter()
    size = f"{len(text) / 1e6:.1f} million characters"
    return [
        (f"drafting: {size}, {len(draft.speeches):,} quotes", f"found in {found - began:.1f} s"),
        ("drafting: the same, written", f"{wrote - found:.1f} s"),
    ]


def main() -> None:
    """Print the figures, and under them every miss and error."""
    for name, figures in _evaluate_all():
        print(name)
        for kind, count in figures.items():
            print(f"  {kind:<9} {count}")
            for told in count.missed:
                print(f"            missed  {told}")
            for told in count.wrong:
                print(f"            wrong   {told}")
    for name, value in _measure_speed():
        print(f"{name:<66} {value}")


if __name__ == "__main__":
    main()
