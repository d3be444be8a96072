"""The errors of games; `cogs.trivia.play.messages` has the sentence for each."""

from __future__ import annotations

from collections.abc import Sequence


class GameError(Exception):
    """A request of a member that the game does not allow now."""


class RoundOverError(GameError):
    """The question has been settled."""


class AlreadyAnsweredError(GameError):
    """The member has answered before; `answer` is that answer as text."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer)
        self.answer = answer


class EmptyAnswerError(GameError):
    """The answer has no visible characters."""


class NotGameManagerError(GameError):
    """The member neither started the game nor is a moderator."""


class WrongPhaseError(GameError):
    """The game is in another phase."""


class RestartingError(GameError):
    """The bot is being stopped, and its games with it until it is back."""


class NoGameError(GameError):
    """No game is played in the channel."""


class GameOverError(GameError):
    """The game has ended."""


class NoHintError(GameError):
    """The question has no hint, as nothing of its answer could be hidden."""


class NoHintYetError(GameError):
    """The hint is still closed; it opens at `opens_at`, in epoch seconds."""

    def __init__(self, opens_at: float) -> None:
        super().__init__(opens_at)
        self.opens_at = opens_at


class UnknownTopicError(GameError):
    """No topic is called `typed`; `topic_names` are the names of all topics."""

    def __init__(self, typed: str, topic_names: Sequence[str]) -> None:
        super().__init__(typed)
        self.typed = typed
        self.topic_names = topic_names


class NoMatchingQuestionError(GameError):
    """No question has the requested topic and difficulty."""


class MissingPermissionsError(GameError):
    """The bot lacks permissions in the channel; `names` are their names as Discord shows them."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(*names)
        self.names = names


class WrongChannelError(GameError):
    """The guild plays in other channels; `channel_ids` are the ids of those that still exist."""

    def __init__(self, channel_ids: Sequence[int]) -> None:
        super().__init__(*channel_ids)
        self.channel_ids = channel_ids


class TooManyRoundsError(GameError):
    """The guild allows games of at most `limit` rounds."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class TooManyGamesError(GameError):
    """The guild allows at most `limit` games at once."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class ChannelTakenError(GameError):
    """Another game is being played in the channel."""


class GameEndingError(GameError):
    """The last game of the channel has ended, and its end is not stored yet."""


class WrongDayError(GameError):
    """The question is the daily question of another day."""


class UnknownRoundError(GameError):
    """The question of the reported round is not stored."""


class NoWrongAnswerError(GameError):
    """A member asked for an answer to count and has given no wrong answer in that round."""


class AnswerCountsError(GameError):
    """A member asked for an answer to count that was right anyway."""


class ReviewQueueFullError(GameError):
    """As many proposals wait for review as the guild allows."""
