"""Builds the draft of one article: its quotes, events and people, and the text left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from seeds.drafting.articles import Article
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
from seeds.drafting.segmentation import split_paragraphs, split_sentences
from seeds.drafting.spans import Span, find_span_index, get_span_at


@dataclass(frozen=True)
class DatedSpeech:
    """Direct speech with the date on which it was said."""

    speech: Speech
    date_mention: DateMention | None
    """None when its context names no date, or several."""
    is_in_previous_sentence: bool = False
    """Whether `date_mention` is in the sentence before the speech, so that it is less certain."""


@dataclass(frozen=True)
class ArticleDraft:
    """Everything extracted from one article."""

    article: Article
    people: People
    speeches: list[DatedSpeech] = field(default_factory=list[DatedSpeech])
    events: list[DraftEvent] = field(default_factory=list[DraftEvent])
    skipped: list[SkippedQuote] = field(default_factory=list[SkippedQuote])
    """Quoted text that is not direct speech."""


def build_draft(article: Article) -> ArticleDraft:
    """Extract everything from `article`; no other source is used."""
    text = article.text
    paragraphs = split_paragraphs(text, article.body_start)
    sentences = [span for paragraph in paragraphs for span in split_sentences(text, paragraph)]
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
    date_finder = DateFinder(article, sentences, [quote.outer_span for quote in quoted])
    date_mentions = date_finder.find_dates(quote.span for quote in collector.skipped)
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
    """Find the date of `speech` in its own sentences, else in the one before in its paragraph."""
    last_sentence = get_span_at(sentences, speech.context_span.end - 1)
    context = Span(speech.context_span.start, max(speech.context_span.end, last_sentence.end))
    mention = find_speech_date(article, date_mentions, context)
    if mention is not None:
        return DatedSpeech(speech, mention)
    previous = find_span_index(sentences, context.start) - 1
    paragraph = get_span_at(paragraphs, context.start)
    if previous >= 0 and sentences[previous].start >= paragraph.start:
        mention = find_speech_date(article, date_mentions, sentences[previous])
    return DatedSpeech(speech, mention, is_in_previous_sentence=mention is not None)
