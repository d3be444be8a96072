"""Drafting finds at least what it found when these figures were written, and errs no more."""

from __future__ import annotations

from pathlib import Path

from seeds.loader import BUNDLED_PACK, load_pack
from tests.seeds.drafting.figures import (
    ARTICLES,
    HELD_OUT,
    EvaluationResults,
    evaluate_articles,
    evaluate_pack,
)

Floor = dict[str, tuple[int, int]]
"""By kind: how many are found or rightly left open at least, and how many are wrong at most."""


def assert_holds(figures: EvaluationResults, floor: Floor) -> None:
    for kind, (least, most) in floor.items():
        count = figures[kind]
        assert count.expected - len(count.missed) >= least, (kind, count.missed)
        assert len(count.wrong) <= most, (kind, count.wrong)


def test_the_articles_that_the_rules_were_made_with() -> None:
    figures = evaluate_articles(ARTICLES)

    assert {kind: count.expected for kind, count in figures.items()} == {
        "quotes": 26,
        "speakers": 26,
        "dates": 46,
        "people": 24,
    }
    assert_holds(
        figures, {"quotes": (26, 0), "speakers": (26, 0), "dates": (46, 0), "people": (24, 0)}
    )


def test_the_articles_that_were_held_out() -> None:
    assert_holds(
        evaluate_articles(HELD_OUT),
        {"quotes": (14, 1), "speakers": (11, 0), "dates": (30, 0), "people": (12, 1)},
    )


def test_the_primary_documents_against_the_pack(documents: Path) -> None:
    """What is missed there: dates that only other pages give, and one quote read as two."""
    figures = evaluate_pack(documents, load_pack(BUNDLED_PACK))

    assert_holds(
        figures, {"quotes": (20, 2), "speakers": (19, 0), "dates": (18, 2), "people": (43, 0)}
    )
