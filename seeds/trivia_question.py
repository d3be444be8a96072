"""A question as games ask it: its text, its options in the order shown, its answer."""

from __future__ import annotations

import random
from collections.abc import Iterable
from enum import StrEnum
from typing import LiteralString, Self

from pydantic import BaseModel, ConfigDict

from seeds.answers.hints import build_hint
from seeds.answers.matching import match_answer
from seeds.schema import Difficulty, Question
from seeds.trivia_lists.models import MAX_TYPED_LENGTH

OPTION_LETTERS: LiteralString = "ABCDEF"
WHO_SAID_PREFIX = "who-said."
"""What the key of a question begins with that asks who said a quote."""
BASE_POINTS = 100
"""Points for a right answer without any bonus."""


class QuestionKind(StrEnum):
    """What sort of question it is, and so how it is answered."""

    CHOICE = "choice"
    TRUE_OR_FALSE = "true or false"
    """Asked by earlier versions, and still in their running games and questions of the day."""
    TYPED = "typed"
    ORDER = "in order"
    WHO_SAID = "who said it"
    WHO_PLAYED = "who played whom"
    WHEN = "when"
    BIRTHDAY = "whose birthday"
    FIRST = "which came first"
    BETWEEN = "what came between"
    PRODUCTION = "which production"
    NOT_IN_CAST = "who is not in the cast"
    FINISH = "finish the line"


WRITTEN_KINDS = frozenset({QuestionKind.CHOICE, QuestionKind.TRUE_OR_FALSE, QuestionKind.TYPED})
"""The kinds of questions that people wrote; all others are generated."""


class TriviaQuestion(BaseModel):
    """One question. With options, `right` is the index of the right one; without, it is typed."""

    model_config = ConfigDict(frozen=True)

    key: str
    """Names the question for as long as the pack keeps what it rests on."""
    kind: QuestionKind
    text: str
    options: tuple[str, ...] = ()
    right: int = 0
    accepted: tuple[str, ...] = ()
    """What counts as right when it is typed; the first is the form shown."""
    other_names: tuple[str, ...] = ()
    """More names of the person who is the answer; they count too, and are not shown."""
    rivals: tuple[str, ...] = ()
    """Answers of other questions that are too like this one's; they are wrong."""
    explanation: str
    topic: str
    """The main one, which scores by topic count."""
    other_topics: tuple[str, ...] = ()
    """Further ones whose games may ask it."""
    difficulty: Difficulty
    about: tuple[str, ...] = ()
    """Ids of the entries the answer rests on, or of the question itself."""
    sources: tuple[str, ...] = ()
    """Ids of the sources cited."""
    credit: str = ""
    """Where it comes from when no source is on record: an imported list and its author."""
    picture_url: str = ""
    """The address of the picture that it is about, "" without one."""
    is_core: bool = False
    """Whether its main topic is one that the pack calls core: it is about the work itself."""
    is_imported: bool = False
    """Whether it is of an imported list, and so may be about anything."""

    @property
    def topics(self) -> tuple[str, ...]:
        """All topics, the main one first."""
        return (self.topic, *self.other_topics)

    @property
    def is_typed(self) -> bool:
        """Whether members write the answer instead of choosing it."""
        return not self.options

    @property
    def answer(self) -> str:
        """The right answer as it is shown."""
        return self.accepted[0] if self.is_typed else self.options[self.right]

    @property
    def hint(self) -> str | None:
        """The answer with most characters hidden, None when nothing can be hidden.

        It is of the first answer that can be typed, where the one shown is too long for that.
        """
        typed = (one for one in self.accepted if len(one) <= MAX_TYPED_LENGTH)
        return build_hint(next(typed, self.answer))

    def match(self, guess: str) -> str | None:
        """Return the accepted form that a typed guess matches, None when it is wrong."""
        return match_answer(
            guess,
            (*self.accepted, *self.other_names),
            question=self.text,
            rivals=self.rivals,
        )

    @classmethod
    def from_entry(cls, entry: Question) -> Self:
        """Return a question that a person wrote, as games ask it."""
        is_typed = entry.style == "typed"
        return cls(
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

    def with_override(self, accepted_answers: Iterable[str], explanation: str | None) -> Self:
        """Return the question as a server plays it that has changed its answers or explanation.

        `accepted_answers` count beside the author's, and only when the answer is typed;
        `explanation` None leaves the author's.
        """
        accepted = dict.fromkeys((*self.accepted, *accepted_answers))
        return self.model_copy(
            update={
                "accepted": tuple(accepted) if self.is_typed else (),
                "explanation": explanation or self.explanation,
            }
        )

    def shuffled(self, rng: random.Random) -> Self:
        """Return the question with its options in another order.

        Years stay in theirs, and true stays before false.
        """
        if self.is_typed or self.kind in (QuestionKind.WHEN, QuestionKind.TRUE_OR_FALSE):
            return self
        order = list(range(len(self.options)))
        rng.shuffle(order)
        options = tuple(self.options[place] for place in order)
        return self.model_copy(update={"options": options, "right": order.index(self.right)})


def option_letter(option_index: int) -> LiteralString:
    """Return the letter of an option, "A" for index 0."""
    return OPTION_LETTERS[option_index]


def label_option(option_index: int, text: str) -> str:
    """Return an option with its letter, as buttons and pictures show it: "A. Oil"."""
    return f"{option_letter(option_index)}. {text}"
