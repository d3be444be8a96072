"""Everything found in one article: source, speech, dates, people, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from seeds.drafting.articles import Article, Span
from seeds.drafting.events import Dated, Dates, Happening, gather, said_on
from seeds.drafting.people.names import find_names
from seeds.drafting.people.people import People, find_people
from seeds.drafting.quotes.attributions import Attributions
from seeds.drafting.quotes.quotation_marks import find_quoted
from seeds.drafting.quotes.quotations import LeftOut, Speech, SpokenWords
from seeds.drafting.quotes.speakers import Speakers
from seeds.drafting.segmentation import holding, paragraphs, sentences


@dataclass(frozen=True)
class Said:
    """Speech, and the date that stands beside it, if one does."""

    speech: Speech
    on: Dated | None
    is_above: bool = False
    """The date stands in the sentence before."""


@dataclass(frozen=True)
class Draft:
    """What an article holds, as far as plain rules can tell."""

    article: Article
    people: People
    said: list[Said] = field(default_factory=list[Said])
    happenings: list[Happening] = field(default_factory=list[Happening])
    left_out: list[LeftOut] = field(default_factory=list[LeftOut])


def draft_from(article: Article) -> Draft:
    """Find everything in `article`; nothing is read or guessed from elsewhere."""
    text = article.text
    divided = paragraphs(text, article.start)
    parted = [sentence for paragraph in divided for sentence in sentences(text, paragraph)]
    names = find_names(text, article.start)
    people = find_people(text, names)
    quoted = find_quoted(text, divided)
    spoken = SpokenWords(
        article,
        divided,
        parted,
        Attributions(text, people, names),
        Speakers(article, people, divided, parted, quoted),
    )
    spoken.read(quoted)
    dates = Dates(article, parted, [one.outer for one in quoted])
    dated = dates.read(one.span for one in spoken.left_out)
    said = [_said(article, speech, dated, divided, parted) for speech in spoken.speeches]
    return Draft(article, people, said, gather(dated), spoken.left_out)


def _said(
    article: Article,
    speech: Speech,
    dated: Sequence[Dated],
    divided: Sequence[Span],
    parted: Sequence[Span],
) -> Said:
    last = parted[max(0, holding(parted, speech.context.end - 1))]
    context = Span(speech.context.start, max(speech.context.end, last.end))
    found = said_on(article, dated, context)
    if found is not None:
        return Said(speech, found)
    index = holding(parted, context.start) - 1
    paragraph = divided[max(0, holding(divided, context.start))]
    if index >= 0 and parted[index].start >= paragraph.start:
        found = said_on(article, dated, parted[index])
    return Said(speech, found, is_above=found is not None)
