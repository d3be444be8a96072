"""What the cards of a game and the replies to answers say."""

from __future__ import annotations

from datetime import date

from cogs.trivia.play.cards import lobby_card, question_card, reveal_card
from cogs.trivia.play.messages import format_game_error, format_locked_answer
from cogs.trivia.rules.errors import AlreadyAnsweredError
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.settings import GameStyle
from tests.cogs.trivia.rules.games import (
    BO,
    CY,
    RIGHT_OPTION,
    STARTER,
    WRONG_OPTION,
    choice_question,
    game_with_question,
    new_game,
    settle,
    typed_question,
)

TODAY = date(2026, 1, 1)


def read_question(game: Game) -> str:
    """The card of the open question."""
    assert game.round is not None
    return question_card(game, game.round, ends_at=20.0).body


def read_reveal(game: Game) -> str:
    """The card of the question after its time."""
    settle(game)
    assert game.round is not None
    return reveal_card(game, game.round, [], TODAY).body


def test_a_round_that_everyone_has_answered_says_so_and_not_that_its_time_is_up() -> None:
    game = game_with_question(choice_question(), BO)
    game.answer(1, STARTER, WRONG_OPTION, answered_at=1.0, now=1.0)
    assert "Time is up <t:20:R>. 1 answer locked in." in read_question(game)
    game.answer(1, BO, RIGHT_OPTION, answered_at=2.0, now=2.0)
    assert "Everyone has answered. 2 answers locked in." in read_question(game)
    assert "Time is up" not in read_question(game)


def test_a_round_whose_time_has_run_out_says_that() -> None:
    game = game_with_question(choice_question(), BO)
    game.answer(1, STARTER, WRONG_OPTION, answered_at=1.0, now=1.0)
    game.tick(20.0)
    assert "Time is up" in read_question(game)
    assert "Everyone" not in read_question(game)


def test_a_round_that_is_won_says_that_someone_got_it() -> None:
    game = game_with_question(choice_question(), BO, style=GameStyle.FIRST)
    game.answer(1, BO, RIGHT_OPTION, answered_at=2.0, now=2.0)
    assert "Someone got it. 1 answer locked in." in read_question(game)
    assert "Time is up" not in read_question(game)


def test_the_same_wrong_guess_of_several_members_is_listed_once_with_its_number() -> None:
    game = game_with_question(typed_question(), BO, CY)
    for member, guess in ((STARTER, "Tucson"), (BO, "Santa Fe"), (CY, "tucson!")):
        game.answer(1, member, guess, answered_at=1.0, now=1.0)
    assert "Guessed: “Tucson” (2) and “Santa Fe”." in read_reveal(game)


def test_guesses_without_a_letter_are_told_apart() -> None:
    game = game_with_question(typed_question(), BO)
    game.answer(1, STARTER, "???", answered_at=1.0, now=1.0)
    game.answer(1, BO, "!", answered_at=1.0, now=1.0)
    assert "Guessed: “???” and “!”." in read_reveal(game)


def test_an_answer_is_quoted_without_the_letter_of_its_button() -> None:
    game = game_with_question(
        choice_question().model_copy(update={"options": ("A trip to Paris", "A car")})
    )
    lock = game.answer(1, STARTER, 0, answered_at=1.0, now=1.0)
    assert game.round is not None
    text = game.round.format_answer(lock)
    assert format_locked_answer(text) == "“A trip to Paris” is locked in."
    refusal = format_game_error(AlreadyAnsweredError(text))
    assert refusal == "You already answered “A trip to Paris”. Only your first answer counts."


def test_the_lobby_says_whom_i_do_not_wait_for() -> None:
    card = lobby_card(new_game(), None, reads_chat=False)
    assert card.footer == "Anyone can answer. I don't wait for anyone who has missed two rounds."
