"""Whom a round waits for: the players who were there in one of the last two."""

from __future__ import annotations

from cogs.trivia.play.persistence import build_member_row, dump_state, restore_game
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.settings import Phase
from storage.trivia.games import StoredGame
from tests.cogs.trivia.rules.games import (
    BO,
    CY,
    DI,
    RIGHT_OPTION,
    STARTER,
    choice_question,
    game_with_question,
    settle,
    typed_question,
)


def show_next_question(game: Game) -> None:
    """Let the open round and its reveal pass, and show another question."""
    if game.phase is not Phase.REVEAL:
        settle(game)
    assert game.due_at is not None
    now = game.due_at
    game.tick(now)
    game.ask(choice_question(f"question.{game.turn + 1}"))
    game.mark_shown(now, now)


def answer(game: Game, *members: int) -> None:
    """Let members answer the open question at once."""
    assert game.round is not None
    shown_at = game.round.shown_at or 0.0
    guess = "Vera" if game.round.question.is_typed else RIGHT_OPTION
    for member in members:
        game.answer(game.turn, member, guess, answered_at=shown_at, now=shown_at)


def store_and_restore(game: Game) -> Game:
    """The game as it is read back from its state and its rows of members."""
    ids = game.players.keys() | (game.round.locks.keys() if game.round else set())
    rows = [build_member_row(game, member) for member in ids]
    return restore_game(StoredGame(game.channel_id, game.id, dump_state(game), rows))


def is_decided(game: Game) -> bool:
    """Whether the round ends without waiting for more answers."""
    return game.phase is Phase.GRACE


def test_who_answers_once_and_walks_on_is_waited_for_in_two_more_rounds() -> None:
    game = game_with_question(choice_question(), BO, rounds=10)
    answer(game, STARTER, DI, BO)
    for _ in range(2):
        show_next_question(game)
        answer(game, STARTER, BO)
        assert not is_decided(game), "Di may still come back"
    show_next_question(game)
    answer(game, STARTER)
    assert not is_decided(game)
    answer(game, BO)
    assert is_decided(game)


def test_who_joined_and_never_answers_is_waited_for_in_the_first_two_rounds() -> None:
    game = game_with_question(choice_question(), BO, rounds=10)
    for is_last in (False, True):
        answer(game, STARTER)
        assert not is_decided(game)
        show_next_question(game)
        assert game.turn == (3 if is_last else 2)
    answer(game, STARTER)
    assert is_decided(game)


def test_who_answers_joins_again_or_takes_a_hint_is_waited_for_again() -> None:
    game = game_with_question(choice_question(), BO, CY, DI, rounds=10)
    for _ in range(2):
        answer(game, STARTER)
        show_next_question(game)
    answer(game, BO)
    assert not game.join(CY), "Cy had joined before"
    answer(game, STARTER)
    assert not is_decided(game), "Cy is back"
    answer(game, CY)
    assert is_decided(game), "Di is not"

    settle(game)
    game.tick(game.due_at or 0)
    game.ask(typed_question())
    game.mark_shown(500.0, 500.0)
    game.use_hint(game.turn, DI, requested_at=515.0)
    answer(game, STARTER, BO, CY)
    assert not is_decided(game), "Di thinks about the hint"


def test_a_skipped_question_is_missed_by_no_one() -> None:
    game = game_with_question(choice_question(), BO, rounds=10)
    for _ in range(3):
        game.skip(STARTER, now=1.0)
        game = store_and_restore(game)
        show_next_question(game)
    answer(game, STARTER)
    assert not is_decided(game), "both are as new as in the first round"


def test_a_round_that_is_replaced_after_a_restart_is_missed_by_no_one() -> None:
    game = game_with_question(choice_question(), BO, rounds=10)
    answer(game, STARTER)
    show_next_question(game)
    game = store_and_restore(game)
    assert game.resume(now=10_000.0)
    game = store_and_restore(game)
    game.ask(choice_question("question.other"))
    game.mark_shown(10_000.0, 10_000.0)
    answer(game, STARTER)
    assert not is_decided(game), "it is the second round that Bo may miss"


def test_whom_a_round_waits_for_is_the_same_after_a_restart() -> None:
    game = game_with_question(choice_question(), BO, DI, rounds=10)
    for _ in range(2):
        answer(game, STARTER, BO)
        show_next_question(game)
    for whole in (game, store_and_restore(game)):
        answer(whole, STARTER)
        back = store_and_restore(whole)
        assert back == whole
        for one in (whole, back):
            assert not is_decided(one)
            answer(one, BO)
            assert is_decided(one), "Di has missed two rounds"


def test_a_game_stored_by_an_earlier_version_waits_for_its_players_in_two_more_rounds() -> None:
    game = game_with_question(choice_question(), BO, rounds=10)
    for _ in range(3):
        answer(game, STARTER)
        show_next_question(game)
    # Earlier versions wrote into every row the round that was played when they wrote it.
    rows = [build_member_row(game, one)._replace(turn=3) for one in game.players]
    game = restore_game(StoredGame(game.channel_id, game.id, dump_state(game), rows))
    for _ in range(2):
        answer(game, STARTER)
        assert not is_decided(game)
        show_next_question(game)
    answer(game, STARTER)
    assert is_decided(game)


def test_more_than_half_of_those_who_are_waited_for_skip_a_question() -> None:
    game = game_with_question(choice_question(), BO, CY, DI, rounds=10)
    assert game.skip_votes_needed == 3
    for _ in range(2):
        answer(game, STARTER, BO)
        show_next_question(game)
    assert game.skip_votes_needed == 2
    assert not game.skip(CY, now=game.due_at or 0), "whose vote brings Cy back"
    assert game.skip_votes_needed == 2
    assert game.skip(BO, now=game.due_at or 0)
