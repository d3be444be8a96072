"""A game as its players meet it, without Discord and without waiting."""

from __future__ import annotations

import random

import pytest

from cogs.trivia.rules.errors import (
    AlreadyAnsweredError,
    EmptyAnswerError,
    GameOverError,
    NoHintError,
    NoHintYetError,
    NotGameManagerError,
    RoundOverError,
    WrongPhaseError,
)
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.settings import Ending, GameStyle, Phase
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
    typed_question,
)


def settle(game: Game) -> None:
    """Let the open round's time run out."""
    while game.phase is not Phase.REVEAL:
        assert game.due_at is not None
        game.tick(game.due_at)


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


def test_a_faster_answer_earns_more_and_everybody_who_is_right_earns() -> None:
    game = game_with_question(choice_question(), BO, CY)
    game.answer(1, BO, RIGHT_OPTION, answered_at=0.0, now=0.1)
    game.answer(1, STARTER, RIGHT_OPTION, answered_at=10.0, now=10.1)
    game.answer(1, CY, WRONG_OPTION, answered_at=11.0, now=11.1)
    settle(game)
    assert get_scores(game) == {BO: 200, STARTER: 150, CY: 0}


def test_a_streak_adds_until_a_wrong_answer_ends_it() -> None:
    game = game_with_question(choice_question(), rounds=4)
    earned: list[int] = []
    for turn, guess in enumerate((RIGHT_OPTION, RIGHT_OPTION, WRONG_OPTION, RIGHT_OPTION), start=1):
        before = get_scores(game)[STARTER]
        assert game.round is not None
        game.answer(
            turn, STARTER, guess, answered_at=game.round.shown_at or 0, now=game.due_at or 0
        )
        settle(game)
        earned.append(get_scores(game)[STARTER] - before)
        assert game.due_at is not None
        game.tick(game.due_at)
        if turn < 4:
            game.ask(choice_question(f"question.{turn}"))
            game.mark_shown(100.0 * turn, 100.0 * turn)
    assert earned == [200, 210, 0, 200]


def test_the_first_answer_of_a_player_counts() -> None:
    game = game_with_question(choice_question(), BO)
    game.answer(1, STARTER, WRONG_OPTION, answered_at=1.0, now=1.0)
    with pytest.raises(AlreadyAnsweredError) as refusal:
        game.answer(1, STARTER, RIGHT_OPTION, answered_at=2.0, now=2.0)
    assert refusal.value.answer == "A: Oil"
    settle(game)
    assert get_scores(game)[STARTER] == 0


def test_an_answer_on_the_wire_at_the_deadline_counts_and_one_given_after_it_does_not() -> None:
    game = game_with_question(choice_question(), BO)
    game.tick(SECONDS)
    assert game.phase is Phase.GRACE
    game.answer(1, STARTER, RIGHT_OPTION, answered_at=SECONDS - 0.01, now=SECONDS + 0.3)
    with pytest.raises(RoundOverError):
        game.answer(1, BO, RIGHT_OPTION, answered_at=SECONDS + 0.01, now=SECONDS + 0.3)
    game.tick(SECONDS + GRACE)
    assert get_scores(game) == {STARTER: 100, BO: 0}
    with pytest.raises(RoundOverError):
        game.answer(1, BO, RIGHT_OPTION, answered_at=1.0, now=SECONDS + GRACE)


def test_an_answer_given_before_the_platform_confirmed_the_question_counts() -> None:
    game = new_game()
    game.join(BO)
    game.start(STARTER)
    game.ask(choice_question())
    game.answer(1, BO, RIGHT_OPTION, answered_at=5.2, now=5.3)
    game.mark_shown(shown_at=5.0, now=5.4)
    settle(game)
    assert get_scores(game)[BO] == 199


def test_a_round_ends_early_once_every_player_has_answered() -> None:
    game = game_with_question(choice_question(), BO)
    game.answer(1, STARTER, RIGHT_OPTION, answered_at=3.0, now=3.0)
    assert game.phase is Phase.OPEN
    game.answer(1, BO, WRONG_OPTION, answered_at=4.0, now=4.0)
    assert game.phase is Phase.GRACE
    assert game.due_at == 4.0 + GRACE


