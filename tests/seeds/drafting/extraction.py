"""Extracts quotes and dates from a short text, as plain values that tests can compare."""

from __future__ import annotations

from typing import NamedTuple

from seeds.drafting.articles import parse_article
from seeds.drafting.draft import ArticleDraft, build_draft
from seeds.drafting.quotes.trimming import trim_quote


class AttributedSpeech(NamedTuple):
    """Direct speech with its speaker's slug; None when the draft leaves the speaker open."""

    speaker: str | None
    runs: tuple[str, ...]


def draft_text(text: str) -> ArticleDraft:
    """Return the draft of an article with this text."""
    return build_draft(parse_article("article.txt", text))


def find_speech(text: str) -> list[AttributedSpeech]:
    """Return the direct speech in `text`, in order."""
    draft = draft_text(text)
    speeches = [dated_speech.speech for dated_speech in draft.speeches]
    return [
        AttributedSpeech(speech.speaker_slug, tuple(trim_quote(draft.article, speech.runs).runs))
        for speech in speeches
    ]


def list_speech_doubts(text: str) -> list[str]:
    """Return the doubts about the direct speech in `text`."""
    return [
        doubt for dated_speech in draft_text(text).speeches for doubt in dated_speech.speech.doubts
    ]


def find_dates(text: str) -> dict[str, str | None]:
    """Return the date that each date expression in `text` means; None when it is left open."""
    return {
        mention.expression.words: None if mention.date is None else str(mention.date)
        for event in draft_text(text).events
        for mention in event.mentions
    }


def list_date_doubts(text: str) -> list[str]:
    """Return the doubts about the dates in `text`."""
    return [doubt for event in draft_text(text).events for doubt in event.doubts]
