"""Finds attributions of direct speech: "Holm replied", "said the actor", "according to her"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from seeds.drafting.people.names import NameCandidate
from seeds.drafting.people.people import People
from seeds.drafting.quotes.attribution import Attribution
from seeds.drafting.spans import Span
from seeds.drafting.word_lists import (
    PERSON_NOUNS,
    REPORTING_PARTICIPLES,
    REPORTING_VERBS,
    TITLES,
    make_word_set,
)

MAX_LEAD_IN_LENGTH = 400
"""Characters before a quote that are searched for its attribution."""
MAX_DESCRIPTION_WORDS = 6
"""Longest description of a speaker, such as "the film's chief executive"."""
SPEECH_INTRODUCTION = re.compile(r"(?:[,:]|\bthat)\s*$")
"""The end of words that introduce direct speech."""
SPEAKER_NOUNS = PERSON_NOUNS | make_word_set(
    "source insider viewer reader listener statement report article caller passer-by"
)

_SEPARATORS = re.compile(r"[\s,—–-]*")
_NEW_CLAUSE = re.compile(
    r"(?:and|but|while|whereas|so|then|to which|upon which|whereupon)\b", re.IGNORECASE
)
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
_ACCORDING_TO = re.compile(r"\b(?:according to|in the words of)\s+", re.IGNORECASE)
_AS = re.compile(r"as\s+")
_PUT_IT = re.compile(r"\s+(?:puts?|has|had|likes to put|describes?d?|calls?|called)\s+it\b")
_OWN_WORDS = re.compile(r"(?:[’']s?)?\s+(?:own\s+)?(?:words|phrase|view|opinion)\b")
_AND = re.compile(r"\s+(?:and|&)\s+")
_OBJECT_SPEAKING = re.compile(
    r"\s+(?P<object>him|her|them|[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*)\s+"
    rf"(?:{'|'.join(sorted(REPORTING_PARTICIPLES))})\b"
)
_DETERMINERS = make_word_set("the a an his her their one another this its")
_PREPOSITIONS = make_word_set("to of with in by for from at on about after than")
_NO_SUBJECT_BEFORE = make_word_set("is was are were be been being that which")
"""After these a reporting verb is passive, or its subject is a thing: "a shirt that said"."""
_VERBS_WITHOUT_OBJECT = make_word_set(
    "said says added adds wrote writes replied replies explained explains"
)
"""Reporting verbs after which a name is the speaker's, not the listener's."""
_POSSESSIVE_ENDINGS = ("’s", "'s", "s’", "s'")


class AttributionFinder:
    """Finds attributions before and after the quotation marks of one article."""

    def __init__(self, text: str, people: People, names: list[NameCandidate]) -> None:
        self._text = text
        self._mentions = {mention.span.start: mention for mention in people.mentions}
        self._names = {name.span.start: name for name in names}

    def find_after(self, gap: Span) -> Attribution | None:
        """Return the attribution at the start of `gap`, the text after a closing mark.

        None for a new clause, "and Lund replied", whose verb belongs to other words.
        """
        start = self._skip(_SEPARATORS, gap.start)
        if _NEW_CLAUSE.match(self._text, start, gap.end):
            return None
        return (
            self._match_according_to(start, gap.end)
            or self._match_as_put(start, gap.end)
            or self._match_verb_first(start, gap.end)
            or self._match_speaker_first(start, gap.end)
        )

    def find_before(self, lead_in: Span) -> Attribution | None:
        """Return the last attribution in `lead_in`, the text before an opening mark."""
        start = max(lead_in.start, lead_in.end - MAX_LEAD_IN_LENGTH)
        tokens = list(_TOKEN.finditer(self._text, start, lead_in.end))
        for index in range(len(tokens) - 1, -1, -1):
            attribution = self._match_keyword(tokens, index, lead_in.end)
            if attribution is not None:
                return attribution
        return self._find_verb_only(tokens, lead_in.end)

    def _match_keyword(
        self, tokens: list[re.Match[str]], index: int, end: int
    ) -> Attribution | None:
        """Return the attribution whose verb, "according" or "words" is the token at `index`."""
        word = tokens[index][0]
        if word.lower() in REPORTING_VERBS or word in REPORTING_PARTICIPLES:
            attribution = self._find_subject_before(tokens, index)
            if attribution is None and word.lower() in _VERBS_WITHOUT_OBJECT:
                return self._match_verb_first(tokens[index].start(), end)
            return attribution
        if word.lower() == "according":
            return self._match_according_to(tokens[index].start(), end)
        return self._match_own_words(tokens, index) if word in ("words", "phrase") else None

    def _find_verb_only(self, tokens: list[re.Match[str]], end: int) -> Attribution | None:
        """Return the last reporting verb if it introduces the quote: "the sign said:"."""
        verbs = [token for token in tokens if token[0].lower() in REPORTING_VERBS | {"according"}]
        if not verbs or not SPEECH_INTRODUCTION.search(self._text, verbs[-1].end(), end):
            return None
        span = Span(*verbs[-1].span())
        return Attribution(span, (), verbs[-1][0], span.end, is_verb_only=True)

    def _find_speaker_at(self, start: int, end: int) -> Attribution | None:
        """Return the name, pronoun or description that begins at `start`, with an empty verb."""
        pronoun = _PRONOUN.match(self._text, start, end)
        if pronoun:
            return Attribution(Span(start, pronoun.end()), (), "", pronoun.end())
        description: Attribution | None = None
        owner_end = start
        for token in self._list_phrase_words(start, end):
            name = self._find_name_at(token.start())
            if description is not None and (token[0] in _PREPOSITIONS or token[0] == "and"):
                break
            if name is not None and not self._is_possessive(name):
                return name
            if name is not None:
                owner_end = name.end
            elif token[0] in SPEAKER_NOUNS:
                description = Attribution(Span(start, token.end()), (), "", token.end())
            elif token.start() >= owner_end and not self._may_describe(token[0]):
                break
        return description

    def _may_describe(self, word: str) -> bool:
        return word[0].islower() or word.lower() in _DETERMINERS | PERSON_NOUNS

    def _find_name_at(self, start: int) -> Attribution | None:
        mention = self._mentions.get(start)
        if mention is not None:
            return Attribution(mention.span, mention.slugs, "", mention.span.end)
        name = self._names.get(start)
        return Attribution(name.span, (), "", name.span.end) if name is not None else None

    def _is_possessive(self, name: Attribution) -> bool:
        return self._text[name.end : name.end + 2] in ("’s", "'s")

    def _list_phrase_words(self, start: int, end: int) -> Iterator[re.Match[str]]:
        """Yield up to MAX_DESCRIPTION_WORDS words, the first of which begins at `start`.

        Only whitespace, a comma before a name, or the stop of "Dr." may stand between two of them.
        """
        offset = start
        previous = ""
        for count, token in enumerate(_TOKEN.finditer(self._text, start, end)):
            between = self._text[offset : token.start()].strip()
            is_name = token.start() in self._mentions or token.start() in self._names
            is_joined = (between == "," and is_name) or (between == "." and previous in TITLES)
            if count >= MAX_DESCRIPTION_WORDS or (between and not is_joined):
                return
            if count == 0 and token.start() != start:
                return
            yield token
            offset, previous = token.end(), token[0]

    def _skip(self, pattern: re.Pattern[str], offset: int) -> int:
        match = pattern.match(self._text, offset)
        return match.end() if match else offset

    def _match_according_to(self, start: int, end: int) -> Attribution | None:
        match = _ACCORDING_TO.match(self._text, start, end)
        speaker = self._find_speaker_at(match.end(), end) if match else None
        return speaker._replace(verb="according to") if speaker else None

    def _match_as_put(self, start: int, end: int) -> Attribution | None:
        """Match "as Holm put it"."""
        match = _AS.match(self._text, start, end)
        speaker = self._find_speaker_at(match.end(), end) if match else None
        verb = _PUT_IT.match(self._text, speaker.end, end) if speaker else None
        return speaker._replace(verb="put it", end=verb.end()) if speaker and verb else None

    def _match_verb_first(self, start: int, end: int) -> Attribution | None:
        """Match "said Holm"."""
        verb = _TOKEN.match(self._text, start, end)
        if verb is None or verb[0].lower() not in REPORTING_VERBS:
            return None
        speaker = self._find_speaker_at(self._skip(_SEPARATORS, verb.end()), end)
        return self._add_joined_speaker(speaker)._replace(verb=verb[0]) if speaker else None

    def _add_joined_speaker(self, speaker: Attribution) -> Attribution:
        """Return `speaker` together with a person named after an "and": "Holm and Lund"."""
        conjunction = _AND.match(self._text, speaker.end)
        joined = self._mentions.get(conjunction.end()) if conjunction else None
        if joined is None or not speaker.slugs:
            return speaker
        span = Span(speaker.speaker_span.start, joined.span.end)
        return Attribution(span, (*speaker.slugs, *joined.slugs), "", span.end)

    def _match_speaker_first(self, start: int, end: int) -> Attribution | None:
        """Match "Holm said"; in "Holm recalled Lund saying", Lund is the alternative."""
        speaker = self._find_speaker_at(start, end)
        if speaker is None:
            return None
        speaker = self._add_joined_speaker(speaker)
        offset = self._skip(_APPOSITION, self._skip(_AFFILIATION, speaker.end))
        verb = _TOKEN.match(self._text, self._skip(_ADVERBS, offset), end)
        if verb is None or verb[0] not in REPORTING_VERBS:
            return None
        match = _OBJECT_SPEAKING.match(self._text, verb.end(), end)
        alternative = Span(*match.span("object")) if match else None
        return speaker._replace(verb=verb[0], end=verb.end(), alternative_span=alternative)

    def _find_subject_before(self, tokens: list[re.Match[str]], index: int) -> Attribution | None:
        """Return the nearest possible subject before the verb at `index`.

        Its alternative is the next nearest one, unless the nearest stands right before the verb.
        """
        if index and tokens[index - 1][0] in _NO_SUBJECT_BEFORE:
            return None
        verb = tokens[index]
        matches = (self._match_subject(tokens, before) for before in range(index - 1, -1, -1))
        subjects = filter(None, matches)
        nearest, other = next(subjects, None), next(subjects, None)
        if nearest is None:
            return None
        is_joined = other and _AND.fullmatch(self._text, other.end, nearest.speaker_span.start)
        if is_joined and other and other.slugs and nearest.slugs:
            nearest, other = self._add_joined_speaker(other), None
        elif not is_joined and (
            _ADVERBS.fullmatch(self._text, nearest.end, verb.start())
            or not self._is_distinct_speaker(other)
        ):
            other = None
        alternative = other and other.speaker_span
        return nearest._replace(verb=verb[0], end=verb.end(), alternative_span=alternative)

    def _is_distinct_speaker(self, subject: Attribution | None) -> bool:
        """Return whether `subject` can be another person than the one named after it.

        It cannot if it is None, a single noun, or a description such as "its chief".
        """
        if subject is None or subject.slugs:
            return subject is not None
        words = self._text[subject.speaker_span.start : subject.speaker_span.end].split()
        if _PRONOUN.fullmatch(words[0]):
            return True
        return len(words) > 1 and words[0].lower() not in _DETERMINERS

    def _match_subject(self, tokens: list[re.Match[str]], index: int) -> Attribution | None:
        """Return the name or pronoun at `index`, or the description that ends there.

        None for an owner ("Holm’s") and for the object of a preposition.
        """
        token = tokens[index]
        previous = tokens[index - 1][0].lower() if index else ""
        if previous in _PREPOSITIONS:
            return None
        name = self._find_name_at(token.start())
        if name is not None:
            return None if self._is_possessive(name) else name
        if _PRONOUN.fullmatch(token[0]):
            return Attribution(Span(token.start(), token.end()), (), "", token.end())
        if token[0] in SPEAKER_NOUNS and previous:
            return self._match_description(tokens, index)
        return None

    def _match_description(self, tokens: list[re.Match[str]], index: int) -> Attribution | None:
        """Return the words from the last determiner or possessive to the noun at `index`."""
        for first in range(index - 1, max(-1, index - MAX_DESCRIPTION_WORDS), -1):
            word = tokens[first][0]
            if word.lower() in _DETERMINERS or word.endswith(_POSSESSIVE_ENDINGS):
                previous = tokens[first - 1][0].lower() if first else ""
                span = Span(tokens[first].start(), tokens[index].end())
                return None if previous in _PREPOSITIONS else Attribution(span, (), "", span.end)
        return None

    def _match_own_words(self, tokens: list[re.Match[str]], index: int) -> Attribution | None:
        """Match "in Holm’s own words", with the token "words" or "phrase" at `index`."""
        for first in range(index - 1, max(-1, index - MAX_DESCRIPTION_WORDS), -1):
            mention = self._mentions.get(tokens[first].start())
            if mention and _OWN_WORDS.match(self._text, mention.span.end):
                return Attribution(
                    mention.span, mention.slugs, "in the words of", tokens[index].end()
                )
        return None
