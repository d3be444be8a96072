"""Finds the stage of a production that a text proves, and the sentence that proves it.

English only. A sentence proves a stage when it speaks of the awaited production, says that the step
is taken, and neither denies it nor leaves it open ("not greenlit", "may shoot in June").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from seeds.folding import contains_words, fold, strip_article
from seeds.pack import DATED_STAGE

_SHOOT = r"(?:filming|shooting|production|principal photography|photography)"
_BEGINS = r"(?:began|begun|begins|started|starts|kicked off|kicks off)"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_CUES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "cancelled",
        (r"(?:has|have|had|was|were|been|is) (?:been )?(?:cancell?ed|scrapped|axed|shelved)",),
    ),
    (
        "stalled",
        (
            r"(?:put|is|been|remains) on (?:hold|ice)",
            r"(?:is|has|production) stalled",
            r"(?:is|been) (?:indefinitely )?(?:delayed|paused)",
        ),
    ),
    (
        "released",
        (
            r"(?:is|are) (?:now )?(?:in theaters|in cinemas|out now|streaming now)",
            r"now (?:streaming|playing)",
            rf"(?:opened|premiered|debuted) (?:today|this week|on {_WEEKDAY})",
        ),
    ),
    (
        DATED_STAGE,
        (
            r"(?:gets|got|has|sets|set|with) an? (?:official )?release date",
            r"(?:will|to|is set to) (?:be released|hit theaters|open|premiere|arrive|debut|bow)"
            r" (?:in theaters )?on \w+ \d",
        ),
    ),
    (
        "post-production",
        (
            rf"(?:has|have|officially) (?:\w+ )?wrapped(?: (?:up )?{_SHOOT})?",
            rf"that's wrapped|wraps {_SHOOT}|{_SHOOT} (?:has )?wrapped",
            r"in post-?production",
        ),
    ),
    (
        "filming",
        (
            r"cameras (?:roll|are rolling|rolled|have started rolling)",
            rf"{_BEGINS} (?:principal )?{_SHOOT}",
            rf"{_SHOOT} (?:has |is |have )?(?:officially )?(?:{_BEGINS}|under ?way)",
            r"(?:is|are) (?:now |currently )?(?:filming|shooting|in production)",
        ),
    ),
    (
        "greenlit",
        (
            r"(?:is|has|was|been|officially|finally|gets|got) (?:\w+ )?green-?(?:lit|lighted)",
            r"(?:gets|got|given|has|gave) (?:the |a )?(?:official )?green ?light",
            r"(?:studio|network) greenlights",
        ),
    ),
    (
        "deals",
        (
            r"in (?:final |early |advanced )?(?:talks|negotiations)"
            r" to (?:star|return|reprise|direct|produce|write)",
            r"(?:has|have|had) (?:signed (?:on|up)|closed (?:a |their |her |his )?deals?|boarded)",
            r"(?:director|writer) (?:has|had) been (?:chosen|hired|found|picked)",
            r"deals? (?:is|are|has been) (?:done|closed)",
            r"done (?:\S+ ){1,4}deals?\b",
        ),
    ),
    (
        "writing",
        (
            r"(?:finishing|working on|writing|polishing|rewriting) (?:up )?(?:on )?"
            r"(?:\w+ ){0,2}(?:draft|script|screenplay|sequel)",
            r"script (?:\w+ \w+ \w+ )?(?:is|was) being (?:written|rewritten|held up)",
            r"(?:has|have) written (?:\w+ ){0,2}(?:drafts?|script)",
            r"(?:read|finished|turned in|there's) (?:a|the|her|his) (?:script|draft)",
        ),
    ),
)
"""The words for each stage, the furthest stage first."""
_PATTERNS = tuple(
    (stage, re.compile(rf"\b(?:{'|'.join(cues)})\b", re.IGNORECASE)) for stage, cues in _CUES
)
_DENIED = re.compile(r"\b(?:not|never|no|cannot|\w+n't|without|yet to)\b", re.IGNORECASE)
_AHEAD = re.compile(r"\bwill\b|\bto\s*$", re.IGNORECASE)
_CLAUSE_START = re.compile(r"[,;:—–]|\bbut\b|\band\b")
_OPEN = re.compile(
    r"\b(?:before|if|could|would|might|may|hop(?:e|es|ing)|rumou?rs?|rumou?red|possibly|perhaps"
    r"|likely|plans?|planned|wants?|almost|nearly|close to|until|when|once|waiting|eyeing"
    r"|looking to|should|expected|aims?|ready to)\b",
    re.IGNORECASE,
)
_PAST_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PRODUCTION = re.compile(
    r"\b(?:sequel|film|movie|series|season|show|production|project|script|draft|cast|director"
    r"|studio|cameras|filming|shooting)\b",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(r"\boriginal (?:film|movie|series|season|show)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])[”’\"')\]]*\s+(?=[“‘\"'(\[]?[A-Z0-9])|\n+")
_QUOTES = str.maketrans("’‘“”", "''\"\"")
MAX_SENTENCE = 600


class StageEvidence(NamedTuple):
    """A stage, and the sentence that proves it."""

    stage: str
    """The slug of a stage of `FILM_STAGES`."""
    sentence: str


def find_stage(text: str, subjects: Iterable[str], year: int) -> StageEvidence | None:
    """Return the furthest stage that `text`, of that year, proves; None when it proves none.

    `subjects` are names of the awaited production; a text that names none proves nothing.
    """
    folded = fold(text)
    if not any(contains_words(folded, strip_article(fold(one))) for one in subjects):
        return None
    sentences = [one.strip() for one in _SENTENCE_END.split(text)]
    relevant = [one for one in sentences if _may_prove(one, year)]
    plain = [one.translate(_QUOTES) for one in relevant]
    for stage, pattern in _PATTERNS:
        found = [
            (sentence, match)
            for sentence, searched in zip(relevant, plain, strict=True)
            for match in pattern.finditer(searched)
        ]
        if any(_DENIED.search(_get_clause(match)) for _, match in found):
            # What is denied in one place and said in another is not proven.
            continue
        for sentence, match in found:
            if not _is_open(match, stage):
                return StageEvidence(stage, sentence)
    return None


def _may_prove(sentence: str, year: int) -> bool:
    if len(sentence) > MAX_SENTENCE or not _PRODUCTION.search(sentence):
        return False
    if _ORIGINAL.search(sentence):
        return False
    return all(int(found) >= year - 1 for found in _PAST_YEAR.findall(sentence))


def _is_open(match: re.Match[str], stage: str) -> bool:
    """Return whether the clause before the cue denies the step or leaves it open."""
    clause = _get_clause(match)
    # A date of release is always ahead; all other stages must be reached.
    is_ahead = stage != DATED_STAGE and _AHEAD.search(clause)
    return bool(_DENIED.search(clause) or _OPEN.search(clause) or is_ahead)


def _get_clause(match: re.Match[str]) -> str:
    """Return the words before the cue, from the last mark or conjunction on."""
    return _CLAUSE_START.split(match.string[: match.start()])[-1]
