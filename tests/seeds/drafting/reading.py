"""Short ways to draft from a few sentences in a test."""

from __future__ import annotations

from typing import NamedTuple

from seeds.drafting.articles import parse_article
from seeds.drafting.draft import ArticleDraft, build_draft
from seeds.drafting.quotes.draft_quotes import trim_quote


class AttributedSpeech(NamedTuple):
    """Who was found to say what; None where that is left open."""

    speaker: str | None
    runs: tuple[str, ...]


def draft_text(text: str) -> ArticleDraft:
    """The draft from an article of this text."""
    return build_draft(parse_article("article.txt", text))


def find_speech(text: str) -> list[AttributedSpeech]:
    """Everything found to be spoken in `text`."""
    draft = draft_text(text)
    return [
        AttributedSpeech(
            said.speech.speaker_slug, tuple(trim_quote(draft.article, said.speech.runs).runs)
        )
        for said in draft.speeches
    ]


def list_speech_doubts(text: str) -> list[str]:
    """What is unsure about the speech in `text`."""
    return [doubt for said in draft_text(text).speeches for doubt in said.speech.doubts]


def find_dates(text: str) -> dict[str, str | None]:
    """The words that name dates in `text`, and the dates that were read from them."""
    return {
        place.expression.words: None if place.date is None else str(place.date)
        for happening in draft_text(text).events
        for place in happening.mentions
    }


def list_date_doubts(text: str) -> list[str]:
    """What is unsure about the dates in `text`."""
    return [doubt for happening in draft_text(text).events for doubt in happening.doubts]
