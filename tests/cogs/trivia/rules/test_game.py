"""A game as its players meet it, without Discord and without waiting."""

from __future__ import annotations

import random

import pytest

from cogs.trivia.rules.errors import (
    GameOverError,
    NotGameManagerError,
    RoundOverError,
    WrongPhaseError,
)
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.settings import Ending, Phase
from tests.cogs.trivia.rules.games import (
    BO,
    CY,
    DI,
    GRACE,
    LOBBY,
    PAUSE,
    RIGHT_OPTION,
    SECONDS,
    STARTER,
    WRONG_OPTION,
    choice_question,
    game_with_question,
    get_scores,
    new_game,
    settle,
)


def test_the_lobby_ends_by_itself_or_when_its_starter_says_so() -> None:
    patient = new_game()
    assert not patient.tick(LOBBY - 0.1)
    assert patient.tick(LOBBY)
    assert patient.needs_question

    hasty = new_game()
    hasty.join(BO)
    with pytest.raises(NotGameManagerError):
        hasty.start(BO)
    hasty.start(STARTER)
    assert hasty.needs_question
    with pytest.raises(WrongPhaseError):
        hasty.start(STARTER)


def test_time_runs_from_the_moment_the_question_is_visible_not_from_its_choice() -> None:
    game = new_game()
    game.start(STARTER)
    game.ask(choice_question())
    assert game.due_at is None
    game.mark_shown(shown_at=12.0, now=12.5)
    assert game.due_at == 12.5 + SECONDS


def test_a_round_ends_early_once_every_player_has_answered() -> None:
    game = game_with_question(choice_question(), BO)
    game.answer(1, STARTER, RIGHT_OPTION, answered_at=3.0, now=3.0)
    assert game.phase is Phase.OPEN
    game.answer(1, BO, WRONG_OPTION, answered_at=4.0, now=4.0)
    assert game.phase is Phase.GRACE
    assert game.due_at == 4.0 + GRACE


def test_the_starter_skips_at_once_and_others_by_vote() -> None:
    game = game_with_question(choice_question(), BO, CY, DI)
    assert not game.skip(BO, now=1.0)
    assert not game.skip(BO, now=1.5), "nobody votes twice"
    assert not game.skip(CY, now=2.0)
    assert game.skip(DI, now=3.0)
    assert game.phase is Phase.REVEAL
    assert set(get_scores(game).values()) == {0}

    again = game_with_question(choice_question(), BO)
    assert again.skip(STARTER, now=1.0)
    with pytest.raises(WrongPhaseError):
        again.skip(STARTER, now=1.0)


def test_a_moderator_who_skips_a_question_does_not_join_by_it() -> None:
    game = game_with_question(choice_question(), BO)
    assert game.skip(DI, now=1.0, is_moderator=True)
    assert DI not in game.players


def test_only_the_starter_or_a_moderator_stops_and_the_scores_stay() -> None:
    game = game_with_question(choice_question(), BO)
    game.answer(1, BO, RIGHT_OPTION, answered_at=0.0, now=0.0)
    settle(game)
    game.tick(game.due_at or 0)
    game.ask(choice_question("question.second"))
    game.mark_shown(50.0, 50.0)
    game.answer(2, BO, RIGHT_OPTION, answered_at=51.0, now=51.0)
    with pytest.raises(NotGameManagerError):
        game.stop(CY, now=52.0)
    game.stop(CY, now=52.0, is_moderator=True)
    assert game.ending is Ending.STOPPED
    assert get_scores(game) == {STARTER: 0, BO: 200}, "an open round earns nothing"
    with pytest.raises(GameOverError):
        game.stop(STARTER, now=53.0)
    with pytest.raises(GameOverError):
        game.join(DI)


def test_a_lobby_that_is_stopped_was_cancelled() -> None:
    game = new_game()
    game.stop(STARTER, now=1.0)
    assert game.ending is Ending.CANCELLED


def test_two_empty_rounds_end_the_game() -> None:
    game = game_with_question(choice_question(), rounds=30)
    settle(game)
    game.tick(game.due_at or 0)
    game.ask(choice_question("question.second"))
    game.mark_shown(100.0, 100.0)
    settle(game)
    game.tick(game.due_at or 0)
    assert game.ending is Ending.NOBODY_ANSWERED


def test_the_last_round_is_read_before_the_game_ends() -> None:
    game = game_with_question(choice_question(), rounds=1)
    game.answer(1, STARTER, RIGHT_OPTION, answered_at=0.0, now=0.0)
    game.tick(GRACE)
    assert game.phase is Phase.REVEAL
    assert not game.tick(GRACE + PAUSE - 0.1)
    game.tick(GRACE + PAUSE)
    assert game.ending is Ending.PLAYED
    assert game.standings == [(1, STARTER, 200)]


def test_a_round_without_an_answer_whose_time_passed_while_down_is_played_again() -> None:
    game = game_with_question(choice_question(), BO)
    game.card_id = 5
    back = Game.model_validate_json(game.model_dump_json())
    assert back.resume(now=SECONDS)
    assert back.needs_question
    assert back.replaced_round is not None
    assert (back.replaced_round.turn, back.replaced_card_id) == (1, 5)
    replay = back.ask(choice_question("question.other"))
    assert replay.number == 1
    assert replay.is_replay
    assert get_scores(back)[BO] == 0
    with pytest.raises(RoundOverError):
        back.answer(1, STARTER, RIGHT_OPTION, answered_at=2.0, now=SECONDS)


def test_a_round_whose_time_passed_while_down_is_settled_by_the_answers_it_had() -> None:
    game = game_with_question(choice_question(), BO)
    game.answer(1, BO, RIGHT_OPTION, answered_at=1.0, now=1.0)
    back = Game.model_validate_json(game.model_dump_json())
    assert not back.resume(now=SECONDS + 60)
    while back.phase is not Phase.REVEAL:
        assert back.tick(SECONDS + 60)
    assert back.round is not None
    assert back.round.is_cut_short
    assert get_scores(back)[BO] == 195


def test_a_game_that_is_lost_keeps_the_answers_of_its_open_round() -> None:
    game = game_with_question(choice_question(), BO)
    game.answer(1, BO, RIGHT_OPTION, answered_at=1.0, now=1.0)
    game.lose("its channel is gone", now=2.0)
    assert get_scores(game)[BO] == 195
    assert (game.ending, game.lost_reason) == (Ending.LOST, "its channel is gone")


def test_a_round_with_time_left_goes_on_after_a_restart() -> None:
    game = game_with_question(choice_question(), BO)
    game.answer(1, BO, RIGHT_OPTION, answered_at=1.0, now=1.0)
    back = Game.model_validate_json(game.model_dump_json())
    assert back == game
    assert not back.resume(now=SECONDS - 0.1)
    back.answer(1, STARTER, RIGHT_OPTION, answered_at=2.0, now=SECONDS - 0.1)
    settle(back)
    assert get_scores(back) == {STARTER: 190, BO: 195}


def test_equal_scores_share_a_place() -> None:
    game = game_with_question(choice_question(), BO, CY)
    game.answer(1, BO, RIGHT_OPTION, answered_at=1.0, now=1.0)
    game.answer(1, CY, RIGHT_OPTION, answered_at=1.0, now=1.0)
    settle(game)
    assert [(place, member) for place, member, _ in game.standings] == [(1, BO), (1, CY), (3, 1)]


def test_shuffling_moves_the_right_answer_along() -> None:
    for seed in range(20):
        mixed = choice_question().shuffled(random.Random(seed))
        assert mixed.answer == "A candle"
        assert sorted(mixed.options) == sorted(choice_question().options)
