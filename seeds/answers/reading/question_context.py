"""What the text of a question tells about its answer: words that a guess may repeat from it."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from seeds.answers.reading.places import is_in_any_country, list_countries
from seeds.answers.reading.verb_forms import list_base_forms
from seeds.folding import contains_words, fold

_COMMON_WORD = re.compile(r"(?<![\w'’])[a-z][a-z'’-]*")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_NAMED_MAKER = re.compile(
    r"[A-Z]\w*(?:['’]s)? (?:song|single|album|track|film|movie|novel|book|play|series)\b"
)
_FUNCTION_WORDS = frozenset(
    (
        "the", "a", "an", "of", "in", "on", "at", "to", "for", "with", "he", "she", "it", "they",
        "we", "you", "i", "his", "her", "its", "their", "is", "was",
    )
)  # fmt: skip
_NEVER_REPEATED = frozenset(
    (
        "not", "no", "never", "nor", "neither", "none", "without", "except", "but", "or", "and",
        "before", "after", "than", "least", "un", "non",
    )
)  # fmt: skip
"""Words that change an answer, whether or not the question has them."""
_PREPOSITION = re.compile(r"\W*(in|on|at|to|for|from|by|with|under)\b", re.IGNORECASE)
_ASKED_NOUN = re.compile(r"\b(?:[Ww]hich|[Ww]hat) (?:[A-Z]\w* )*([a-z]+)\b")
_ASKED_SERIES = re.compile(r"\b(?:[Ww]hich|[Ww]hat) ((?:[A-Z]\w*)(?: [A-Z]\w*)*) [a-z]")
_WHOLE = re.compile(r"\b(?:[Oo]f|[Ii]n) (?:the )?((?:[A-Z][\w.'’-]*)(?: [A-Z][\w.'’-]*)*)")
_QUOTED = re.compile(r"[“\"]([^“”\"]*?)(?:…|\.\.\.|_{2,})([^“”\"]*)[”\"]")
_SURNAME_OF = re.compile(
    r"(\w+)['’]s (?:last name|surname|family name)|(?:last name|surname|family name) of (\w+)"
)
_TITLE_ENDINGS = frozenset({"song", "songs"})
"""Nouns that make a title of their own after one word: "Love Song"."""
_PLACE_WORDS = frozenset(
    ("city", "town", "where", "neighborhood", "neighbourhood", "village", "place", "capital")
)

_PERSON_WORDS = frozenset(("who", "whom", "actor", "actress", "singer", "author", "кто"))


class QuestionContext:
    """The words of a question by their use; an empty text tells nothing."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def folded(self) -> str:
        """The folded text."""
        return fold(self._text)

    @cached_property
    def words(self) -> frozenset[str]:
        """Common words and years of the question, which a guess may repeat.

        Empty for a question that offers a choice: there each word may be an answer.
        """
        if contains_words(self.folded, "or"):
            return frozenset()
        found = {fold(word) for word in _COMMON_WORD.findall(self._text)}
        return frozenset(found | set(_YEAR.findall(self._text))) - _NEVER_REPEATED

    @cached_property
    def is_place(self) -> bool:
        """Whether the answer is a place."""
        return not _PLACE_WORDS.isdisjoint(self.folded.split())

    @cached_property
    def is_person(self) -> bool:
        """Whether the answer is a person."""
        return not _PERSON_WORDS.isdisjoint(self.folded.split())

    @cached_property
    def _names_maker(self) -> bool:
        return _NAMED_MAKER.search(self._text) is not None

    @cached_property
    def preposition(self) -> str:
        """The preposition that the question begins with: "on" for "On which show …"; else ""."""
        found = _PREPOSITION.match(self._text)
        return found[1].lower() if found else ""

    @cached_property
    def asked_noun(self) -> str:
        """The noun after "which" or "what", which an answer need not repeat; "" without one."""
        found = _ASKED_NOUN.search(self._text)
        return fold(found[1]) if found else ""

    @cached_property
    def asked_series(self) -> tuple[str, ...]:
        """The folded words of the series one of which is asked for; () without one.

        Those of Resident Evil for "Which Resident Evil takes place in Spain?".
        """
        found = _ASKED_SERIES.search(self._text)
        return tuple(fold(found[1]).split()) if found else ()

    @cached_property
    def _countries(self) -> frozenset[str]:
        """The codes of the countries of places after "of" and "in"; empty without one."""
        places: list[str] = _WHOLE.findall(self._text)
        return frozenset(code for place in places for code in list_countries(fold(place)))

    def allows_region(self, region: str) -> bool:
        """Return whether the answer may be in a region, as far as the question tells.

        A neighborhood "of Los Angeles" is not in Italy.
        """
        return not self._countries or is_in_any_country(region, self._countries)

    @cached_property
    def _gap(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The folded words before and after the gap in a quote that is to be completed."""
        found = _QUOTED.search(self._text)
        return (tuple(fold(found[1]).split()), tuple(fold(found[2]).split())) if found else ((), ())

    @cached_property
    def first_name(self) -> str:
        """The folded first name of the person whose last name is asked for; "" without one."""
        found = _SURNAME_OF.search(self._text)
        return fold(found[1] or found[2]) if found else ""

    def mentions(self, folded: str) -> bool:
        """Return whether the question contains folded words, such as the name of an artist."""
        said = folded.removeprefix("the ")
        return contains_words(self.folded, said) or contains_words(self.folded, f"{said}s")

    def is_artist(self, title: str, name: str) -> bool:
        """Return whether "`title` by `name`", both folded, is a work by its artist.

        A question that names the artist has to name this one. Otherwise the title must have two
        words or more: with one, as in "Stand by Me", it is likely another title.
        """
        if self.mentions(name):
            return True
        return " " in title and not self._names_maker and not name.startswith(title)

    def can_repeat(self, word: str) -> bool:
        """Return whether a word of a guess is one of the question, perhaps in another form."""
        return word in self.words or not self.words.isdisjoint(list_base_forms(word))

    def count_words_around_gap(self, words: tuple[str, ...]) -> tuple[int, int]:
        """Return how many words at the start and at the end are those next to the gap.

        "that idiocy" repeats one of "and that …".
        """
        before, after = self._gap
        start = end = 0
        for count in range(min(len(before), len(words) - 1), 0, -1):
            if words[:count] == before[-count:]:
                start = count
                break
        for count in range(min(len(after), len(words) - start - 1), 0, -1):
            if words[-count:] == after[:count]:
                end = count
                break
        return start, end

    def count_repeated(self, words: tuple[str, ...]) -> tuple[int, int]:
        """Return how many words at the start and at the end only repeat the question."""
        if not self.words:
            return 0, 0
        start = self._count_leading(words)
        end = 0
        while end < len(words) - start - 1 and self.can_repeat(words[-1 - end]):
            end += 1
        if end and words[-1] in _TITLE_ENDINGS and len(words) - end == 1:
            end = 0
        return start, end

    def _count_leading(self, words: tuple[str, ...]) -> int:
        count, has_repeated = 0, False
        while count < len(words) - 1:
            is_function_word = words[count] in _FUNCTION_WORDS
            if not is_function_word and not self.can_repeat(words[count]):
                break
            has_repeated |= not is_function_word
            count += 1
        return count if has_repeated else 0


@lru_cache(maxsize=256)
def get_question_context(text: str) -> QuestionContext:
    """Return the context of a question, built once for each."""
    return QuestionContext(text)
