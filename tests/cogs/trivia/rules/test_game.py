"""A game as its players meet it, without Discord and without waiting."""

from __future__ import annotations

import random

import pytest

from cogs.trivia.rules.errors import (
    AlreadyLockedError,
    EmptyAnswerError,
    GameOverError,
    NoHintYetError,
    NotNowError,
    NotYoursError,
    RoundOverError,
)
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.settings import Ending, Phase, Style
from tests.cogs.trivia.rules.games import (
    BO,
    CY,
    DI,
    GRACE,
    LOBBY,
    PAUSE,
    RIGHT,
    SECONDS,
    STARTER,
    WRONG,
    asked,
    choice,
    new_game,
    scores,
    typed,
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
    with pytest.raises(NotYoursError):
        hasty.start(BO)
    hasty.start(STARTER)
    assert hasty.needs_question
    with pytest.raises(NotNowError):
        hasty.start(STARTER)


def test_time_runs_from_the_moment_the_question_is_visible_not_from_its_choice() -> None:
    game = new_game()
    game.start(STARTER)
    game.ask(choice())
    assert game.due_at is None
    game.shown(at=12.0, now=12.5)
    assert game.due_at == 12.5 + SECONDS


def test_a_faster_answer_earns_more_and_everybody_who_is_right_earns() -> None:
    game = asked(choice(), BO, CY)
    game.answer(1, BO, RIGHT, at=0.0, now=0.1)
    game.answer(1, STARTER, RIGHT, at=10.0, now=10.1)
    game.answer(1, CY, WRONG, at=11.0, now=11.1)
    settle(game)
    assert scores(game) == {BO: 200, STARTER: 150, CY: 0}


def test_a_streak_adds_until_a_wrong_answer_ends_it() -> None:
    game = asked(choice(), rounds=4)
    earned: list[int] = []
    for turn, guess in enumerate((RIGHT, RIGHT, WRONG, RIGHT), start=1):
        before = scores(game)[STARTER]
        assert game.round is not None
        game.answer(turn, STARTER, guess, at=game.round.shown_at or 0, now=game.due_at or 0)
        settle(game)
        earned.append(scores(game)[STARTER] - before)
        assert game.due_at is not None
        game.tick(game.due_at)
        if turn < 4:
            game.ask(choice(f"question.{turn}"))
            game.shown(100.0 * turn, 100.0 * turn)
    assert earned == [200, 210, 0, 200]


def test_the_first_answer_of_a_player_counts() -> None:
    game = asked(choice(), BO)
    game.answer(1, STARTER, WRONG, at=1.0, now=1.0)
    with pytest.raises(AlreadyLockedError) as refusal:
        game.answer(1, STARTER, RIGHT, at=2.0, now=2.0)
    assert refusal.value.answer == "A: Oil"
    settle(game)
    assert scores(game)[STARTER] == 0


def test_an_answer_on_the_wire_at_the_deadline_counts_and_one_given_after_it_does_not() -> None:
    game = asked(choice(), BO)
    game.tick(SECONDS)
    assert game.phase is Phase.GRACE
    game.answer(1, STARTER, RIGHT, at=SECONDS - 0.01, now=SECONDS + 0.3)
    with pytest.raises(RoundOverError):
        game.answer(1, BO, RIGHT, at=SECONDS + 0.01, now=SECONDS + 0.3)
    game.tick(SECONDS + GRACE)
    assert scores(game) == {STARTER: 100, BO: 0}
    with pytest.raises(RoundOverError):
        game.answer(1, BO, RIGHT, at=1.0, now=SECONDS + GRACE)


def test_an_answer_given_before_the_platform_confirmed_the_question_counts() -> None:
    game = new_game()
    game.join(BO)
    game.start(STARTER)
    game.ask(choice())
    game.answer(1, BO, RIGHT, at=5.2, now=5.3)
    game.shown(at=5.0, now=5.4)
    settle(game)
    assert scores(game)[BO] == 199


def test_a_round_ends_early_once_every_player_has_answered() -> None:
    game = asked(choice(), BO)
    game.answer(1, STARTER, RIGHT, at=3.0, now=3.0)
    assert game.phase is Phase.OPEN
    game.answer(1, BO, WRONG, at=4.0, now=4.0)
    assert game.phase is Phase.GRACE
    assert game.due_at == 4.0 + GRACE


def test_first_style_gives_the_round_to_the_first_right_answer() -> None:
    game = asked(choice(), BO, CY, style=Style.FIRST)
    game.answer(1, STARTER, WRONG, at=1.0, now=1.0)
    game.answer(1, BO, RIGHT, at=2.0, now=2.0)
    assert game.phase is Phase.GRACE
    with pytest.raises(RoundOverError):
        game.answer(1, CY, RIGHT, at=2.0 + GRACE + 0.01, now=2.4)
    settle(game)
    assert scores(game) == {STARTER: 0, BO: 200, CY: 0}


def test_the_platforms_time_decides_who_was_first_not_the_arrival() -> None:
    game = asked(choice(), BO, style=Style.FIRST)
    game.answer(1, STARTER, RIGHT, at=5.0, now=5.1)
    game.answer(1, BO, RIGHT, at=4.0, now=5.3)
    settle(game)
    assert scores(game) == {BO: 200, STARTER: 0}


def test_two_right_answers_within_the_grace_share_the_round() -> None:
    game = asked(choice(), BO, style=Style.FIRST)
    game.answer(1, STARTER, RIGHT, at=5.0, now=5.1)
    game.answer(1, BO, RIGHT, at=5.0 + GRACE, now=5.5)
    settle(game)
    assert scores(game) == {STARTER: 100, BO: 100}


def test_typed_answers_are_matched_kindly() -> None:
    game = asked(typed(), BO)
    assert game.answer(1, STARTER, "is it VERA dahl?", at=1.0, now=1.0).is_right
    assert not game.answer(1, BO, "Signe", at=1.0, now=1.0).is_right


def test_chat_counts_when_it_is_right_and_is_chatter_otherwise() -> None:
    game = asked(typed(), BO)
    assert game.overhear(BO, "hello everybody", at=1.0, now=1.0) is None
    lock = game.overhear(BO, "vera", at=2.0, now=2.0)
    assert lock is not None
    assert lock.is_right
    assert game.overhear(BO, "vera", at=3.0, now=3.0) is None
    assert asked(choice()).overhear(BO, "A candle", at=1.0, now=1.0) is None


@pytest.mark.parametrize("nothing", ["", "   ", "\n\t", "\u200b\u2800"])
def test_an_empty_answer_does_not_cost_the_only_one(nothing: str) -> None:
    game = asked(typed())
    with pytest.raises(EmptyAnswerError):
        game.answer(1, BO, nothing, at=1.0, now=1.0)
    assert game.answer(1, BO, "Vera", at=2.0, now=2.0).is_right


def test_a_hint_opens_half_way_and_costs_half() -> None:
    game = asked(typed(), BO)
    with pytest.raises(NoHintYetError) as refusal:
        game.hint(1, STARTER, at=9.9)
    assert refusal.value.opens_at == SECONDS / 2
    assert game.hint(1, STARTER, at=10.0) == "V___ D___"
    game.answer(1, STARTER, "Vera", at=10.0, now=10.0)
    game.answer(1, BO, "Vera", at=10.0, now=10.0)
    settle(game)
    assert scores(game) == {STARTER: 75, BO: 150}


def test_a_hint_is_for_those_who_still_have_an_answer_to_give() -> None:
    game = asked(typed(), BO)
    game.answer(1, STARTER, "Vera", at=1.0, now=1.0)
    with pytest.raises(AlreadyLockedError):
        game.hint(1, STARTER, at=10.0)


@pytest.mark.parametrize(
    ("answer", "hint"), [("Post-its", "P___-i__"), ("1997", "1___"), ("7", "_"), ("Q & A", "_ & _")]
)
def test_a_hint_never_is_the_answer(answer: str, hint: str) -> None:
    assert typed().model_copy(update={"accepted": (answer,)}).hint == hint


def test_the_starter_skips_at_once_and_others_by_vote() -> None:
    game = asked(choice(), BO, CY, DI)
    assert not game.skip(BO, now=1.0)
    assert not game.skip(BO, now=1.5), "nobody votes twice"
    assert not game.skip(CY, now=2.0)
    assert game.skip(DI, now=3.0)
    assert game.phase is Phase.REVEAL
    assert set(scores(game).values()) == {0}

    again = asked(choice(), BO)
    assert again.skip(STARTER, now=1.0)
    with pytest.raises(NotNowError):
        again.skip(STARTER, now=1.0)


def test_a_moderator_who_skips_a_question_does_not_join_by_it() -> None:
    game = asked(choice(), BO)
    assert game.skip(DI, now=1.0, is_moderator=True)
    assert DI not in game.players


def test_only_the_starter_or_a_moderator_stops_and_the_scores_stay() -> None:
    game = asked(choice(), BO)
    game.answer(1, BO, RIGHT, at=0.0, now=0.0)
    settle(game)
    game.tick(game.due_at or 0)
    game.ask(choice("question.second"))
    game.shown(50.0, 50.0)
    game.answer(2, BO, RIGHT, at=51.0, now=51.0)
    with pytest.raises(NotYoursError):
        game.stop(CY, now=52.0)
    game.stop(CY, now=52.0, is_moderator=True)
    assert game.ending is Ending.STOPPED
    assert scores(game) == {STARTER: 0, BO: 200}, "an open round earns nothing"
    with pytest.raises(GameOverError):
        game.stop(STARTER, now=53.0)
    with pytest.raises(GameOverError):
        game.join(DI)


def test_a_lobby_that_is_stopped_was_cancelled() -> None:
    game = new_game()
    game.stop(STARTER, now=1.0)
    assert game.ending is Ending.CANCELLED


def test_two_empty_rounds_end_the_game() -> None:
    game = asked(choice(), rounds=30)
    settle(game)
    game.tick(game.due_at or 0)
    game.ask(choice("question.second"))
    game.shown(100.0, 100.0)
    settle(game)
    game.tick(game.due_at or 0)
    assert game.ending is Ending.EMPTY


def test_the_last_round_is_read_before_the_game_ends() -> None:
    game = asked(choice(), rounds=1)
    game.answer(1, STARTER, RIGHT, at=0.0, now=0.0)
    game.tick(GRACE)
    assert game.phase is Phase.REVEAL
    assert not game.tick(GRACE + PAUSE - 0.1)
    game.tick(GRACE + PAUSE)
    assert game.ending is Ending.PLAYED
    assert game.standings == [(1, STARTER, 200)]


def test_a_round_whose_time_passed_while_down_is_played_again() -> None:
    game = asked(choice(), BO)
    game.answer(1, BO, RIGHT, at=1.0, now=1.0)
    back = Game.model_validate_json(game.model_dump_json())
    assert back.resume(now=SECONDS)
    assert back.needs_question
    replay = back.ask(choice("question.other"))
    assert replay.number == 1
    assert replay.is_replay
    assert scores(back)[BO] == 0
    with pytest.raises(RoundOverError):
        back.answer(1, STARTER, RIGHT, at=2.0, now=SECONDS)


def test_a_round_with_time_left_goes_on_after_a_restart() -> None:
    game = asked(choice(), BO)
    game.answer(1, BO, RIGHT, at=1.0, now=1.0)
    back = Game.model_validate_json(game.model_dump_json())
    assert back == game
    assert not back.resume(now=SECONDS - 0.1)
    back.answer(1, STARTER, RIGHT, at=2.0, now=SECONDS - 0.1)
    settle(back)
    assert scores(back) == {STARTER: 190, BO: 195}


def test_equal_scores_share_a_place() -> None:
    game = asked(choice(), BO, CY)
    game.answer(1, BO, RIGHT, at=1.0, now=1.0)
    game.answer(1, CY, RIGHT, at=1.0, now=1.0)
    settle(game)
    assert [(place, member) for place, member, _ in game.standings] == [(1, BO), (1, CY), (3, 1)]


def test_shuffling_moves_the_right_answer_along() -> None:
    for seed in range(20):
        mixed = choice().shuffled(random.Random(seed))
        assert mixed.answer == "A candle"
        assert sorted(mixed.options) == sorted(choice().options)
