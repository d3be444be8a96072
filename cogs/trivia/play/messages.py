"""The sentences for a stored answer, for each error of a game, and for each way it ends."""

from __future__ import annotations

from collections.abc import Mapping

from bot.permissions import ADMIN_PERMISSION
from bot.ui.text import clip, escape, join_words, pluralize
from cogs.trivia.rules.errors import (
    AlreadyAnsweredError,
    AnswerCountsError,
    ChannelTakenError,
    EmptyAnswerError,
    GameEndingError,
    GameError,
    GameOverError,
    MissingPermissionsError,
    NoGameError,
    NoHintError,
    NoHintYetError,
    NoMatchingQuestionError,
    NotGameManagerError,
    NoWrongAnswerError,
    ReviewQueueFullError,
    RoundOverError,
    TooManyGamesError,
    TooManyRoundsError,
    UnknownRoundError,
    UnknownTopicError,
    WrongChannelError,
    WrongDayError,
    WrongPhaseError,
)
from cogs.trivia.rules.settings import Ending

MAX_SHOWN_TOPICS = 12
MAX_SHOWN_CHANNELS = 8

ENDING_MESSAGES = {
    Ending.PLAYED: "That was the last question. Well played.",
    Ending.STOPPED: "The game was stopped; these are the scores it ends with.",
    Ending.NOBODY_ANSWERED: (
        "Nobody has answered for two rounds, so I take it everybody went dancing."
    ),
    Ending.CANCELLED: "The game was called off before it began.",
    Ending.NO_QUESTIONS: "There are no more questions that fit, so this is where it ends.",
    Ending.LOST: "The game had to end here.",
}


MESSAGES: Mapping[type[GameError], str] = {
    EmptyAnswerError: "There is nothing in that answer: press Answer again and write something.",
    NoHintError: "This answer is too short for a hint: give it a guess.",
    RoundOverError: "That round is over: its buttons do nothing any more. The next one is yours.",
    NotGameManagerError: "Only whoever started this game, or a moderator, can do that.",
    NoGameError: "No game is on in this channel. Start one with /trivia play.",
    GameOverError: "That game is over. Start another with /trivia play.",
    WrongPhaseError: "Not at this moment: wait for the next question.",
    NoMatchingQuestionError: "No question fits that. Try another topic or difficulty.",
    ChannelTakenError: (
        "A game is on in this channel already: join in, or stop it with /trivia stop."
    ),
    GameEndingError: "The last game is just being put away here: try again in a moment.",
    WrongDayError: (
        "That was another day's question. /trivia daily has today's, and what that one's was."
    ),
    UnknownRoundError: ("That question is not on record any more, so there is nothing to report."),
    NoWrongAnswerError: (
        "You have no answer in that round that could count: choose what else is wrong with it."
    ),
    AnswerCountsError: (
        "Your answer in that round counts already: choose what else is wrong with it."
    ),
    ReviewQueueFullError: (
        "So much waits for the reviewers here that nothing can be added: try again in some days."
    ),
}
"""The sentences of the errors without details."""


def format_game_error(error: GameError) -> str:
    """Return the sentence for the member whose click, form or command was refused."""
    match error:
        case AlreadyAnsweredError():
            answer = escape(clip(error.answer, 100))
            return f"You are locked in with **{answer}**. The first answer counts."
        case NoHintYetError():
            return f"The hint opens half-way, <t:{round(error.opens_at)}:R>."
        case UnknownTopicError():
            names = join_words(list(error.topic_names), MAX_SHOWN_TOPICS)
            return f"No topic is called “{escape(clip(error.typed, 50))}”. There are {names}."
        case MissingPermissionsError():
            missing = join_words(list(error.names))
            return f"To run a game here I need {missing}: ask an admin to allow it."
        case WrongChannelError() | TooManyRoundsError() | TooManyGamesError():
            return _format_limit(error)
        case _:
            return MESSAGES.get(type(error), "The game does not allow that.")


def format_locked_answer(answer_text: str) -> str:
    """Return the reply to a stored answer, which does not say whether it is right."""
    return f"**{escape(clip(answer_text, 100))}** is locked in."


def _format_limit(error: WrongChannelError | TooManyRoundsError | TooManyGamesError) -> str:
    match error:
        case WrongChannelError(channel_ids=[]):
            return (
                f"The channels for games are gone: somebody with {ADMIN_PERMISSION} chooses "
                "others: /setup."
            )
        case WrongChannelError():
            mentions = [f"<#{channel_id}>" for channel_id in error.channel_ids]
            channels = join_words(mentions, MAX_SHOWN_CHANNELS)
            return f"Games are played in {channels} here: start yours there."
        case TooManyRoundsError():
            return f"Games here have at most {pluralize(error.limit, 'round')}: choose fewer."
        case TooManyGamesError(limit=1):
            return "At most 1 game at once is played here: join it, or wait until it ends."
        case TooManyGamesError():
            return (
                f"At most {error.limit} games at once are played here: join one, or wait until "
                "one ends."
            )
