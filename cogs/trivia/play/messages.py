"""One sentence for each thing a game refuses, and for each way it may end."""

from __future__ import annotations

from bot.ui.text import clip, escape
from cogs.trivia.rules.errors import (
    AlreadyAnsweredError,
    EmptyAnswerError,
    GameError,
    GameOverError,
    NoGameError,
    NoHintYetError,
    NotGameManagerError,
    RoundOverError,
    WrongPhaseError,
)
from cogs.trivia.rules.settings import Ending

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


def format_game_error(error: GameError) -> str:
    """What to tell the member whose click or command was refused."""
    match error:
        case AlreadyAnsweredError():
            said = escape(clip(error.answer, 100))
            return f"You are locked in with **{said}**. The first answer counts."
        case EmptyAnswerError():
            return "There is nothing in that answer: press Answer again and write something."
        case RoundOverError():
            return "That round is over: its buttons do nothing any more. The next one is yours."
        case NoHintYetError():
            return f"The hint opens half-way, <t:{round(error.opens_at)}:R>."
        case NotGameManagerError():
            return "Only whoever started this game, or a moderator, can do that."
        case NoGameError():
            return "No game is on in this channel. Start one with /trivia play."
        case GameOverError():
            return "That game is over. Start another with /trivia play."
        case WrongPhaseError():
            return "Not at this moment: wait for the next question."
        case _:
            return "The game does not allow that."
