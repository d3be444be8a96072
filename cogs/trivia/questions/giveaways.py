"""Finds questions whose reveal tells the answer of another."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from seeds.folding import contains_words, fold
from seeds.trivia_question import QuestionKind, TriviaQuestion

_COMMON_WORDS = frozenset((
    "a", "an", "and", "are", "as", "at", "be", "by", "came", "come", "did", "do", "does", "for",
    "from", "he", "her", "his", "how", "in", "is", "it", "its", "line", "of", "on", "one", "or",
    "she", "that", "the", "their", "them", "these", "they", "this", "to", "was", "were", "what",
    "when", "where", "which", "who", "whom", "whose", "with", "year",
))  # fmt: skip
"""Words that two questions may share without being about the same thing."""


class GiveawayIndex:
    """The words of questions, folded once each."""

    def __init__(self) -> None:
        self._asked: dict[str, tuple[str, frozenset[str]]] = {}
        self._told: dict[str, tuple[str, frozenset[str]]] = {}

    def is_given_away(self, question: TriviaQuestion, others: Iterable[TriviaQuestion]) -> bool:
        """Return whether the text and reveal of one of `others` tell the answer of `question`.

        They do when they contain it and also a telling word of the question.
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
            answer = "" if is_position else fold(question.answer)
            found = (answer, _list_telling_words(fold(question.text).split()))
            self._asked[question.key] = found
        return found

    def _get_told(self, question: TriviaQuestion) -> tuple[str, frozenset[str]]:
        """Return what members have read after the reveal, and its words."""
        found = self._told.get(question.key)
        if found is None:
            told = fold(f"{question.text} {question.answer} {question.explanation}")
            found = (told, _list_telling_words(told.split()))
            self._told[question.key] = found
        return found


def _list_telling_words(words: Collection[str]) -> frozenset[str]:
    return frozenset(words) - _COMMON_WORDS
