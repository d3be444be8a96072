"""What the rules of a game refuse. Each is worded once, in `words.py`."""

from __future__ import annotations


class GameError(Exception):
    """Something a member asked for that the game does not allow now."""


class RoundOverError(GameError):
    """The question has been settled."""


class AlreadyAnsweredError(GameError):
    """A member's first answer counts; `answer` is what that was."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer)
        self.answer = answer


class EmptyAnswerError(GameError):
    """Nothing that can be seen was written."""


class NotGameManagerError(GameError):
    """Only whoever started the game, or a moderator, may do this."""


class WrongPhaseError(GameError):
    """The game is in another phase."""


class NoGameError(GameError):
    """No game is played in the channel."""


class GameOverError(GameError):
    """The game has ended."""


class NoHintYetError(GameError):
    """Hints open half-way; `opens_at` is when, in epoch seconds."""

    def __init__(self, opens_at: float) -> None:
        super().__init__(opens_at)
        self.opens_at = opens_at
