"""A set of questions, and the choice of the next one."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from cogs.trivia.questions.giveaways import GiveawayIndex
from cogs.trivia.rules.difficulty import AnswerCounts, estimate_difficulty
from seeds.schema import Difficulty
from seeds.trivia_question import TriviaQuestion

Preference: TypeAlias = Callable[[TriviaQuestion], bool]
"""Returns whether a question is to be chosen before others."""


class Bank:
    """Questions by key, with their counts of answers, which banks may share."""

    def __init__(
        self, questions: Iterable[TriviaQuestion], answer_counts: dict[str, AnswerCounts]
    ) -> None:
        self._questions = {question.key: question for question in questions}
        self.answer_counts = answer_counts
        self._giveaways = GiveawayIndex()

    def __len__(self) -> int:
        return len(self._questions)

    def __iter__(self) -> Iterator[TriviaQuestion]:
        return iter(self._questions.values())

    @cached_property
    def topics(self) -> list[str]:
        """Every topic with questions, the one with the most first."""
        counted = Counter(
            topic for question in self._questions.values() for topic in question.topics
        )
        return [topic for topic, _ in counted.most_common()]

    def get(self, key: str) -> TriviaQuestion | None:
        """Return the question with a key, None when there is none."""
        return self._questions.get(key)

    def record_answers(self, key: str, *, answered: int, right: int) -> None:
        """Add the answers of a round to the counts of its question."""
        before = self.answer_counts.get(key, AnswerCounts())
        self.answer_counts[key] = AnswerCounts(before.answered + answered, before.right + right)

    def list_matching(
        self,
        topic: str | None,
        difficulty: Difficulty | None,
        *,
        with_lists: bool = False,
    ) -> list[TriviaQuestion]:
        """Return the questions of a topic and a difficulty; None matches all.

        Without a topic, imported questions are returned only `with_lists`.
        """
        return [
            question
            for question in self._questions.values()
            if (
                topic in question.topics
                if topic is not None
                else with_lists or not question.is_imported
            )
            and (difficulty is None or self.get_difficulty(question) is difficulty)
        ]

    def get_difficulty(self, question: TriviaQuestion) -> Difficulty:
        """Return the difficulty of a question after the answers so far."""
        return estimate_difficulty(
            question.difficulty, self.answer_counts.get(question.key, AnswerCounts())
        )

    def with_current_difficulty(self, question: TriviaQuestion) -> TriviaQuestion:
        """Return a copy of the question with its current difficulty."""
        return question.model_copy(update={"difficulty": self.get_difficulty(question)})

    def choose(
        self,
        candidates: Sequence[TriviaQuestion],
        times_asked: Mapping[str, int],
        excluded_keys: Collection[str],
        rng: random.Random,
        preferences: Sequence[Preference] = (),
    ) -> TriviaQuestion | None:
        """Return one of the least asked `candidates`, None when all are excluded.

        `times_asked` is by key. A question about the same entries as an excluded one, or whose
        answer the reveal of an excluded one tells, is chosen only when there is no other. Of the
        others, one that has all `preferences` comes first, then one that has all but the last, and
        so on.
        """
        fresh = [question for question in candidates if question.key not in excluded_keys]
        if not fresh:
            return None
        times = [times_asked.get(question.key, 0) for question in fresh]
        fewest = min(times)
        least = [question for question, asked in zip(fresh, times, strict=True) if asked == fewest]
        excluded = [question for key in excluded_keys if (question := self.get(key))]
        used_entry_ids = {name for question in excluded for name in question.about}
        chosen: TriviaQuestion | None = None
        for group in _group_by_preference(least, preferences):
            for question in _iterate_randomly(group, rng):
                if used_entry_ids.isdisjoint(question.about):
                    if not self._giveaways.is_given_away(question, excluded):
                        return question
                    chosen = chosen or question
        return chosen or rng.choice(least)


def _group_by_preference(
    questions: Sequence[TriviaQuestion], preferences: Sequence[Preference]
) -> list[list[TriviaQuestion]]:
    """Return the questions in groups, those first that have the most preferences from the first."""
    groups, fit = list[list[TriviaQuestion]](), list(questions)
    for is_preferred in preferences:
        preferred = [question for question in fit if is_preferred(question)]
        if preferred:
            groups.append([question for question in fit if not is_preferred(question)])
            fit = preferred
    return [fit, *reversed(groups)]


def _iterate_randomly(
    questions: Sequence[TriviaQuestion], rng: random.Random
) -> Iterator[TriviaQuestion]:
    """Yield each question once in random order, choosing only as many as are asked for."""
    left = list(questions)
    while left:
        place = rng.randrange(len(left))
        left[place], left[-1] = left[-1], left[place]
        yield left.pop()
