"""What a server allows of games."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cogs.trivia.play.messages import format_game_error
from cogs.trivia.rules.delays import GameDelays
from cogs.trivia.rules.errors import (
    GameError,
    MissingPermissionsError,
    NoMatchingQuestionError,
    UnknownTopicError,
    WrongChannelError,
)
from cogs.trivia.rules.limits import GameLimits, GameRequest, GameVenue
from cogs.trivia.rules.settings import GameSettings, GameStyle

ANYTHING = GameLimits(channel_ids=(), max_rounds=30, max_games=10)


def get_violation(
    limits: GameLimits,
    channel_ids: set[int],
    rounds: int | None,
    running: int,
    playable: list[int],
) -> str:
    """Return what the starter of a game is told, "" when it may begin."""
    try:
        limits.check(GameVenue(channel_ids, running, playable), rounds)
    except GameError as refusal:
        return format_game_error(refusal)
    return ""


@pytest.mark.parametrize(
    ("most", "wished", "played"), [(30, None, 10), (5, None, 5), (5, 3, 3), (30, 30, 30)]
)
def test_a_game_is_as_long_as_asked_or_as_usual_or_as_allowed(
    most: int, wished: int | None, played: int
) -> None:
    assert GameLimits((), most, 1).resolve_rounds(wished) == played


def test_without_channels_every_channel_will_do() -> None:
    assert get_violation(ANYTHING, {7}, None, 0, []) == ""


def test_a_thread_belongs_to_its_channel() -> None:
    limits = GameLimits((7,), 30, 10)
    assert get_violation(limits, {70, 7}, None, 0, [7]) == ""
    assert (
        get_violation(limits, {70, 8}, None, 0, [7])
        == "Games here are played in <#7>: start yours there."
    )


def test_the_first_thing_in_the_way_is_the_one_that_is_said() -> None:
    limits = GameLimits((7,), 5, 1)
    assert "start yours there" in get_violation(limits, {8}, 6, 1, [7])
    assert "at most 5 rounds" in get_violation(limits, {7}, 6, 1, [7])
    assert "Only one game can run here" in get_violation(limits, {7}, 5, 1, [7])
    assert get_violation(limits, {7}, 5, 0, [7]) == ""


def test_several_games_at_once_are_counted() -> None:
    limits = GameLimits((), 30, 2)
    assert get_violation(limits, {7}, None, 1, []) == ""
    assert "Only 2 games can run here" in get_violation(limits, {7}, None, 2, [])


LAMPS = GameRequest(
    rounds=None,
    seconds=20,
    style=GameStyle.EVERYONE,
    difficulty=None,
    typed_topic="lamps",
    topic="lamps",
)
SMALL_SERVER = GameLimits((7,), 5, 1)


def check(request: GameRequest, venue: GameVenue | None, question_count: int = 20) -> GameSettings:
    return request.check(SMALL_SERVER, venue, ["Lamps", "Cast"], question_count, GameDelays())


def test_a_game_is_as_long_as_its_server_allows_and_its_questions_last() -> None:
    here = GameVenue({7}, running_games=0)
    assert check(LAMPS, here).rounds == 5
    assert check(LAMPS, here, question_count=3).rounds == 3
    assert check(LAMPS, here).topic == "lamps"


def test_what_can_be_corrected_by_the_starter_is_said_first() -> None:
    elsewhere = GameVenue({8}, 1, [7], missing_permissions=["View Channel"])
    unknown = replace(LAMPS, typed_topic="lemps", topic=None, rounds=9)
    with pytest.raises(UnknownTopicError) as refused:
        check(unknown, elsewhere, question_count=0)
    assert format_game_error(refused.value) == "I don't know the topic “lemps”. Try Lamps and Cast."
    with pytest.raises(NoMatchingQuestionError):
        check(LAMPS, elsewhere, question_count=0)
    with pytest.raises(MissingPermissionsError):
        check(LAMPS, elsewhere)
    with pytest.raises(WrongChannelError):
        check(LAMPS, replace(elsewhere, missing_permissions=()))


def test_direct_messages_have_no_limits() -> None:
    assert check(replace(LAMPS, rounds=12), None).rounds == 12
