"""What a server allows of games."""

from __future__ import annotations

import pytest

from cogs.trivia.rules.limits import GameLimits

ANYTHING = GameLimits(channel_ids=(), max_rounds=30, max_games=10)


@pytest.mark.parametrize(
    ("most", "wished", "played"), [(30, None, 10), (5, None, 5), (5, 3, 3), (30, 30, 30)]
)
def test_a_game_is_as_long_as_asked_or_as_usual_or_as_allowed(
    most: int, wished: int | None, played: int
) -> None:
    assert GameLimits((), most, 1).resolve_rounds(wished) == played


def test_without_channels_every_channel_will_do() -> None:
    assert ANYTHING.get_violation({7}, None, 0, []) == ""


def test_a_thread_belongs_to_its_channel() -> None:
    limits = GameLimits((7,), 30, 10)
    assert limits.get_violation({70, 7}, None, 0, [7]) == ""
    assert (
        limits.get_violation({70, 8}, None, 0, [7])
        == "Games are played in <#7> here: start yours there."
    )


def test_the_first_thing_in_the_way_is_the_one_that_is_said() -> None:
    limits = GameLimits((7,), 5, 1)
    assert "start yours there" in limits.get_violation({8}, 6, 1, [7])
    assert "at most 5 rounds" in limits.get_violation({7}, 6, 1, [7])
    assert "At most 1 game at once" in limits.get_violation({7}, 5, 1, [7])
    assert limits.get_violation({7}, 5, 0, [7]) == ""


def test_several_games_at_once_are_counted() -> None:
    limits = GameLimits((), 30, 2)
    assert limits.get_violation({7}, None, 1, []) == ""
    assert "At most 2 games at once are played here" in limits.get_violation({7}, None, 2, [])
