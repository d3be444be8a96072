"""Everything found in one article: source, speech, dates, people, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from seeds.drafting.articles import Article, Span
from seeds.drafting.events import (
    DateFinder,
    DateMention,
    DraftEvent,
    find_speech_date,
    group_by_date,
)
from seeds.drafting.people.names import find_names
from seeds.drafting.people.people import People, find_people
from seeds.drafting.quotes.attributions import AttributionFinder
from seeds.drafting.quotes.quotation_marks import find_quoted_text
from seeds.drafting.quotes.quotations import SkippedQuote, Speech, SpeechCollector
from seeds.drafting.quotes.speakers import SpeakerResolver
from seeds.drafting.segmentation import find_span_index, split_paragraphs, split_sentences


@dataclass(frozen=True)
class DatedSpeech:
    """Speech, and the date that stands beside it, if one does."""

    speech: Speech
    date_mention: DateMention | None
    is_in_previous_sentence: bool = False
    """The date stands in the sentence before."""


@dataclass(frozen=True)
class ArticleDraft:
    """What an article holds, as far as plain rules can tell."""

    article: Article
    people: People
    speeches: list[DatedSpeech] = field(default_factory=list[DatedSpeech])
    events: list[DraftEvent] = field(default_factory=list[DraftEvent])
    skipped: list[SkippedQuote] = field(default_factory=list[SkippedQuote])


def build_draft(article: Article) -> ArticleDraft:
    """Find everything in `article`; nothing is read or guessed from elsewhere."""
    text = article.text
    paragraphs = split_paragraphs(text, article.body_start)
    sentences = [one for paragraph in paragraphs for one in split_sentences(text, paragraph)]
    names = find_names(text, article.body_start)
    people = find_people(text, names)
    quoted = find_quoted_text(text, paragraphs)
    collector = SpeechCollector(
        article,
        paragraphs,
        sentences,
        AttributionFinder(text, people, names),
        SpeakerResolver(article, people, paragraphs, sentences, quoted),
    )
    collector.collect(quoted)
    date_finder = DateFinder(article, sentences, [one.outer_span for one in quoted])
    date_mentions = date_finder.find_dates(one.span for one in collector.skipped)
    speeches = [
        _date_speech(article, speech, date_mentions, paragraphs, sentences)
        for speech in collector.speeches
    ]
    return ArticleDraft(article, people, speeches, group_by_date(date_mentions), collector.skipped)


def _date_speech(
    article: Article,
    speech: Speech,
    date_mentions: Sequence[DateMention],
    paragraphs: Sequence[Span],
    sentences: Sequence[Span],
) -> DatedSpeech:
    last = sentences[max(0, find_span_index(sentences, speech.context_span.end - 1))]
    context = Span(speech.context_span.start, max(speech.context_span.end, last.end))
    found = find_speech_date(article, date_mentions, context)
    if found is not None:
        return DatedSpeech(speech, found)
    index = find_span_index(sentences, context.start) - 1
    paragraph = paragraphs[max(0, find_span_index(paragraphs, context.start))]
    if index >= 0 and sentences[index].start >= paragraph.start:
        found = find_speech_date(article, date_mentions, sentences[index])
    return DatedSpeech(speech, found, is_in_previous_sentence=found is not None)
