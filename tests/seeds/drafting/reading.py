"""Short ways to draft from a few sentences in a test."""

from __future__ import annotations

from typing import NamedTuple

from seeds.drafting.articles import parse_article
from seeds.drafting.draft import Draft, draft_from
from seeds.drafting.quotes.draft_quotes import printed_runs


class Spoke(NamedTuple):
    """Who was found to say what; None where that is left open."""

    speaker: str | None
    runs: tuple[str, ...]


def draft_of(text: str) -> Draft:
    """The draft from an article of this text."""
    return draft_from(parse_article("article.txt", text))


def speech_in(text: str) -> list[Spoke]:
    """Everything found to be spoken in `text`."""
    draft = draft_of(text)
    return [
        Spoke(said.speech.speaker, tuple(printed_runs(draft.article, said.speech.runs).runs))
        for said in draft.said
    ]


def doubts_in(text: str) -> list[str]:
    """What is unsure about the speech in `text`."""
    return [doubt for said in draft_of(text).said for doubt in said.speech.doubts]


def dates_in(text: str) -> dict[str, str | None]:
    """The words that name dates in `text`, and the dates that were read from them."""
    return {
        place.expression.words: None if place.date is None else str(place.date)
        for happening in draft_of(text).happenings
        for place in happening.places
    }


def date_doubts_in(text: str) -> list[str]:
    """What is unsure about the dates in `text`."""
    return [doubt for happening in draft_of(text).happenings for doubt in happening.doubts]
