"""Says whom a pronoun or a description means, only where the article leaves one person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from seeds.drafting.articles import Article, Span
from seeds.drafting.people.people import Mention, People
from seeds.drafting.quotes.attributions import UNNAMED, Attribution
from seeds.drafting.quotes.quotation_marks import Quoted
from seeds.drafting.segmentation import holding
from seeds.drafting.word_lists import MEN, REPLYING, WOMEN

_PRONOUN = re.compile(
    r"\b(?:([Ss]he|[Hh]er|[Hh]ers|[Hh]erself)|([Hh]e|[Hh]im|[Hh]is|[Hh]imself))\b"
)
_AFTER_PREPOSITION = re.compile(r"\b(?:to|of|with|in|by|for|from|at|on|about|than)\s+(?:\w+\s+)?$")
_LISTED = re.compile(r"(?:,?\s+and\s+|,\s+|\s*&\s*)(?:the\s+)?(?:[a-z-]+\s+){0,3}")
_KIN = re.compile(rf"\b(?:{'|'.join(sorted(WOMEN | MEN))})\b")
_DENIED = re.compile(r"\b(?:never|not|den(?:y|ies|ied|ying)|without)\b|n[’']t\b")

MAX_SENTENCES_BACK = 20
"""Sentences of a paragraph in which somebody may be whom a pronoun means."""
MAX_CHARACTERS_BACK = 2000
"""As far back, and on, the text is searched for whom it may mean."""


class Speaker(NamedTuple):
    """Who speaks, as far as the article says; `doubt` is a reason to look again."""

    slug: str | None
    doubt: str | None = None


class Speakers:
    """Knows who has been spoken of in each paragraph, outside quotation marks."""

    def __init__(
        self,
        article: Article,
        people: People,
        paragraphs: Sequence[Span],
        sentences: Sequence[Span],
        quoted: Sequence[Quoted],
    ) -> None:
        self._article = article
        self._people = people
        self._paragraphs = paragraphs
        self._sentences = sentences
        self._quoted = [one.outer for one in quoted]
        self._trades = {trade for one in people.found.values() for trade in one.trades}
        self._learn_pronouns()

    def resolve(self, by: Attribution, previous: str | None = None) -> Speaker:
        """Who is meant by an attribution; `previous` spoke last in the same paragraph."""
        slug, doubt = self._resolve(by, previous)
        doubts = [doubt] if doubt else []
        if by.rival is not None:
            doubts.append(f"it may be “{self._article.words(by.rival)}” who speaks")
        if _DENIED.search(self._article.text, by.said_by.end, by.end):
            doubts.append("the article seems to say that these words were not spoken")
        return Speaker(slug, "; ".join(doubts) or None)

    def _resolve(self, by: Attribution, previous: str | None) -> Speaker:
        words = " ".join(self._article.words(by.said_by).split())
        if by.is_nobody:
            return Speaker(None, f"nobody whom these rules know stands beside “{words}”")
        if len(by.slugs) == 1:
            return Speaker(by.slugs[0])
        if by.slugs:
            return Speaker(None, f"“{words}” may be {self._named(by.slugs)}")
        if words.lower() == "they":
            return Speaker(None, "“they” may be one person or several")
        if words.lower() in ("he", "she"):
            return self._resolve_pronoun(by, words, previous)
        if words.split()[-1] in UNNAMED:
            return self._resolve_description(by, words)
        return Speaker(None, f"whether “{words}” is a person or a house, the article leaves open")

    def subject_before(self, offset: int) -> Speaker:
        """Whom the sentence before `offset` is about, for speech with nobody named beside it."""
        index = holding(self._sentences, offset - 1)
        paragraph = self._paragraphs[holding(self._paragraphs, offset)]
        if index < 0 or self._sentences[index].start < paragraph.start:
            return Speaker(None, "nobody is named beside these words")
        slugs = self._subjects(self._sentences[index])
        if len(slugs) != 1:
            return Speaker(None, "nobody is named beside these words")
        name = self._people.found[slugs[0]].name
        return Speaker(slugs[0], f"no word of saying: {name} is whom the sentence before is about")

    def _resolve_pronoun(self, by: Attribution, words: str, previous: str | None) -> Speaker:
        is_woman = words.lower() == "she"
        at = by.said_by.start
        paragraph = holding(self._paragraphs, at)
        here = self._spoken_of(self._paragraphs[paragraph].start, at)
        fitting = [slug for slug in here if self._may_be(slug, is_woman)]
        if by.verb in REPLYING and previous in fitting:
            fitting.remove(previous)
        if len(fitting) == 1 and fitting[0] == here[-1]:
            return self._read_as(fitting[0], words, self._also_named(paragraph, at, is_woman))
        if not here and by.verb not in REPLYING:
            return self._resolve_from_above(paragraph, words, is_woman)
        if not fitting:
            return Speaker(None, f"“{words}” fits nobody named before it in this paragraph")
        return Speaker(None, f"“{words}” may be {self._named(fitting)}")

    def _read_as(self, slug: str, words: str, named: Sequence[str]) -> Speaker:
        name = self._people.found[slug].name
        others = [one for one in named if one != slug]
        if not others:
            return Speaker(slug, f"“{words}” is read as {name}, the only one here it fits")
        also = f"but {self._named(others)} is named here too"
        return Speaker(slug, f"“{words}” is read as {name}, whom these sentences are about, {also}")

    def _also_named(self, paragraph: int, end: int, is_woman: bool) -> list[str]:
        """Everybody named in the paragraph before `end` whom the pronoun fits."""
        start = max(self._paragraphs[paragraph].start, end - MAX_CHARACTERS_BACK)
        named = {
            slug
            for one in self._people.within(start, end)
            if not self._is_quoted(one.span.start)
            for slug in one.slugs
        }
        return sorted(slug for slug in named if self._may_be(slug, is_woman))

    def _resolve_from_above(self, paragraph: int, words: str, is_woman: bool) -> Speaker:
        """A paragraph that names nobody goes on about whom the one above is about, if only one."""
        above = self._paragraphs[paragraph - 1] if paragraph > 0 else None
        known_here = self._spoken_of(*above) if above else []
        if len(known_here) == 1 and self._people.found[known_here[0]].is_woman is is_woman:
            name = self._people.found[known_here[0]].name
            return Speaker(
                known_here[0], f"“{words}” is read as {name}, of whom the paragraph above tells"
            )
        return Speaker(None, f"“{words}” names nobody, and neither does this paragraph before it")

    def _resolve_description(self, by: Attribution, words: str) -> Speaker:
        first, trade = words.split()[0].lower(), words.split()[-1]
        if first in ("one", "a", "an", "another"):
            return Speaker(None, f"the article does not name “{words}”")
        paragraph = self._paragraphs[holding(self._paragraphs, by.said_by.start)]
        here = self._spoken_of(paragraph.start, by.said_by.start)
        fitting = [slug for slug in here if trade in self._people.found[slug].trades]
        if first == "the" and len(words.split()) == 2 and trade not in self._trades:
            # Nobody is called so by name: it can only be whom the paragraph is about.
            fitting = [slug for slug in here if not self._people.found[slug].trades]
        if len(fitting) == 1 and len(here) == 1:
            name = self._people.found[fitting[0]].name
            return Speaker(fitting[0], f"“{words}” is read as {name}, the only one here it fits")
        return Speaker(None, f"“{words}” is not named beside these words")

    def _spoken_of(self, start: int, end: int) -> list[str]:
        """Whom the last sentences between the offsets are about, the last named last."""
        found: dict[str, None] = {}
        last = holding(self._sentences, end - 1)
        first = max(0, holding(self._sentences, start), last - MAX_SENTENCES_BACK)
        for sentence in self._sentences[first : last + 1]:
            for slug in self._subjects(Span(sentence.start, min(sentence.end, end))):
                found.pop(slug, None)
                found[slug] = None
        return list(found)

    def _subjects(self, sentence: Span) -> list[str]:
        """Whom a sentence is about: the first named outside quotation marks, and "and" others."""
        first: list[str] = []
        last: Mention | None = None
        for one in self._people.within(*sentence):
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

    def _is_possessive(self, one: Mention) -> bool:
        return self._article.text[one.span.end : one.span.end + 1] in ("’", "'")

    def _is_quoted(self, offset: int) -> bool:
        index = holding(self._quoted, offset)
        return index >= 0 and offset < self._quoted[index].end

    def _may_be(self, slug: str, is_woman: bool) -> bool:
        return self._people.found[slug].is_woman in (None, is_woman)

    def _named(self, slugs: Sequence[str]) -> str:
        return " or ".join(self._people.found[slug].name for slug in slugs)

    def _learn_pronouns(self) -> None:
        """Notes "he" or "she" for whoever is alone in a paragraph up to the pronoun."""
        for paragraph in self._paragraphs:
            mentions = [
                one
                for one in self._people.within(*paragraph)
                if not self._is_quoted(one.span.start)
            ]
            if not mentions or len(mentions[0].slugs) != 1:
                continue
            slug = mentions[0].slugs[0]
            until = next(
                (one.span.start for one in mentions if one.slugs != (slug,)), paragraph.end
            )
            start = mentions[0].span.end
            self._learn(slug, Span(start, min(until, start + MAX_CHARACTERS_BACK)))

    def _learn(self, slug: str, span: Span) -> None:
        person = self._people.found[slug]
        for pronoun in _PRONOUN.finditer(self._article.text, *span):
            if person.is_woman is not None or _KIN.search(
                self._article.text, span.start, pronoun.start()
            ):
                return
            if not self._is_quoted(pronoun.start()):
                person.is_woman = pronoun[1] is not None
