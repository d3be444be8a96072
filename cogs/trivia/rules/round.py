"""One round of a game: its question, and the answers, hints and votes of the members."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, Field, PrivateAttr

from cogs.trivia.rules.errors import (
    AlreadyAnsweredError,
    EmptyAnswerError,
    NoHintError,
    NoHintYetError,
    RoundOverError,
)
from seeds.cleaning import clean_line
from seeds.trivia_question import TriviaQuestion


@dataclass(slots=True)
class LockedAnswer:
    """A member's only answer; `position` is its place among the answers, from 0."""

    at: float
    """Discord's time of the click or message, in epoch seconds."""
    position: int = 0
    choice: int | None = None
    """The index of the chosen option, None for a typed answer."""
    text: str = ""
    is_right: bool = False
    points: int = 0


class Round(BaseModel):
    """A question that is or was asked; `turn` is its id, `number` the count shown to members."""

    turn: int
    number: int
    question: TriviaQuestion
    seconds: float
    is_replay: bool = False
    """Whether it replaces a round whose time ran out while the bot was down."""
    is_cut_short: bool = False
    """Whether its time ran out while the bot was down, after the first answers."""
    shown_at: float | None = None
    """Discord's time of the message in epoch seconds, None until it is visible."""
    locks: dict[int, LockedAnswer] = Field(default_factory=dict)
    hinted: set[int] = Field(default_factory=set)
    skip_votes: set[int] = Field(default_factory=set)
    is_closed: bool = False
    is_skipped: bool = False
    _first_right_at: float | None = PrivateAttr(None)

    def model_post_init(self, _context: object, /) -> None:
        for lock in self.locks.values():
            self._note_right_answer(lock)

    @property
    def hint_opens_at(self) -> float | None:
        """When the hint opens in epoch seconds, None until the question is visible."""
        return None if self.shown_at is None else self.shown_at + self.seconds / 2

    @property
    def first_right_at(self) -> float | None:
        """When the earliest right answer was given in epoch seconds, None before it."""
        return self._first_right_at

    @property
    def winners(self) -> list[int]:
        """Members who earned points, fastest first."""
        earned = [member for member, lock in self.locks.items() if lock.points]
        return sorted(earned, key=lambda member: (self.locks[member].at, member))

    def elapsed(self, locked_answer: LockedAnswer) -> float:
        """Return the seconds between the question and an answer."""
        return 0.0 if self.shown_at is None else max(0.0, locked_answer.at - self.shown_at)

    def is_beaten(self, answered_at: float, grace: float) -> bool:
        """Return whether a right answer came more than `grace` seconds before `answered_at`."""
        return self._first_right_at is not None and answered_at > self._first_right_at + grace

    def use_hint(self, member_id: int, requested_at: float) -> str:
        """Return the hint, and record that a member has seen it.

        Raise NoHintError for a question without one, NoHintYetError while hints are closed.
        """
        hint = self.question.hint
        if hint is None:
            raise NoHintError
        opens_at = self.hint_opens_at
        if opens_at is None or requested_at < opens_at:
            raise NoHintYetError(opens_at or requested_at + self.seconds / 2)
        self.hinted.add(member_id)
        return hint

    def lock_answer(self, member_id: int, guess: int | str, answered_at: float) -> LockedAnswer:
        """Lock a member's answer: an option's index, or text.

        Raise AlreadyAnsweredError for a second answer, RoundOverError when the time was up or the
        question has no such option (the button belonged to another question), and EmptyAnswerError
        for a blank text, so that a slip does not cost the answer.
        """
        if self.is_closed or (isinstance(guess, int) and guess >= len(self.question.options)):
            raise RoundOverError
        if member_id in self.locks:
            raise AlreadyAnsweredError(self.format_answer(self.locks[member_id]))
        if self.shown_at is not None and answered_at > self.shown_at + self.seconds:
            raise RoundOverError
        if isinstance(guess, str) and not clean_line(guess):
            raise EmptyAnswerError
        lock = self._build_locked_answer(guess, answered_at)
        self.restore_lock(member_id, lock)
        return lock

    def restore_lock(self, member_id: int, lock: LockedAnswer) -> None:
        """Add an answer that was locked before; call it in the order of the answers."""
        self.locks[member_id] = lock
        self._note_right_answer(lock)

    def _note_right_answer(self, lock: LockedAnswer) -> None:
        """Remember the earliest right answer, so that no new answer has to be compared with all."""
        if lock.is_right and (self._first_right_at is None or lock.at < self._first_right_at):
            self._first_right_at = lock.at

    def _build_locked_answer(self, guess: int | str, answered_at: float) -> LockedAnswer:
        position = len(self.locks)
        if isinstance(guess, int):
            is_right = guess == self.question.right
            return LockedAnswer(answered_at, position, choice=guess, is_right=is_right)
        return LockedAnswer(answered_at, position, text=guess, is_right=self.is_right(guess))

    def is_right(self, text: str) -> bool:
        """Return whether a typed text is the answer."""
        return self.question.match(text) is not None

    def takes_chat_answer(self, member_id: int, text: str) -> bool:
        """Return whether a chat message is a right answer of a member who has given none."""
        if self.is_closed or member_id in self.locks:
            return False
        return self.question.is_typed and self.is_right(text)

    def format_answer(self, locked_answer: LockedAnswer) -> str:
        """Return an answer as text: the option that was chosen, or what was typed."""
        if locked_answer.choice is None:
            return locked_answer.text
        return self.question.options[locked_answer.choice]

    def count_choices(self, option_index: int) -> int:
        """Return how many members chose one option."""
        return sum(lock.choice == option_index for lock in self.locks.values())