def test_first_style_gives_the_round_to_the_first_right_answer() -> None:
    game = game_with_question(choice_question(), BO, CY, style=GameStyle.FIRST)
    game.answer(1, STARTER, WRONG_OPTION, answered_at=1.0, now=1.0)
    game.answer(1, BO, RIGHT_OPTION, answered_at=2.0, now=2.0)
    assert game.phase is Phase.GRACE
    with pytest.raises(RoundOverError):
        game.answer(1, CY, RIGHT_OPTION, answered_at=2.0 + GRACE + 0.01, now=2.4)
    settle(game)
    assert get_scores(game) == {STARTER: 0, BO: 200, CY: 0}


def test_the_platforms_time_decides_who_was_first_not_the_arrival() -> None:
    game = game_with_question(choice_question(), BO, style=GameStyle.FIRST)
    game.answer(1, STARTER, RIGHT_OPTION, answered_at=5.0, now=5.1)
    game.answer(1, BO, RIGHT_OPTION, answered_at=4.0, now=5.3)
    settle(game)
    assert get_scores(game) == {BO: 200, STARTER: 0}


def test_two_right_answers_within_the_grace_share_the_round() -> None:
    game = game_with_question(choice_question(), BO, style=GameStyle.FIRST)
    game.answer(1, STARTER, RIGHT_OPTION, answered_at=5.0, now=5.1)
    game.answer(1, BO, RIGHT_OPTION, answered_at=5.0 + GRACE, now=5.5)
    settle(game)
    assert get_scores(game) == {STARTER: 100, BO: 100}


def test_typed_answers_are_matched_kindly() -> None:
    game = game_with_question(typed_question(), BO)
    assert game.answer(1, STARTER, "is it VERA dahl?", answered_at=1.0, now=1.0).is_right
    assert not game.answer(1, BO, "Signe", answered_at=1.0, now=1.0).is_right


def test_chat_counts_when_it_is_right_and_is_chatter_otherwise() -> None:
    game = game_with_question(typed_question(), BO)
    assert game.answer_from_chat(BO, "hello everybody", answered_at=1.0, now=1.0) is None
    lock = game.answer_from_chat(BO, "vera", answered_at=2.0, now=2.0)
    assert lock is not None
    assert lock.is_right
    assert game.answer_from_chat(BO, "vera", answered_at=3.0, now=3.0) is None
    assert (
        game_with_question(choice_question()).answer_from_chat(
            BO, "A candle", answered_at=1.0, now=1.0
        )
        is None
    )


@pytest.mark.parametrize("nothing", ["", "   ", "\n\t", "\u200b\u2800"])
def test_an_empty_answer_does_not_cost_the_only_one(nothing: str) -> None:
    game = game_with_question(typed_question())
    with pytest.raises(EmptyAnswerError):
        game.answer(1, BO, nothing, answered_at=1.0, now=1.0)
    assert game.answer(1, BO, "Vera", answered_at=2.0, now=2.0).is_right


def test_a_hint_opens_half_way_and_costs_half() -> None:
    game = game_with_question(typed_question(), BO)
    with pytest.raises(NoHintYetError) as refusal:
        game.use_hint(1, STARTER, requested_at=9.9)
    assert refusal.value.opens_at == SECONDS / 2
    assert game.use_hint(1, STARTER, requested_at=10.0) == "V___ D___"
    game.answer(1, STARTER, "Vera", answered_at=10.0, now=10.0)
    game.answer(1, BO, "Vera", answered_at=10.0, now=10.0)
    settle(game)
    assert get_scores(game) == {STARTER: 75, BO: 150}


def test_a_hint_is_for_those_who_still_have_an_answer_to_give() -> None:
    game = game_with_question(typed_question(), BO)
    game.answer(1, STARTER, "Vera", answered_at=1.0, now=1.0)
    with pytest.raises(AlreadyAnsweredError):
        game.use_hint(1, STARTER, requested_at=10.0)


@pytest.mark.parametrize(
    ("answer", "hint"), [("Post-its", "P___-i__"), ("1997", "1___"), ("7", "_"), ("Q & A", "_ & _")]
)
def test_a_hint_never_is_the_answer(answer: str, hint: str) -> None:
    assert typed_question().model_copy(update={"accepted": (answer,)}).hint == hint


def test_a_question_without_a_hint_does_not_halve_the_points() -> None:
    game = game_with_question(typed_question().model_copy(update={"accepted": ("...",)}), BO)
    with pytest.raises(NoHintError):
        game.use_hint(1, BO, requested_at=15.0)
    game.answer(1, BO, "...", answered_at=15.0, now=15.0)
    settle(game)
    assert get_scores(game)[BO] > 75


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
