"""Reads who is said to speak: "Holm replied", "said the actor", "according to her"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from seeds.drafting.articles import Span
from seeds.drafting.people.names import NameCandidate
from seeds.drafting.people.people import People
from seeds.drafting.word_lists import PERSON_NOUNS, REPORTING_PARTICIPLES, REPORTING_VERBS, word_set

MAX_LEAD_LENGTH = 400
"""Characters before a quote in which its speaker may stand."""

_SEPARATORS = re.compile(r"[\s,—–-]*")
_TOKEN = re.compile(r"[\w][\w’'-]*")
_PRONOUN = re.compile(r"(?:he|she|they)\b", re.IGNORECASE)
_APPOSITION = re.compile(r",\s[^,.“”\"]{1,80},")
_ADVERBS = re.compile(
    r"(?:\s+(?:\w+ly|also|then|now|later|once|just|even|still|has|have|had|would|soon|"
    r"went on to|goes on to))*\s+"
)
_AFFILIATION = re.compile(
    rf"\s+(?:for|of|from|at|with)\s+(?:(?!(?:{'|'.join(sorted(REPORTING_VERBS))})\b)[\w’'&-]+\s+){{1,5}}"
)
_ACCORDING = re.compile(r"\b(?:according to|in the words of)\s+", re.IGNORECASE)
_AS_PUT = re.compile(r"as\s+")
_LEADS_IN = re.compile(r"(?:[,:]|\bthat)\s*$")
_PUT_IT = re.compile(r"\s+(?:puts?|has|had|likes to put|describes?d?|calls?|called)\s+it\b")
_IN_WORDS = re.compile(r"(?:[’']s?)?\s+(?:own\s+)?(?:words|phrase|view|opinion)\b")
_DETERMINERS = word_set("the a an his her their one another this its")
SPEAKER_NOUNS = PERSON_NOUNS | word_set(
    "source insider viewer reader listener statement report article caller passer-by"
)
_PREPOSITIONS = word_set("to of with in by for from at on about after than")
_NO_SUBJECT_BEFORE = word_set("is was are were be been being that which")
"""Behind these a word of saying is passive, or a thing's: "a shirt that said"."""
_AND = re.compile(r"\s+(?:and|&)\s+")
_SOMEBODY_SAYING = re.compile(
    r"\s+(?P<who>him|her|them|[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*)\s+"
    rf"(?:{'|'.join(sorted(REPORTING_PARTICIPLES))})\b"
)
_NO_OBJECT = word_set("said says added adds wrote writes replied replies explained explains")
"""Words of saying behind which a name is the speaker's, not the listener's."""
_POSSESSIVE_ENDINGS = ("’s", "'s", "s’", "s'")
MAX_PHRASE_WORDS = 6
"""Words of a description such as "the film's chief executive"."""


class Attribution(NamedTuple):
    """The words that say who speaks."""

    speaker_span: Span
    """The speaker as printed: a name, "she", "the actress"."""
    slugs: tuple[str, ...]
    """Whom a name can mean; none for a pronoun or a description."""
    verb: str
    end: int
    """Offset at which these words end."""
    is_verb_only: bool = False
    """Only the word of saying was found, and `said_by` is that word."""
    alternative_span: Span | None = None
    """Who may speak instead, as printed."""


