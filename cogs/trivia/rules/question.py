"""A question as a game asks it: its text, its options in the order shown, its answer."""

from __future__ import annotations

import random
import re
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from seeds.schema import Difficulty

OPTION_LETTERS = "ABCDEF"
_AFTER_FIRST = re.compile(r"(?<=\w)\w")
_LETTER = re.compile(r"\w")


class QuestionKind(StrEnum):
    """What sort of question it is, and so how it is answered."""

    CHOICE = "choice"
    TRUE_OR_FALSE = "true or false"
    TYPED = "typed"
    ORDER = "in order"
    WHO_SAID = "who said it"
    WHO_PLAYED = "who played whom"
    WHEN = "when"
    FIRST = "which came first"


class TriviaQuestion(BaseModel):
    """One question. With options, `right` is the place of the right one; without, it is typed."""

    model_config = ConfigDict(frozen=True)

    key: str
    """Names the question for as long as the pack keeps what it rests on."""
    kind: QuestionKind
    text: str
    options: tuple[str, ...] = ()
    right: int = 0
    accepted: tuple[str, ...] = ()
    """What counts as right when it is typed; the first is the form shown."""
    explanation: str
    topic: str
    difficulty: Difficulty
    about: tuple[str, ...] = ()
    """Ids of the entries the answer rests on, or of the question itself."""
    sources: tuple[str, ...] = ()
    """Ids of the sources cited."""
    credit: str = ""
    """Where it comes from when no source is on record: an imported list and its author."""

    @property
    def is_typed(self) -> bool:
        """Whether members write the answer instead of choosing it."""
        return not self.options

    @property
    def answer(self) -> str:
        """The right answer as it is shown."""
        return self.accepted[0] if self.is_typed else self.options[self.right]

    @property
    def hint(self) -> str:
        """The answer with all but the first letter of each word hidden; all, if that is it."""
        hint = _AFTER_FIRST.sub("_", self.answer)
        return hint if hint != self.answer else _LETTER.sub("_", self.answer)

    def shuffled(self, rng: random.Random) -> TriviaQuestion:
        """The same question with its options in another order; true stays before false."""
        if self.is_typed or self.kind is QuestionKind.TRUE_OR_FALSE:
            return self
        order = list(range(len(self.options)))
        rng.shuffle(order)
        options = tuple(self.options[place] for place in order)
        return self.model_copy(update={"options": options, "right": order.index(self.right)})


def option_letter(option_index: int) -> str:
    """ "A" for the first option."""
    return OPTION_LETTERS[option_index]
