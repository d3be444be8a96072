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

DRAWN_AT_ONCE = 3
"""The questions drawn at random of which the one is chosen that is hardest to place later."""
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

        `times_asked` is by key. A question whose answer the reveal of an excluded one tells is
        chosen only when no other was asked as seldom; one about the same entries as an excluded
        one only when there is no other at all. Of the others, one that has all `preferences`
        comes first, then one that has all but the last, and so on.
        """
        fresh = [question for question in candidates if question.key not in excluded_keys]
        if not fresh:
            return None
        by_times = _group_by_times(fresh, times_asked)
        excluded = [question for key in excluded_keys if (question := self.get(key))]
        used_entry_ids = {name for question in excluded for name in question.about}
        for asked_alike in by_times:
            chosen: TriviaQuestion | None = None
            crowds = Counter(name for question in asked_alike for name in question.about)
            for group in _group_by_preference(asked_alike, preferences):
                for question in _iterate_crowded_first(group, crowds, rng):
                    if used_entry_ids.isdisjoint(question.about):
                        if not self._giveaways.is_given_away(question, excluded):
                            return question
                        chosen = chosen or question
            if chosen is not None:
                return chosen
        return rng.choice(by_times[0])


def _group_by_times(
    questions: Iterable[TriviaQuestion], times_asked: Mapping[str, int]
) -> list[list[TriviaQuestion]]:
    """Return the questions in groups that were asked equally often, the least asked first."""
    groups: dict[int, list[TriviaQuestion]] = {}
    for question in questions:
        groups.setdefault(times_asked.get(question.key, 0), []).append(question)
    return [groups[times] for times in sorted(groups)]


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


def _iterate_crowded_first(
    questions: Sequence[TriviaQuestion], crowds: Mapping[str, int], rng: random.Random
) -> Iterator[TriviaQuestion]:
    """Yield each question once in random order, choosing only as many as are asked for.

    Of every `DRAWN_AT_ONCE`, the one comes first with the most others about its entries; `crowds`
    are the numbers of questions about each entry. As such questions are not asked in one game,
    they would else be left together.
    """
    left = list(questions)
    while left:
        drawn = [rng.randrange(len(left)) for _ in range(DRAWN_AT_ONCE)]
        place = max(
            drawn, key=lambda one: max((crowds[name] for name in left[one].about), default=0)
        )
        left[place], left[-1] = left[-1], left[place]
        yield left.pop()
