"""Recall and precision of drafting: no worse than when these numbers were measured."""

from __future__ import annotations

from pathlib import Path

from seeds.loader import BUNDLED_PACK, load_pack
from tests.seeds.drafting.evaluation import (
    ARTICLES,
    HELD_OUT,
    NEWS,
    NEWS_HELD_OUT,
    EvaluationResults,
    evaluate_articles,
    evaluate_pack,
)

Limits = dict[str, tuple[int, int]]
"""By kind: least number of findings that are right or rightly left open, most that are wrong."""


def assert_within(results: EvaluationResults, limits: Limits) -> None:
    for kind, (least_right, most_wrong) in limits.items():
        result = results[kind]
        assert result.expected - len(result.missed) >= least_right, (kind, result.missed)
        assert len(result.wrong) <= most_wrong, (kind, result.wrong)


def test_the_articles_that_the_rules_were_written_for() -> None:
    results = evaluate_articles(ARTICLES)

    assert {kind: result.expected for kind, result in results.items()} == {
        "quotes": 26,
        "speakers": 26,
        "dates": 46,
        "people": 24,
    }
    assert_within(
        results, {"quotes": (26, 0), "speakers": (26, 0), "dates": (46, 0), "people": (24, 0)}
    )


def test_the_held_out_articles() -> None:
    assert_within(
        evaluate_articles(HELD_OUT),
        {"quotes": (14, 1), "speakers": (11, 0), "dates": (30, 0), "people": (12, 1)},
    )


def test_articles_in_the_style_of_entertainment_news() -> None:
    assert_within(
        evaluate_articles(NEWS),
        {"quotes": (25, 0), "speakers": (23, 0), "dates": (46, 3), "people": (25, 0)},
    )


def test_the_held_out_articles_in_that_style() -> None:
    assert_within(
        evaluate_articles(NEWS_HELD_OUT),
        {"quotes": (14, 1), "speakers": (14, 2), "dates": (21, 1), "people": (15, 3)},
    )


def test_the_primary_documents_against_the_pack(documents: Path) -> None:
    """Missed are dates that only other pages give, and one quote that is read as two."""
    results = evaluate_pack(documents, load_pack(BUNDLED_PACK))

    assert_within(
        results, {"quotes": (20, 2), "speakers": (19, 0), "dates": (18, 2), "people": (43, 0)}
    )
