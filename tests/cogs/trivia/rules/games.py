"""Games and questions for tests of the rules."""

from __future__ import annotations

from typing import Any

from cogs.trivia.rules.game import Game
from cogs.trivia.rules.settings import GameSettings, Phase
from seeds.schema import Difficulty
from seeds.trivia_question import QuestionKind, TriviaQuestion

STARTER, BO, CY, DI = 1, 2, 3, 4
SECONDS, GRACE, PAUSE, LOBBY = 20.0, 0.5, 8.0, 30.0
RIGHT_OPTION, WRONG_OPTION = 1, 0
"""Places of the options of `choice`."""


def choice_question(key: str = "question.lamp") -> TriviaQuestion:
    """A question with four options, the second right."""
    return TriviaQuestion(
        key=key,
        kind=QuestionKind.CHOICE,
        text="What burns in the lantern?",
        options=("Oil", "A candle", "Gas", "Nothing"),
        right=RIGHT_OPTION,
        explanation="A candle, since the first episode.",
        topic="cast",
        difficulty=Difficulty.EASY,
    )


def typed_question(key: str = "question.maker") -> TriviaQuestion:
    """A question whose answer is written."""
    return TriviaQuestion(
        key=key,
        kind=QuestionKind.TYPED,
        text="Who makes the lamps?",
        accepted=("Vera Dahl", "Vera"),
        explanation="Vera, by hand.",
        topic="cast",
        difficulty=Difficulty.MEDIUM,
    )


def new_game(now: float = 0.0, **rules: Any) -> Game:
    """A game in its lobby."""
    defaults: dict[str, Any] = {
        "rounds": 3,
        "seconds": SECONDS,
        "lobby": LOBBY,
        "grace": GRACE,
        "pause": PAUSE,
    }
    game = Game(
        id=7,
        channel_id=70,
        audience_id=700,
        starter_id=STARTER,
        rules=GameSettings(**(defaults | rules)),
    )
    game.open_lobby(now)
    return game


def game_with_question(
    question: TriviaQuestion, *members: int, now: float = 0.0, **rules: Any
) -> Game:
    """A game whose first question has just become visible to the starter and `members`."""
    game = new_game(now, **rules)
    for member in members:
        game.join(member)
    game.start(STARTER)
    game.ask(question)
    game.mark_shown(now, now)
    return game


def get_scores(game: Game) -> dict[int, int]:
    """Every player's score."""
    return {member: player.score for member, player in game.players.items()}


def settle(game: Game) -> None:
    """Let the open round's time run out."""
    while game.phase is not Phase.REVEAL:
        assert game.due_at is not None
        game.tick(game.due_at)
