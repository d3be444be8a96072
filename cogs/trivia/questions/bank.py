"""Every question there is, and the choice of the next one."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from cogs.trivia.rules.difficulty import Plays, difficulty_of
from cogs.trivia.rules.question import Kind, Question
from seeds.schema import Difficulty
from seeds.schema import Question as WrittenQuestion


class Bank:
    """Questions by key, with what playing them has shown, which banks may share."""

    def __init__(self, questions: Iterable[Question], plays: dict[str, Plays]) -> None:
        self._questions = {question.key: question for question in questions}
        self.plays = plays

    def __len__(self) -> int:
        return len(self._questions)

    def __iter__(self) -> Iterator[Question]:
        return iter(self._questions.values())

    @property
    def topics(self) -> list[str]:
        """Every topic with questions, the richest first."""
        counted = Counter(question.topic for question in self._questions.values())
        return [topic for topic, _ in counted.most_common()]

    def get(self, key: str) -> Question | None:
        """The question with this key, None when it is gone."""
        return self._questions.get(key)

    def note_play(self, key: str, *, answered: int, right: int) -> None:
        """Count a round's answers towards the question's difficulty."""
        before = self.plays.get(key, Plays())
        self.plays[key] = Plays(before.answered + answered, before.right + right)

    def fitting(self, topic: str | None, difficulty: Difficulty | None) -> list[Question]:
        """Questions of a topic and a difficulty; None fits all."""
        return [
            question
            for question in self._questions.values()
            if (topic is None or question.topic == topic)
            and (difficulty is None or self.difficulty(question) is difficulty)
        ]

    def difficulty(self, question: Question) -> Difficulty:
        """How hard a question counts as by now."""
        return difficulty_of(question.difficulty, self.plays.get(question.key, Plays()))

    def as_played(self, question: Question) -> Question:
        """The question with the difficulty it counts as by now."""
        return question.model_copy(update={"difficulty": self.difficulty(question)})

    def choose(
        self,
        candidates: Sequence[Question],
        times: Mapping[str, int],
        had: Collection[str],
        rng: random.Random,
    ) -> Question | None:
        """One of the least asked `candidates` that is not among the keys `had` in this game.

        `times` says how often each key was asked before; what rests on the same entries as a
        question that was had is left for later while there is anything else.
        """
        fresh = [one for one in candidates if one.key not in had]
        if not fresh:
            return None
        fewest = min(times.get(one.key, 0) for one in fresh)
        least = [one for one in fresh if times.get(one.key, 0) == fewest]
        told = {name for key in had if (one := self.get(key)) for name in one.about}
        return rng.choice([one for one in least if not told.intersection(one.about)] or least)


def from_written(written: WrittenQuestion) -> Question:
    """A question that a person wrote into the pack, as games ask it."""
    is_typed = written.style == "typed"
    return Question(
        key=written.id,
        kind=Kind.TYPED if is_typed else Kind.CHOICE,
        text=written.text,
        options=() if is_typed else (written.answers[0], *written.distractors),
        accepted=written.answers if is_typed else (),
        explanation=written.explanation,
        topic=written.topic,
        difficulty=written.difficulty,
        about=(written.id, *written.about),
        sources=written.sources,
    )
