"""Says whom a pronoun or a description means, only where the article leaves one person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from seeds.drafting.articles import Article, Span
from seeds.drafting.people.people import People, PersonMention
from seeds.drafting.quotes.attributions import SPEAKER_NOUNS, Attribution
from seeds.drafting.quotes.quotation_marks import QuotedText
from seeds.drafting.segmentation import find_span_index
from seeds.drafting.word_lists import FEMALE_NOUNS, MALE_NOUNS, REPLY_VERBS

_PRONOUN = re.compile(
    r"\b(?:([Ss]he|[Hh]er|[Hh]ers|[Hh]erself)|([Hh]e|[Hh]im|[Hh]is|[Hh]imself))\b"
)
_AFTER_PREPOSITION = re.compile(r"\b(?:to|of|with|in|by|for|from|at|on|about|than)\s+(?:\w+\s+)?$")
_LISTED = re.compile(r"(?:,?\s+and\s+|,\s+|\s*&\s*)(?:the\s+)?(?:[a-z-]+\s+){0,3}")
_KIN = re.compile(rf"\b(?:{'|'.join(sorted(FEMALE_NOUNS | MALE_NOUNS))})\b")
_DENIED = re.compile(r"\b(?:never|not|den(?:y|ies|ied|ying)|without)\b|n[’']t\b")

MAX_SENTENCES_BACK = 20
"""Sentences of a paragraph in which somebody may be whom a pronoun means."""
MAX_CHARACTERS_BACK = 2000
"""As far back, and on, the text is searched for whom it may mean."""


class ResolvedSpeaker(NamedTuple):
    """Who speaks, as far as the article says; `doubt` is a reason to look again."""

    slug: str | None
    doubt: str | None = None


class SpeakerResolver:
    """Knows who has been spoken of in each paragraph, outside quotation marks."""

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
        self._quoted = [one.outer_span for one in quoted]
        self._occupations = {trade for one in people.by_slug.values() for trade in one.occupations}
        self._infer_genders()

    def resolve(self, attribution: Attribution, previous: str | None = None) -> ResolvedSpeaker:
        """Who is meant by an attribution; `previous` spoke last in the same paragraph."""
        slug, doubt = self._resolve(attribution, previous)
        doubts = [doubt] if doubt else []
        if attribution.alternative_span is not None:
            doubts.append(
                f"it may be “{self._article.get_text(attribution.alternative_span)}” who speaks"
            )
        if _DENIED.search(self._article.text, attribution.speaker_span.end, attribution.end):
            doubts.append("the article seems to say that these words were not spoken")
        return ResolvedSpeaker(slug, "; ".join(doubts) or None)

    def _resolve(self, attribution: Attribution, previous: str | None) -> ResolvedSpeaker:
        words = " ".join(self._article.get_text(attribution.speaker_span).split())
        if attribution.is_verb_only:
            return ResolvedSpeaker(None, f"nobody whom these rules know stands beside “{words}”")
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
            None, f"whether “{words}” is a person or a house, the article leaves open"
        )

    def resolve_from_previous_sentence(self, offset: int) -> ResolvedSpeaker:
        """Whom the sentence before `offset` is about, for speech with nobody named beside it."""
        index = find_span_index(self._sentences, offset - 1)
        paragraph = self._paragraphs[find_span_index(self._paragraphs, offset)]
        if index < 0 or self._sentences[index].start < paragraph.start:
            return ResolvedSpeaker(None, "nobody is named beside these words")
        slugs = self._list_sentence_subjects(self._sentences[index])
        if len(slugs) != 1:
            return ResolvedSpeaker(None, "nobody is named beside these words")
        name = self._people.by_slug[slugs[0]].name
        return ResolvedSpeaker(
            slugs[0], f"no word of saying: {name} is whom the sentence before is about"
        )

    def _resolve_pronoun(
        self, attribution: Attribution, words: str, previous: str | None
    ) -> ResolvedSpeaker:
        is_woman = words.lower() == "she"
        offset = attribution.speaker_span.start
        paragraph = find_span_index(self._paragraphs, offset)
        here = self._list_subjects(self._paragraphs[paragraph].start, offset)
        fitting = [slug for slug in here if self._fits_pronoun(slug, is_woman)]
        if attribution.verb in REPLY_VERBS and previous in fitting:
            fitting.remove(previous)
        if len(fitting) == 1 and fitting[0] == here[-1]:
            return self._resolve_pronoun_as(
                fitting[0], words, self._list_fitting_people(paragraph, offset, is_woman)
            )
        if not here and attribution.verb not in REPLY_VERBS:
            return self._resolve_from_previous_paragraph(paragraph, words, is_woman)
        if not fitting:
            return ResolvedSpeaker(None, f"“{words}” fits nobody named before it in this paragraph")
        return ResolvedSpeaker(None, f"“{words}” may be {self._format_names(fitting)}")

    def _resolve_pronoun_as(self, slug: str, words: str, named: Sequence[str]) -> ResolvedSpeaker:
        name = self._people.by_slug[slug].name
        others = [one for one in named if one != slug]
        if not others:
            return ResolvedSpeaker(slug, f"“{words}” is read as {name}, the only one here it fits")
        also = f"but {self._format_names(others)} is named here too"
        return ResolvedSpeaker(
            slug, f"“{words}” is read as {name}, whom these sentences are about, {also}"
        )

    def _list_fitting_people(self, paragraph: int, end: int, is_woman: bool) -> list[str]:
        """Everybody named in the paragraph before `end` whom the pronoun fits."""
        start = max(self._paragraphs[paragraph].start, end - MAX_CHARACTERS_BACK)
        named = {
            slug
            for one in self._people.list_mentions(start, end)
            if not self._is_quoted(one.span.start)
            for slug in one.slugs
        }
        return sorted(slug for slug in named if self._fits_pronoun(slug, is_woman))

    def _resolve_from_previous_paragraph(
        self, paragraph: int, words: str, is_woman: bool
    ) -> ResolvedSpeaker:
        """A paragraph that names nobody goes on about whom the one above is about, if only one."""
        above = self._paragraphs[paragraph - 1] if paragraph > 0 else None
        known_here = self._list_subjects(*above) if above else []
        if len(known_here) == 1 and self._people.by_slug[known_here[0]].is_woman is is_woman:
            name = self._people.by_slug[known_here[0]].name
            return ResolvedSpeaker(
                known_here[0], f"“{words}” is read as {name}, of whom the paragraph above tells"
            )
        return ResolvedSpeaker(
            None, f"“{words}” names nobody, and neither does this paragraph before it"
        )

    def _resolve_description(self, attribution: Attribution, words: str) -> ResolvedSpeaker:
        first, noun = words.split()[0].lower(), words.split()[-1]
        if first in ("one", "a", "an", "another"):
            return ResolvedSpeaker(None, f"the article does not name “{words}”")
        paragraph = self._paragraphs[
            find_span_index(self._paragraphs, attribution.speaker_span.start)
        ]
        here = self._list_subjects(paragraph.start, attribution.speaker_span.start)
        fitting = [slug for slug in here if noun in self._people.by_slug[slug].occupations]
        if first == "the" and len(words.split()) == 2 and noun not in self._occupations:
            # Nobody is called so by name: it can only be whom the paragraph is about.
            fitting = [slug for slug in here if not self._people.by_slug[slug].occupations]
        if len(fitting) == 1 and len(here) == 1:
            name = self._people.by_slug[fitting[0]].name
            return ResolvedSpeaker(
                fitting[0], f"“{words}” is read as {name}, the only one here it fits"
            )
        return ResolvedSpeaker(None, f"“{words}” is not named beside these words")

    def _list_subjects(self, start: int, end: int) -> list[str]:
        """Whom the last sentences between the offsets are about, the last named last."""
        found: dict[str, None] = {}
        last = find_span_index(self._sentences, end - 1)
        first = max(0, find_span_index(self._sentences, start), last - MAX_SENTENCES_BACK)
        for sentence in self._sentences[first : last + 1]:
            for slug in self._list_sentence_subjects(Span(sentence.start, min(sentence.end, end))):
                found.pop(slug, None)
                found[slug] = None
        return list(found)

    def _list_sentence_subjects(self, sentence: Span) -> list[str]:
        """Whom a sentence is about: the first named outside quotation marks, and "and" others."""
        first: list[str] = []
        last: PersonMention | None = None
        for one in self._people.list_mentions(*sentence):
            if self._is_quoted(one.span.start):
                continue
            if last is None:
                before = self._article.text[
                    max(sentence.start, one.span.start - 40) : one.span.start
                ]
                if _AFTER_PREPOSITION.search(before) or self._is_possessive(one):
                    continue
            elif not _LISTED.fullmatch(self._article.text, last.span.end, one.span.start):
                break
            first += one.slugs
            last = one
        return list(dict.fromkeys(first))

    def _is_possessive(self, one: PersonMention) -> bool:
        return self._article.text[one.span.end : one.span.end + 1] in ("’", "'")

    def _is_quoted(self, offset: int) -> bool:
        index = find_span_index(self._quoted, offset)
        return index >= 0 and offset < self._quoted[index].end

    def _fits_pronoun(self, slug: str, is_woman: bool) -> bool:
        return self._people.by_slug[slug].is_woman in (None, is_woman)

    def _format_names(self, slugs: Sequence[str]) -> str:
        return " or ".join(self._people.by_slug[slug].name for slug in slugs)

    def _infer_genders(self) -> None:
        """Notes "he" or "she" for whoever is alone in a paragraph up to the pronoun."""
        for paragraph in self._paragraphs:
            mentions = [
                one
                for one in self._people.list_mentions(*paragraph)
                if not self._is_quoted(one.span.start)
            ]
            if not mentions or len(mentions[0].slugs) != 1:
                continue
            slug = mentions[0].slugs[0]
            until = next(
                (one.span.start for one in mentions if one.slugs != (slug,)), paragraph.end
            )
            start = mentions[0].span.end
            self._infer_gender(slug, Span(start, min(until, start + MAX_CHARACTERS_BACK)))

    def _infer_gender(self, slug: str, span: Span) -> None:
        person = self._people.by_slug[slug]
        for pronoun in _PRONOUN.finditer(self._article.text, *span):
            if person.is_woman is not None or _KIN.search(
                self._article.text, span.start, pronoun.start()
            ):
                return
            if not self._is_quoted(pronoun.start()):
                person.is_woman = pronoun[1] is not None
