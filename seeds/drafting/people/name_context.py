"""Collects evidence from the words around a name: whether it is a person's, and of which gender."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from seeds.drafting.people.names import NameCandidate
from seeds.drafting.word_lists import (
    ACTION_VERBS,
    FEMALE_NOUNS,
    MALE_NOUNS,
    OCCUPATIONS,
    PERSON_NOUNS,
    REPORTING_VERBS,
    make_word_set,
)

_CONTEXT_LENGTH = 90
"""Characters before and after a name that are searched."""
_LAST_WORD = re.compile(r"([\w][\w’'-]*)(,?)\s+$")
_AGE = re.compile(r",\s+\d{1,3}(?:,|\.|\s)")
_WHO = re.compile(r",\s+(?:who|whose)\b")
_PUT_IT = re.compile(r"\s+(?:puts?|has|had|calls?|called) it\b")
_VERB = re.compile(
    r"(?:,[^,.“”\"]{1,60},|\s*\([^()]{1,80}\))?\s+(?:(?:\w+ly|also|then|now|later|first|finally|never|"
    r"still|even|just|once|will|would|has|have|had|is|was|to|be|been|said to)\s+){0,3}([a-z-]+)"
)
_AS_CHARACTER = re.compile(r"\s+as\s+(?:the\s+)?[A-Z]")
_BY = re.compile(
    r"\b(?:by|starring|starred|stars|featuring|opposite|alongside|[Aa]ccording to)\s+$"
)
_ASSISTANT_TO = re.compile(r"\b([a-z-]+)\s+to\s+$")
_PREPOSITION_BEFORE = re.compile(
    r"\b(?:of|in|for|at|from|to|on|into|about|with|near|than)\s+(?:the\s+)?$"
)
_WORK_BEFORE = re.compile(
    r"\b(?:film|movie|musical|comedy|drama|thriller|series|sitcom|show|play|novel|book|album|song|"
    r"single|sequel|prequel|documentary|magazine|festival)\s+$"
)
_THE = re.compile(r"\b(?:the|a|an|The|A|An)\s+$")
_ROLE_BEFORE = re.compile(
    r"\b(?:(?:role|character|part)\s+of|to\s+play|plays|played|playing|"
    r"portray(?:s|ed|ing)?|voic(?:es?|ed|ing))\s+((?:[a-z][\w’'-]*\s+){0,3})$"
)
_AS_ROLE_BEFORE = re.compile(
    r"(?<!soon )(?<!well )(?<!just )\bas\s+(?:the\s+)?(?:[a-z]\w*\s+){0,2}$"
)
_AS_ROLE_AFTER = re.compile(r"\s*(?:[,.;:()”\"’]|(?:and|or|in|on|for|from|at|with|who)\b|$)")
_NOT_IN_ROLE = make_word_set("and by opposite with alongside in for at from")
_APPOSITION = re.compile(r",\s+(?:the|a|an|his|her|its|their)\s+((?:[\w’'-]+\s+){0,4}[\w-]+)[,.;]")
_LIST_SEPARATOR = re.compile(r",?\s+(?:and|or)\s+|,\s+|\s*&\s*")
_TAKES_OBJECT = make_word_set(
    "told tell tells called calls dubbed dubs described describes asked asks praised praises "
    "announced announces urged urges thought thinks believed remembers remembered"
)


@dataclass(frozen=True)
class NameEvidence:
    """What the words around one or more mentions of a name show."""

    person_evidence: str | None = None
    """What shows that it is a person's name, as a comment says it; None when nothing does."""
    is_strong: bool = False
    """Whether that is an occupation, an age or a reporting verb."""
    is_character: bool = False
    """Whether it is the name of a role."""
    has_article: bool = False
    """Whether an article or a noun such as "film" precedes it, as before the title of a work."""
    is_woman: bool | None = None
    """None when unknown."""
    occupations: frozenset[str] = frozenset()
    """Nouns of PERSON_NOUNS that describe the person."""

    def merge(self, other: NameEvidence) -> NameEvidence:
        """Return the evidence of both; where they differ, `self` takes precedence."""
        return NameEvidence(
            self.person_evidence or other.person_evidence,
            self.is_strong or other.is_strong,
            self.is_character or other.is_character,
            self.has_article or other.has_article,
            other.is_woman if self.is_woman is None else self.is_woman,
            self.occupations | other.occupations,
        )

    def get_list_evidence(self) -> NameEvidence:
        """Return the evidence that applies also to a neighbouring name in a list."""
        person = "listed with people" if self.person_evidence else None
        return NameEvidence(person, is_character=self.is_character and not self.is_strong)


