"""The events that observers are told of, and the observers of a bot."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple, TypeAlias


class Outcome(StrEnum):
    """How the handling of an interaction ended."""

    DONE = "done"
    REFUSED = "refused"
    """The member was told in one sentence what to do."""
    EXPIRED = "expired"
    """Discord no longer waited for an answer."""
    FAILED = "failed"
    """A bug, logged under an incident id."""


class InteractionHandled(NamedTuple):
    """A command, click or form was handled; `name` is of a kind, such as "/trivia play"."""

    name: str
    outcome: Outcome
    seconds: float


class PostSettled(NamedTuple):
    """A post reached a final state, by the names of both in the post log."""

    kind: str
    state: str


class AnswerLocked(NamedTuple):
    """An answer to a trivia question was stored, of a game or of the question of the day."""

    game: str


class IncidentLogged(NamedTuple):
    """A bug was logged under a code that the member was given; `command` is of a kind, as above."""

    code: str
    command: str


Event: TypeAlias = InteractionHandled | PostSettled | AnswerLocked | IncidentLogged
Observer: TypeAlias = Callable[[Event], object]


class Observers:
    """The registered observers, and numbers that features let them read."""

    def __init__(self) -> None:
        self._observers: list[Observer] = []
        self.gauges: dict[str, Callable[[], int]] = {}
        """Functions that return a number at this moment, by a name such as "games_running"."""

    def add(self, observer: Observer) -> None:
        """Call `observer` with each event from now on, on the event loop; it must not raise."""
        self._observers.append(observer)

    def notify(self, event: Event) -> None:
        """Pass an event to every observer."""
        for observer in self._observers:
            observer(event)
