"""Reads the article behind an item: the stage it proves, dated statements and spoken quotes.

Quotes and dates need the extra `drafting`; without it, and for other languages than English, only
the stage of English texts is looked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from seeds.dates import PartialDate
from seeds.feeds.findings import (
    MAX_EXCERPT,
    MAX_QUOTES,
    MAX_STATEMENTS,
    PageReading,
    SpokenQuote,
)
from seeds.feeds.stages import find_stage

if TYPE_CHECKING:
    from seeds.drafting.draft import ArticleDraft

MIN_QUOTE_WORDS = 6
"""Words of a quote worth keeping."""


def is_english(language: str) -> bool:
    """Return whether a language tag is English; "" is taken for it."""
    return language.casefold().partition("-")[0].partition("_")[0] in ("", "en")


def read_page(
    text: str, published: PartialDate, subjects: Sequence[str], language: str = ""
) -> PageReading:
    """Return what the text of an article proves; `subjects` are names of the awaited production."""
    if not text or not is_english(language):
        return PageReading()
    evidence = find_stage(text, subjects, published.first_day.year)
    stage, sentence = evidence or ("", "")
    draft = _draft_article(text, published)
    if draft is None:
        return PageReading(stage=stage, stage_sentence=_shorten(sentence))
    return PageReading(
        tuple(_list_quotes(draft)[:MAX_QUOTES]),
        tuple(_list_statements(draft, published)[:MAX_STATEMENTS]),
        stage,
        _shorten(sentence),
    )


def _draft_article(text: str, published: PartialDate) -> ArticleDraft | None:
    """Return the draft of an article; None without the extra that drafting needs."""
    try:
        from seeds.drafting.articles import Article
        from seeds.drafting.draft import build_draft
    except ModuleNotFoundError:
        return None
    return build_draft(Article("page", text, published))


def _list_quotes(draft: ArticleDraft) -> list[SpokenQuote]:
    """Return the quotes that are sure: with a speaker named in full, and complete."""
    from seeds.drafting.quotes.trimming import trim_quote

    found: list[SpokenQuote] = []
    for dated in draft.speeches:
        speech = dated.speech
        person = draft.people.by_slug.get(speech.speaker_slug or "")
        trimmed = trim_quote(draft.article, speech.runs)
        if person is None or speech.doubts or trimmed.doubt:
            continue
        if len(" ".join(trimmed.runs).split()) < MIN_QUOTE_WORDS:
            continue
        mention = None if dated.is_in_previous_sentence else dated.date_mention
        said = mention.date if mention and not mention.doubts else None
        place = _format_place(draft, speech.outer_span.start)
        found.append(SpokenQuote(tuple(trimmed.runs), person.name, said, place))
    return found


def _list_statements(draft: ArticleDraft, published: PartialDate) -> list[str]:
    statements: list[str] = []
    for event in draft.events:
        mention = event.mentions[0]
        if event.date is None or event.doubts or mention.is_in_speech:
            continue
        if event.date.last_day.year < published.first_day.year - 1:
            # What happened long before is told for those who do not know it.
            continue
        sentence = _shorten(draft.article.get_text(mention.sentence))
        place = _format_place(draft, mention.sentence.start)
        statements.append(f"{event.date.format_american()}, {place}: “{sentence}”")
    return statements


def _format_place(draft: ArticleDraft, offset: int) -> str:
    lines = draft.article.text[: offset + 1].splitlines()
    return f"paragraph {sum(bool(line.strip()) for line in lines)}"


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_EXCERPT else f"{line[: MAX_EXCERPT - 1].rstrip()}…"
