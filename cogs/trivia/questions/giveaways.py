"""Finds questions whose reveal tells the answer of another."""

from __future__ import annotations

from collections.abc import Iterable

from seeds.folding import contains_words, fold
from seeds.trivia_question import QuestionKind, TriviaQuestion

_COMMON_WORDS = frozenset((
    "a", "an", "and", "are", "as", "at", "be", "by", "came", "come", "did", "do", "does", "for",
    "from", "he", "her", "his", "how", "in", "is", "it", "its", "line", "of", "on", "one", "or",
    "she", "that", "the", "their", "them", "these", "they", "this", "to", "was", "were", "what",
    "when", "where", "which", "who", "whom", "whose", "with", "year",
))  # fmt: skip
"""Words that two questions may share without being about the same thing."""
_MIN_STEM_LENGTH = 3
"""The fewest letters before an "s" that may be that of a plural or a possessive."""


class GiveawayIndex:
    """The telling words of questions, found once each."""

    def __init__(self) -> None:
        self._asked: dict[str, tuple[str, frozenset[str]]] = {}
        self._told: dict[str, tuple[str, frozenset[str]]] = {}

    def is_given_away(self, question: TriviaQuestion, others: Iterable[TriviaQuestion]) -> bool:
        """Return whether the text and reveal of one of `others` tell the answer of `question`.

        They do when they contain it and also a telling word of the question. Articles, plurals
        and possessives make no difference: "Cyndi Lauper's" is told by "a Cyndi Lauper song".
        """
        answer, words = self._get_asked(question)
        return any(
            contains_words(told, answer) and not words.isdisjoint(told_words)
            for told, told_words in map(self._get_told, others)
        )

    def _get_asked(self, question: TriviaQuestion) -> tuple[str, frozenset[str]]:
        """Return the answer, "" when it means nothing elsewhere, and the words of the text."""
        found = self._asked.get(question.key)
        if found is None:
            is_position = question.kind in (QuestionKind.ORDER, QuestionKind.TRUE_OR_FALSE)
            answer = "" if is_position else " ".join(_list_telling_words(question.answer))
            found = (answer, frozenset(_list_telling_words(question.text)))
            self._asked[question.key] = found
        return found

    def _get_told(self, question: TriviaQuestion) -> tuple[str, frozenset[str]]:
        """Return what members have read after the reveal, and its words."""
        found = self._told.get(question.key)
        if found is None:
            told = f"{question.text} {question.answer} {question.explanation}"
            words = _list_telling_words(told)
            found = (" ".join(words), frozenset(words))
            self._told[question.key] = found
        return found


def _list_telling_words(text: str) -> list[str]:
    """Return the folded words of a text in order, in the singular, without common ones."""
    return [_strip_plural(word) for word in fold(text).split() if word not in _COMMON_WORDS]


def _strip_plural(word: str) -> str:
    """Return a folded word without the "s" of a plural or a possessive."""
    if len(word) > _MIN_STEM_LENGTH and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word