def find_name_evidence(text: str, name: NameCandidate) -> NameEvidence:
    """Return the evidence from the words before and after one mention."""
    before = text[max(0, name.span.start - _CONTEXT_LENGTH) : name.span.start]
    if name.preceding_word is not None:
        before = before[: before.rfind(name.preceding_word)] + name.preceding_word + " "
    after = text[name.span.end : name.span.end + _CONTEXT_LENGTH]
    evidence = (
        _find_evidence_before(before)
        .merge(_find_apposition_evidence(after))
        .merge(_find_evidence_after(before, after))
    )
    if _is_role(before, after):
        evidence = replace(evidence, is_character=True)
    if (
        name.preceding_word in ("The", "A", "An")
        or _THE.search(before)
        or _WORK_BEFORE.search(before)
    ):
        evidence = replace(evidence, has_article=True)
    return evidence


def _find_evidence_before(before: str) -> NameEvidence:
    match = _LAST_WORD.search(before)
    if match is None:
        return NameEvidence()
    noun = match[1] if match[1] in PERSON_NOUNS else match[1].lower()
    if noun in PERSON_NOUNS:
        return _build_noun_evidence(noun)
    if noun in REPORTING_VERBS and not match[2] and noun not in _TAKES_OBJECT:
        return NameEvidence("speaks", True)
    assistant = _ASSISTANT_TO.search(before)
    if assistant and assistant[1] in OCCUPATIONS:
        return NameEvidence(f"someone is {assistant[1]} to them", True)
    return NameEvidence("named after “by” or “with”") if _BY.search(before) else NameEvidence()


def _build_noun_evidence(noun: str) -> NameEvidence:
    is_woman = True if noun in FEMALE_NOUNS else False if noun in MALE_NOUNS else None
    return NameEvidence(f"called “{noun}”", True, is_woman=is_woman, occupations=frozenset({noun}))


def _find_apposition_evidence(after: str) -> NameEvidence:
    """Return the evidence of a description after a comma: "Ana Ruiz, the show’s writer,"."""
    match = _APPOSITION.match(after)
    nouns = PERSON_NOUNS.intersection(match[1].split()) if match else ()
    return _build_noun_evidence(min(nouns)) if nouns else NameEvidence()


def _find_evidence_after(before: str, after: str) -> NameEvidence:
    if _AGE.match(after):
        return NameEvidence("has an age", True)
    if _PUT_IT.match(after) and before.endswith("as "):
        return NameEvidence("speaks", True)
    if _WHO.match(after):
        return NameEvidence("followed by “who”")
    if _AS_CHARACTER.match(after):
        return NameEvidence("plays a part")
    verb = _VERB.match(after)
    if verb is None or _PREPOSITION_BEFORE.search(before):
        return NameEvidence()
    if verb[1] in REPORTING_VERBS:
        return NameEvidence("speaks", True)
    return NameEvidence("does what people do") if verb[1] in ACTION_VERBS else NameEvidence()


def _is_role(before: str, after: str) -> bool:
    """Return whether the words around a name show that it is a role: "plays Ada Blue"."""
    match = _ROLE_BEFORE.search(before)
    if match is not None:
        return _NOT_IN_ROLE.isdisjoint(match[1].split())
    return _AS_ROLE_BEFORE.search(before) is not None and _AS_ROLE_AFTER.match(after) is not None


def is_listed_after(text: str, first: NameCandidate, second: NameCandidate) -> bool:
    """Return whether only a comma, "and", "or" or "&" stands between the two names."""
    return _LIST_SEPARATOR.fullmatch(text, first.span.end, second.span.start) is not None


def is_in_brackets_after(text: str, first: NameCandidate, second: NameCandidate) -> bool:
    """Return whether `second` stands alone in brackets right after `first`."""
    between = text[first.span.end : second.span.start]
    return len(between) <= 3 and between.strip() == "(" and text.startswith(")", second.span.end)
