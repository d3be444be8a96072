"""The sentences for a stored answer, for each error of a game, and for each way it ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.connection.interaction_gate import RESTARTING
from bot.markdown import Markdown, escape, format_instant, format_number, mention_channel
from bot.permissions import ADMIN_PERMISSION
from bot.ui.text import clip, join_words, pluralize
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
    RestartingError,
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

ENDING_MESSAGES: dict[Ending, Markdown] = {
    Ending.PLAYED: "That was the last question. Well played.",
    Ending.STOPPED: "The game was stopped.",
    Ending.NOBODY_ANSWERED: ("No one answered for two rounds, so I guess everyone went dancing."),
    Ending.CANCELLED: "The game was canceled before it started.",
    Ending.NO_QUESTIONS: "I've run out of questions that fit, so this is where it ends.",
    Ending.LOST: "The game had to end here.",
}


MESSAGES: Mapping[type[GameError], Markdown] = {
    EmptyAnswerError: "Your answer is empty: press *Answer* again and type something.",
    NoHintError: "This answer is too short for a hint: take a guess.",
    RoundOverError: "That round is over: answer the newest question instead.",
    NotGameManagerError: (
        "Only the person who started this game or a moderator can do that: ask one of them."
    ),
    NoGameError: "There's no game running in this channel. Start one with /trivia play.",
    RestartingError: RESTARTING,
    GameOverError: "That game is over. Start another one with /trivia play.",
    WrongPhaseError: "You can't do that right now: wait for the next question.",
    NoMatchingQuestionError: "I have no questions like that. Try another topic or difficulty.",
    ChannelTakenError: (
        "A game is already running in this channel: join in, or stop it with /trivia stop."
    ),
    GameEndingError: "The last game here is still wrapping up. Try again in a moment.",
    WrongDayError: (
        "That question is from another day. /trivia daily has today's, and the last answer."
    ),
    UnknownRoundError: "That question is no longer in the game, so there's nothing to report.",
    NoWrongAnswerError: (
        "You have no wrong answer in that round: choose what else is wrong with the question."
    ),
    AnswerCountsError: (
        "Your answer in that round already counts: choose what else is wrong with the question."
    ),
    ReviewQueueFullError: ("The review queue here is full: try again in a few days."),
}
"""The sentences of the errors without details."""


def format_game_error(error: GameError) -> Markdown:
    """Return the sentence for the member whose click, form or command was refused."""
    match error:
        case AlreadyAnsweredError():
            answer = escape(clip(error.answer, 100))
            return f"You already answered “{answer}”. Only your first answer counts."
        case NoHintYetError():
            opens = format_instant(datetime.fromtimestamp(round(error.opens_at), UTC), "R")
            return f"The hint unlocks halfway through, {opens}."
        case UnknownTopicError():
            names = join_words([escape(name) for name in error.topic_names], MAX_SHOWN_TOPICS)
            return f"I don't know the topic “{escape(clip(error.typed, 50))}”. Try {names}."
        case MissingPermissionsError():
            missing = join_words([escape(name) for name in error.names])
            return f"To run a game here, I need {missing}: ask an admin to allow it."
        case WrongChannelError() | TooManyRoundsError() | TooManyGamesError():
            return _format_limit(error)
        case _:
            return MESSAGES.get(type(error), "You can't do that in this game.")


def format_locked_answer(answer_text: str) -> Markdown:
    """Return the reply to a stored answer, which does not say whether it is right."""
    return f"“{escape(clip(answer_text, 100))}” is locked in."


def _format_limit(error: WrongChannelError | TooManyRoundsError | TooManyGamesError) -> Markdown:
    match error:
        case WrongChannelError(channel_ids=[]):
            return (
                "The channels for games are gone: ask someone with "
                f"{ADMIN_PERMISSION} to choose others in /setup."
            )
        case WrongChannelError():
            mentions: list[Markdown] = [
                mention_channel(channel_id) for channel_id in error.channel_ids
            ]
            channels = join_words(mentions, MAX_SHOWN_CHANNELS)
            return f"Games here are played in {channels}: start yours there."
        case TooManyRoundsError():
            return f"Games here have at most {pluralize(error.limit, 'round')}: choose fewer."
        case TooManyGamesError(limit=1):
            return "Only one game can run here at a time: join it, or wait until it ends."
        case TooManyGamesError():
            return (
                f"Only {format_number(error.limit)} games can run here at a time: join one, or "
                "wait until one ends."
            )
