"""Determines whether a sentence is about the past or the future, to resolve incomplete dates."""

from __future__ import annotations

import re
from bisect import bisect_left
from enum import Enum
from operator import itemgetter

from seeds.drafting.spans import Span


class Tense(Enum):
    """Whether a date lies before or after the article's own."""

    PAST = "past"
    FUTURE = "future"


_PAST = (
    r"(?:was|were|had|did|said|told|came|began|went|took|gave|made|met|left|won|wrote|ran|"
    r"sang|died|got|saw|held|put|sent|sat|stood|spoke|found|lost|kept|brought|bought|built|drew|"
    r"drove|fell|flew|grew|knew|paid|read|rose|sold|spent|thought|wore|has|have|became|broke|"
    r"chose|heard|led|shot|cast|\w{2,}ed)"
)
_TENSED_VERB = re.compile(
    r"\b(?:(?P<future>(?:will|won[’']t|shall|would|to)(?: \w+ly)? be"
    rf"(?: (?:{_PAST}|\w+(?:en|wn)))?|"
    r"will|won[’']t|shall|would|going to|about to|"
    r"(?:is|are|was|were)?\s?(?:due|set|expected|scheduled|slated|planned|hoped|promised|likely)"
    r"\s(?:to|for|in|on)|"
    r"plans?|hopes?|aims?|wants?|intends?|expects?|looking to|looks to|upcoming|probably|"
    r"(?:is|are) (?:released|published|shown|screened|being)|"
    r"opens?|starts?|begins?|returns?|airs?|premieres?|arrives?|launches|reaches|goes|comes|"
    r"closes|ends|hits|lands|releases|takes place|follows|kicks? off)|"
    rf"(?P<past>{_PAST}))\b"
)


class TenseFinder:
    """Finds tenses in one article; caches the verbs of the sentence it searched last."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._sentence: Span | None = None
        self._verbs: list[tuple[int, Tense]] = []

    def find_tense(self, sentence: Span, offset: int) -> Tense | None:
        """Return the tense of the last verb before `offset` in `sentence`, else of the first after.

        None means that the sentence has no verb that shows a tense.
        """
        if sentence != self._sentence:
            self._sentence = sentence
            self._verbs = [
                (verb.start(), Tense.FUTURE if verb["future"] else Tense.PAST)
                for verb in _TENSED_VERB.finditer(self._text, *sentence)
            ]
        before = bisect_left(self._verbs, offset, key=itemgetter(0))
        return self._verbs[max(0, before - 1)][1] if self._verbs else None
