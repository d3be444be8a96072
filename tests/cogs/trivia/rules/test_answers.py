"""Which answers a game takes, what they earn, and what a hint costs."""

from __future__ import annotations

import pytest

from cogs.trivia.rules.errors import (
    AlreadyAnsweredError,
    EmptyAnswerError,
    NoHintError,
    NoHintYetError,
    RoundOverError,
)
from cogs.trivia.rules.settings import GameStyle, Phase
from tests.cogs.trivia.rules.games import (
    BO,
    CY,
    GRACE,
    RIGHT_OPTION,
    SECONDS,
    STARTER,
    WRONG_OPTION,
    choice_question,
    game_with_question,
    get_scores,
    new_game,
    settle,
    typed_question,
)


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
    assert refusal.value.answer == "Oil"
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
