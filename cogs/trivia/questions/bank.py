"""Every question there is, and the choice of the next one."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from cogs.trivia.rules.difficulty import AnswerCounts, estimate_difficulty
from cogs.trivia.rules.question import QuestionKind, TriviaQuestion
from seeds.schema import Difficulty
from seeds.schema import Question as WrittenQuestion


class Bank:
    """Questions by key, with what playing them has shown, which banks may share."""

    def __init__(
        self, questions: Iterable[TriviaQuestion], answer_counts: dict[str, AnswerCounts]
    ) -> None:
        self._questions = {question.key: question for question in questions}
        self.answer_counts = answer_counts

    def __len__(self) -> int:
        return len(self._questions)

    def __iter__(self) -> Iterator[TriviaQuestion]:
        return iter(self._questions.values())

    @property
    def topics(self) -> list[str]:
        """Every topic with questions, the richest first."""
        counted = Counter(question.topic for question in self._questions.values())
        return [topic for topic, _ in counted.most_common()]

    def get(self, key: str) -> TriviaQuestion | None:
        """The question with this key, None when it is gone."""
        return self._questions.get(key)

    def record_answers(self, key: str, *, answered: int, right: int) -> None:
        """Count a round's answers towards the question's difficulty."""
        before = self.answer_counts.get(key, AnswerCounts())
        self.answer_counts[key] = AnswerCounts(before.answered + answered, before.right + right)

    def list_matching(
        self, topic: str | None, difficulty: Difficulty | None
    ) -> list[TriviaQuestion]:
        """Questions of a topic and a difficulty; None fits all."""
        return [
            question
            for question in self._questions.values()
            if (topic is None or question.topic == topic)
            and (difficulty is None or self.get_difficulty(question) is difficulty)
        ]

    def get_difficulty(self, question: TriviaQuestion) -> Difficulty:
        """How hard a question counts as by now."""
        return estimate_difficulty(
            question.difficulty, self.answer_counts.get(question.key, AnswerCounts())
        )

    def with_current_difficulty(self, question: TriviaQuestion) -> TriviaQuestion:
        """The question with the difficulty it counts as by now."""
        return question.model_copy(update={"difficulty": self.get_difficulty(question)})

    def choose(
        self,
        candidates: Sequence[TriviaQuestion],
        times_asked: Mapping[str, int],
        excluded_keys: Collection[str],
        rng: random.Random,
    ) -> TriviaQuestion | None:
        """One of the least asked `candidates` that is not among the keys `had` in this game.

        `times` says how often each key was asked before; what rests on the same entries as a
        question that was had is left for later while there is anything else.
        """
        fresh = [one for one in candidates if one.key not in excluded_keys]
        if not fresh:
            return None
        fewest = min(times_asked.get(one.key, 0) for one in fresh)
        least = [one for one in fresh if times_asked.get(one.key, 0) == fewest]
        used_entry_ids = {
            name for key in excluded_keys if (one := self.get(key)) for name in one.about
        }
        return rng.choice(
            [one for one in least if not used_entry_ids.intersection(one.about)] or least
        )


def question_from_entry(entry: WrittenQuestion) -> TriviaQuestion:
    """A question that a person wrote into the pack, as games ask it."""
    is_typed = entry.style == "typed"
    return TriviaQuestion(
        key=entry.id,
        kind=QuestionKind.TYPED if is_typed else QuestionKind.CHOICE,
        text=entry.text,
        options=() if is_typed else (entry.answers[0], *entry.distractors),
        accepted=entry.answers if is_typed else (),
        explanation=entry.explanation,
        topic=entry.topic,
        difficulty=entry.difficulty,
        about=(entry.id, *entry.about),
        sources=entry.sources,
    )
