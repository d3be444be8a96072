"""Resolves names, pronouns and descriptions to speakers where the article leaves one person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from seeds.drafting.articles import Article
from seeds.drafting.people.people import People, PersonMention
from seeds.drafting.quotes.attribution import Attribution
from seeds.drafting.quotes.attributions import SPEAKER_NOUNS
from seeds.drafting.quotes.quotation_marks import QuotedText
from seeds.drafting.spans import (
    Span,
    collapse_whitespace,
    find_span_index,
    get_span_at,
    is_within_spans,
)
from seeds.drafting.word_lists import FEMALE_NOUNS, MALE_NOUNS, REPLY_VERBS

MAX_SENTENCES_BACK = 20
"""Sentences of a paragraph before a pronoun that are searched for the person it refers to."""
MAX_CHARACTERS_BACK = 2000
"""Characters before a pronoun, or after a name, that are searched for the other."""

_PRONOUN = re.compile(
    r"\b(?:([Ss]he|[Hh]er|[Hh]ers|[Hh]erself)|([Hh]e|[Hh]im|[Hh]is|[Hh]imself))\b"
)
_AFTER_PREPOSITION = re.compile(r"\b(?:to|of|with|in|by|for|from|at|on|about|than)\s+(?:\w+\s+)?$")
_LIST_SEPARATOR = re.compile(r"(?:,?\s+and\s+|,\s+|\s*&\s*)(?:the\s+)?(?:[a-z-]+\s+){0,3}")
_GENDERED_NOUN = re.compile(rf"\b(?:{'|'.join(sorted(FEMALE_NOUNS | MALE_NOUNS))})\b")
_NEGATION = re.compile(r"\b(?:never|not|den(?:y|ies|ied|ying)|without)\b|n[’']t\b")


class ResolvedSpeaker(NamedTuple):
    """The result of resolving one attribution."""

    slug: str | None
    """None when the article does not determine the speaker."""
    doubt: str | None = None
    """What to check, or why there is no speaker; None when it is certain."""


class SpeakerResolver:
    """Resolves the speakers of one article by its subjects: the people its sentences are about.

    The text in quotation marks (`quoted`, in order) does not count. The constructor sets the gender
    of people whose gender follows from a pronoun.
    """

    def __init__(
        self,
        article: Article,
        people: People,
        paragraphs: Sequence[Span],
        sentences: Sequence[Span],
        quoted: Sequence[QuotedText],
    ) -> None:
        self._article = article
        self._people = people
        self._paragraphs = paragraphs
        self._sentences = sentences
        self._quoted_spans = [one.outer_span for one in quoted]
        self._occupations = {
            occupation for person in people.by_slug.values() for occupation in person.occupations
        }
        self._infer_genders()

    def resolve(self, attribution: Attribution, previous: str | None = None) -> ResolvedSpeaker:
        """Resolve the speaker of an attribution.

        `previous` is the slug of the last speaker in the same paragraph; None when unknown.
        """
        slug, doubt = self._resolve(attribution, previous)
        doubts = [doubt] if doubt else []
        if attribution.alternative_span is not None:
            doubts.append(
                f"“{self._article.get_text(attribution.alternative_span)}” may be the one speaking"
            )
        if _NEGATION.search(self._article.text, attribution.speaker_span.end, attribution.end):
            doubts.append("the article seems to say that these words were not spoken")
        return ResolvedSpeaker(slug, "; ".join(doubts) or None)

    def _resolve(self, attribution: Attribution, previous: str | None) -> ResolvedSpeaker:
        words = collapse_whitespace(self._article.get_text(attribution.speaker_span))
        if attribution.is_verb_only:
            return ResolvedSpeaker(None, f"I don't know anyone named next to “{words}”")
        if len(attribution.slugs) == 1:
            return ResolvedSpeaker(attribution.slugs[0])
        if attribution.slugs:
            return ResolvedSpeaker(
                None, f"“{words}” may be {self._format_names(attribution.slugs)}"
            )
        if words.lower() == "they":
            return ResolvedSpeaker(None, "“they” may be one person or several")
        if words.lower() in ("he", "she"):
            return self._resolve_pronoun(attribution, words, previous)
        if words.split()[-1] in SPEAKER_NOUNS:
            return self._resolve_description(attribution, words)
        return ResolvedSpeaker(
            None, f"the article doesn't say whether “{words}” is a person or a company"
        )

    def resolve_from_previous_sentence(self, offset: int) -> ResolvedSpeaker:
        """Resolve speech at `offset` without an attribution to the subject of the sentence before.

        That sentence must be in the same paragraph and have one subject.
        """
        index = find_span_index(self._sentences, offset - 1)
        paragraph = get_span_at(self._paragraphs, offset)
        if index < 0 or self._sentences[index].start < paragraph.start:
            return ResolvedSpeaker(None, "no one is named next to these words")
        slugs = self._list_sentence_subjects(self._sentences[index])
        if len(slugs) != 1:
            return ResolvedSpeaker(None, "no one is named next to these words")
        name = self._people.by_slug[slugs[0]].name
        return ResolvedSpeaker(
            slugs[0], f"nothing says who is speaking; the sentence before is about {name}"
        )

    def _resolve_pronoun(
        self, attribution: Attribution, words: str, previous: str | None
    ) -> ResolvedSpeaker:
        """Resolve "he" or "she" to the only subject it fits, if that is the latest one.

        The speaker of a reply is not the `previous` one. A paragraph without a subject takes that
        of the paragraph before it.
        """
        is_woman = words.lower() == "she"
        offset = attribution.speaker_span.start
        paragraph = find_span_index(self._paragraphs, offset)
        subjects = self._list_subjects(self._paragraphs[paragraph].start, offset)
        fitting = [slug for slug in subjects if self._fits_pronoun(slug, is_woman)]
        if attribution.verb in REPLY_VERBS and previous in fitting:
            fitting.remove(previous)
        if len(fitting) == 1 and fitting[0] == subjects[-1]:
            mentioned = self._list_fitting_people(paragraph, offset, is_woman)
            return self._build_pronoun_result(fitting[0], words, mentioned)
        if not subjects and attribution.verb not in REPLY_VERBS:
            return self._resolve_from_previous_paragraph(paragraph, words, is_woman)
        if not fitting:
            return ResolvedSpeaker(None, f"“{words}” fits no one named before it in this paragraph")
        return ResolvedSpeaker(None, f"“{words}” may be {self._format_names(fitting)}")

    def _build_pronoun_result(
        self, slug: str, words: str, mentioned: Sequence[str]
    ) -> ResolvedSpeaker:
        name = self._people.by_slug[slug].name
        others = [other for other in mentioned if other != slug]
        if not others:
            return ResolvedSpeaker(slug, f"I read “{words}” as {name}, the only one here it fits")
        also = f"but {self._format_names(others)} is named here too"
        return ResolvedSpeaker(
            slug, f"I read “{words}” as {name}, because these sentences are about them, {also}"
        )

    def _list_fitting_people(self, paragraph: int, end: int, is_woman: bool) -> list[str]:
        """Return the sorted slugs of the people whom the pronoun fits.

        They are mentioned before `end` in the paragraph with the index `paragraph`.
        """
        start = max(self._paragraphs[paragraph].start, end - MAX_CHARACTERS_BACK)
        slugs = {
            slug for mention in self._iterate_mentions(Span(start, end)) for slug in mention.slugs
        }
        return sorted(slug for slug in slugs if self._fits_pronoun(slug, is_woman))

    def _resolve_from_previous_paragraph(
        self, paragraph: int, words: str, is_woman: bool
    ) -> ResolvedSpeaker:
        """Resolve a pronoun to the only subject of the paragraph before `paragraph`, an index."""
        previous = self._paragraphs[paragraph - 1] if paragraph > 0 else None
        subjects = self._list_subjects(*previous) if previous else []
        if len(subjects) == 1 and self._people.by_slug[subjects[0]].is_woman is is_woman:
            name = self._people.by_slug[subjects[0]].name
            return ResolvedSpeaker(
                subjects[0],
                f"I read “{words}” as {name}, because the paragraph above is about them",
            )
        return ResolvedSpeaker(
            None, f"“{words}” names no one, and neither does this paragraph before it"
        )

    def _resolve_description(self, attribution: Attribution, words: str) -> ResolvedSpeaker:
        """Resolve "the singer" to the only subject of the paragraph, if it is one.

        A noun that describes no person of the article fits a subject without a known occupation.
        """
        first, noun = words.split()[0].lower(), words.split()[-1]
        if first in ("one", "a", "an", "another"):
            return ResolvedSpeaker(None, f"the article doesn't name “{words}”")
        offset = attribution.speaker_span.start
        subjects = self._list_subjects(get_span_at(self._paragraphs, offset).start, offset)
        fitting = [slug for slug in subjects if noun in self._people.by_slug[slug].occupations]
        if first == "the" and len(words.split()) == 2 and noun not in self._occupations:
            fitting = [slug for slug in subjects if not self._people.by_slug[slug].occupations]
        if len(fitting) == 1 and len(subjects) == 1:
            name = self._people.by_slug[fitting[0]].name
            return ResolvedSpeaker(
                fitting[0], f"I read “{words}” as {name}, the only one here it fits"
            )
        return ResolvedSpeaker(None, f"nothing here says who “{words}” is")

    def _list_subjects(self, start: int, end: int) -> list[str]:
        """Return the slugs of the subjects of the last sentences in [start, end), latest last."""
        latest: dict[str, None] = {}
        last = find_span_index(self._sentences, end - 1)
        first = max(0, find_span_index(self._sentences, start), last - MAX_SENTENCES_BACK)
        for sentence in self._sentences[first : last + 1]:
            for slug in self._list_sentence_subjects(Span(sentence.start, min(sentence.end, end))):
                latest.pop(slug, None)
                latest[slug] = None
        return list(latest)

    def _list_sentence_subjects(self, sentence: Span) -> list[str]:
        """Return the slugs of the first person named in a sentence, and of others listed with it.

        Owners ("Holm’s") and the objects of prepositions do not count as the first.
        """
        slugs: list[str] = []
        last: PersonMention | None = None
        for mention in self._iterate_mentions(sentence):
            start = mention.span.start
            if last is None:
                before = self._article.text[max(sentence.start, start - 40) : start]
                if _AFTER_PREPOSITION.search(before) or self._is_possessive(mention):
                    continue
            elif not _LIST_SEPARATOR.fullmatch(self._article.text, last.span.end, start):
                break
            slugs += mention.slugs
            last = mention
        return list(dict.fromkeys(slugs))

    def _iterate_mentions(self, span: Span) -> Iterator[PersonMention]:
        """Yield the mentions of people inside `span` and outside quotation marks, in order."""
        for mention in self._people.list_mentions(*span):
            if not self._is_quoted(mention.span.start):
                yield mention

    def _is_possessive(self, mention: PersonMention) -> bool:
        return self._article.text[mention.span.end : mention.span.end + 1] in ("’", "'")

    def _is_quoted(self, offset: int) -> bool:
        return is_within_spans(self._quoted_spans, offset)

    def _fits_pronoun(self, slug: str, is_woman: bool) -> bool:
        return self._people.by_slug[slug].is_woman in (None, is_woman)

    def _format_names(self, slugs: Sequence[str]) -> str:
        return " or ".join(self._people.by_slug[slug].name for slug in slugs)

    def _infer_genders(self) -> None:
        """Set the gender of a person who is the only one in a paragraph before a pronoun."""
        for paragraph in self._paragraphs:
            mentions = list(self._iterate_mentions(paragraph))
            if not mentions or len(mentions[0].slugs) != 1:
                continue
            slugs, start = mentions[0].slugs, mentions[0].span.end
            others = (mention.span.start for mention in mentions if mention.slugs != slugs)
            end = min(next(others, paragraph.end), start + MAX_CHARACTERS_BACK)
            self._infer_gender(slugs[0], Span(start, end))

    def _infer_gender(self, slug: str, span: Span) -> None:
        """Set an unknown gender by the first pronoun in `span`, if no gendered noun precedes it."""
        person = self._people.by_slug[slug]
        for pronoun in _PRONOUN.finditer(self._article.text, *span):
            if person.is_woman is not None or _GENDERED_NOUN.search(
                self._article.text, span.start, pronoun.start()
            ):
                return
            if not self._is_quoted(pronoun.start()):
                person.is_woman = pronoun[1] is not None