class AttributionFinder:
    """Finds attributions before and after quotation marks in one article."""

    def __init__(self, text: str, people: People, names: list[NameCandidate]) -> None:
        self._text = text
        self._mentions = {one.span.start: one for one in people.mentions}
        self._names = {one.span.start: one for one in names}

    def find_after(self, gap: Span) -> Attribution | None:
        """The attribution that a gap after closing marks begins with."""
        start = self._skip(_SEPARATORS, gap.start)
        return (
            self._match_according_to(start, gap.end)
            or self._match_as_put(start, gap.end)
            or self._match_verb_first(start, gap.end)
            or self._match_speaker_first(start, gap.end)
        )

    def find_before(self, lead: Span) -> Attribution | None:
        """The last attribution in the words that lead up to opening marks."""
        start = max(lead.start, lead.end - MAX_LEAD_LENGTH)
        tokens = list(_TOKEN.finditer(self._text, start, lead.end))
        for index in range(len(tokens) - 1, -1, -1):
            word = tokens[index][0]
            if word.lower() in REPORTING_VERBS or word in REPORTING_PARTICIPLES:
                found = self._find_subject_before(tokens, index)
                if found is None and word.lower() in _NO_OBJECT:
                    found = self._match_verb_first(tokens[index].start(), lead.end)
                if found is not None:
                    return found
            elif word.lower() == "according":
                found = self._match_according_to(tokens[index].start(), lead.end)
                if found is not None:
                    return found
            elif word in ("words", "phrase"):
                found = self._match_in_words_of(tokens, index)
                if found is not None:
                    return found
        return self._find_verb_only(tokens, lead.end)

    def _find_verb_only(self, tokens: list[re.Match[str]], end: int) -> Attribution | None:
        """A word of saying that leads straight to the mark: "the sign said:"."""
        verbs = [one for one in tokens if one[0].lower() in REPORTING_VERBS | {"according"}]
        if not verbs or not _LEADS_IN.search(self._text, verbs[-1].end(), end):
            return None
        span = Span(*verbs[-1].span())
        return Attribution(span, (), verbs[-1][0], span.end, is_verb_only=True)

    def find_speaker_at(self, start: int, end: int) -> Attribution | None:
        """The name, pronoun or description that begins exactly at `start`."""
        pronoun = _PRONOUN.match(self._text, start, end)
        if pronoun:
            return Attribution(Span(start, pronoun.end()), (), "", pronoun.end())
        described: Attribution | None = None
        owner = start
        for token in self._list_phrase_words(start, end):
            named = self._find_name_at(token.start())
            if described is not None and (token[0] in _PREPOSITIONS or token[0] == "and"):
                break
            if named is not None and not self._is_possessive(named):
                return named
            if named is not None:
                owner = named.end
            elif token[0] in SPEAKER_NOUNS:
                described = Attribution(Span(start, token.end()), (), "", token.end())
            elif token.start() >= owner and not self._may_describe(token[0]):
                break
        return described

    def _may_describe(self, word: str) -> bool:
        return word[0].islower() or word.lower() in _DETERMINERS | PERSON_NOUNS

    def _find_name_at(self, start: int) -> Attribution | None:
        mention = self._mentions.get(start)
        if mention is not None:
            return Attribution(mention.span, mention.slugs, "", mention.span.end)
        name = self._names.get(start)
        return Attribution(name.span, (), "", name.span.end) if name is not None else None

    def _is_possessive(self, named: Attribution) -> bool:
        return self._text[named.end : named.end + 2] in ("’s", "'s")

    def _list_phrase_words(self, start: int, end: int) -> Iterator[re.Match[str]]:
        """Up to six words from `start`, with only blanks or one comma before a name."""
        offset = start
        for count, token in enumerate(_TOKEN.finditer(self._text, start, end)):
            between = self._text[offset : token.start()].strip()
            named = token.start() in self._mentions or token.start() in self._names
            if count >= MAX_PHRASE_WORDS or (between and not (between == "," and named)):
                return
            if count == 0 and token.start() != start:
                return
            yield token
            offset = token.end()

    def _skip(self, pattern: re.Pattern[str], offset: int) -> int:
        match = pattern.match(self._text, offset)
        return match.end() if match else offset

    def _match_according_to(self, start: int, end: int) -> Attribution | None:
        match = _ACCORDING.match(self._text, start, end)
        found = self.find_speaker_at(match.end(), end) if match else None
        return found._replace(verb="according to") if found else None

    def _match_as_put(self, start: int, end: int) -> Attribution | None:
        match = _AS_PUT.match(self._text, start, end)
        found = self.find_speaker_at(match.end(), end) if match else None
        put = _PUT_IT.match(self._text, found.end, end) if found else None
        return found._replace(verb="put it", end=put.end()) if found and put else None

    def _match_verb_first(self, start: int, end: int) -> Attribution | None:
        token = _TOKEN.match(self._text, start, end)
        if token is None or token[0].lower() not in REPORTING_VERBS:
            return None
        found = self.find_speaker_at(self._skip(_SEPARATORS, token.end()), end)
        return self._add_joined_speaker(found)._replace(verb=token[0]) if found else None

    def _add_joined_speaker(self, found: Attribution) -> Attribution:
        """The same together with whoever is named behind an "and"."""
        conjunction = _AND.match(self._text, found.end)
        joined = self._mentions.get(conjunction.end()) if conjunction else None
        if joined is None or not found.slugs:
            return found
        span = Span(found.speaker_span.start, joined.span.end)
        return Attribution(span, (*found.slugs, *joined.slugs), "", span.end)

    def _match_speaker_first(self, start: int, end: int) -> Attribution | None:
        found = self.find_speaker_at(start, end)
        if found is None:
            return None
        found = self._add_joined_speaker(found)
        offset = self._skip(_APPOSITION, self._skip(_AFFILIATION, found.end))
        token = _TOKEN.match(self._text, self._skip(_ADVERBS, offset), end)
        if token is None or token[0] not in REPORTING_VERBS:
            return None
        other = _SOMEBODY_SAYING.match(self._text, token.end(), end)
        rival = Span(*other.span("who")) if other else None
        return found._replace(verb=token[0], end=token.end(), alternative_span=rival)

    def _find_subject_before(self, tokens: list[re.Match[str]], verb: int) -> Attribution | None:
        """The nearest name, pronoun or description before the verb that can be its subject."""
        if verb and tokens[verb - 1][0] in _NO_SUBJECT_BEFORE:
            return None
        before = (self._match_subject(tokens, index) for index in range(verb - 1, -1, -1))
        subjects = filter(None, before)
        found, rival = next(subjects, None), next(subjects, None)
        if found is None:
            return None
        said = Span(*tokens[verb].span())
        is_joined = rival and _AND.fullmatch(self._text, rival.end, found.speaker_span.start)
        if is_joined and rival and rival.slugs and found.slugs:
            found, rival = self._add_joined_speaker(rival), None
        elif not is_joined and (
            _ADVERBS.fullmatch(self._text, found.end, said.start)
            or not self._is_distinct_speaker(rival)
        ):
            rival = None
        verbal = self._text[said.start : said.end]
        rival_span = rival and rival.speaker_span
        return found._replace(verb=verbal, end=said.end, alternative_span=rival_span)

    def _is_distinct_speaker(self, one: Attribution | None) -> bool:
        """Whether it is somebody apart: not a mere word, nor "its chief" before the name itself."""
        if one is None or one.slugs:
            return one is not None
        words = self._text[one.speaker_span.start : one.speaker_span.end].split()
        if _PRONOUN.fullmatch(words[0]):
            return True
        return len(words) > 1 and words[0].lower() not in _DETERMINERS

    def _match_subject(self, tokens: list[re.Match[str]], index: int) -> Attribution | None:
        token = tokens[index]
        led_by = tokens[index - 1][0].lower() if index else ""
        if led_by in _PREPOSITIONS:
            return None
        named = self._find_name_at(token.start())
        if named is not None:
            return None if self._is_possessive(named) else named
        if _PRONOUN.fullmatch(token[0]):
            return Attribution(Span(token.start(), token.end()), (), "", token.end())
        if token[0] in SPEAKER_NOUNS and led_by:
            return self._match_description(tokens, index)
        return None

    def _match_description(self, tokens: list[re.Match[str]], index: int) -> Attribution | None:
        for first in range(index - 1, max(-1, index - MAX_PHRASE_WORDS), -1):
            word = tokens[first][0]
            if word.lower() in _DETERMINERS or word.endswith(_POSSESSIVE_ENDINGS):
                led_by = tokens[first - 1][0].lower() if first else ""
                span = Span(tokens[first].start(), tokens[index].end())
                return None if led_by in _PREPOSITIONS else Attribution(span, (), "", span.end)
        return None

    def _match_in_words_of(self, tokens: list[re.Match[str]], index: int) -> Attribution | None:
        for first in range(index - 1, max(-1, index - MAX_PHRASE_WORDS), -1):
            mention = self._mentions.get(tokens[first].start())
            if mention and _IN_WORDS.match(self._text, mention.span.end):
                return Attribution(
                    mention.span, mention.slugs, "in the words of", tokens[index].end()
                )
        return None
