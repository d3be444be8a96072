"""What the rules of a game refuse, each worded once in `cogs.trivia.play.messages`."""

from __future__ import annotations

from collections.abc import Sequence


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
    """Only the member who started the game, or a moderator, may do this."""


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


class UnknownTopicError(GameError):
    """No topic is called `typed`; `topic_names` are those there are."""

    def __init__(self, typed: str, topic_names: Sequence[str]) -> None:
        super().__init__(typed)
        self.typed = typed
        self.topic_names = topic_names


class NoMatchingQuestionError(GameError):
    """No question has the topic and the difficulty that were asked for."""


class MissingPermissionsError(GameError):
    """The bot may not do in the channel what a game needs; `names` are as Discord shows them."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(*names)
        self.names = names


class WrongChannelError(GameError):
    """The server plays in other channels; `channel_ids` are those of them that still exist."""

    def __init__(self, channel_ids: Sequence[int]) -> None:
        super().__init__(*channel_ids)
        self.channel_ids = channel_ids


class TooManyRoundsError(GameError):
    """The server allows games of at most `limit` rounds."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class TooManyGamesError(GameError):
    """The server allows at most `limit` games at once."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class ChannelTakenError(GameError):
    """Another game is being played in the channel."""


class GameEndingError(GameError):
    """The last game of the channel has ended, and is not put away yet."""


class WrongDayError(GameError):
    """The question was that of another day."""


class UnknownRoundError(GameError):
    """The question of a reported round is not on record."""


class NoWrongAnswerError(GameError):
    """A member asks that an answer count, and has given none in that round."""


class AnswerCountsError(GameError):
    """A member asks that an answer count which does already."""


class ReviewQueueFullError(GameError):
    """The reviewers have as many proposals waiting as the server allows."""
