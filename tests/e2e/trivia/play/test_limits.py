"""Where a server lets games be played, how long, and how many at once."""

from __future__ import annotations

from typing import Any

import pytest
from simcord.builders import ChannelHandle

from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.trivia import TriviaDriver
from tests.world import World, card_text


@pytest.fixture
def other(world: World) -> ChannelHandle:
    """A second channel."""
    return world.guild.create_text_channel("games")


async def allow(world: World, **fields: Any) -> None:
    """Set limits of the server."""
    await world.bot.store.guild_settings.update(world.guild.id, **fields)


def table(world: World, channel: ChannelHandle | None = None) -> TriviaDriver:
    """A table with enough questions."""
    return TriviaDriver(
        world, channel, questions=[choice_question(f"question.{n}") for n in range(20)]
    )


async def told(table: TriviaDriver, **options: Any) -> str:
    """What alice is told when she starts a game."""
    return card_text((await table.open_lobby(**options)).response)


async def test_games_stay_in_their_channels_and_the_threads_of_those(
    world: World, other: ChannelHandle
) -> None:
    await allow(world, trivia_channel_ids=(other.id,))
    here = table(world)
    assert await told(here) == f"Games here are played in <#{other.id}>: start yours there."
    assert not here.is_running
    there = table(world, other)
    await there.open_lobby()
    assert there.is_running
    world.env.backend.create_thread(other.id, "quiet corner", world.alice.id)
    corner = table(world, other.threads[0])
    await corner.open_lobby()
    assert corner.is_running


async def test_when_every_chosen_channel_is_gone_an_admin_is_needed(
    world: World, other: ChannelHandle
) -> None:
    await allow(world, trivia_channel_ids=(other.id,))
    world.env.backend.delete_channel(other.id)
    assert "The channels for games are gone" in await told(table(world))


async def test_longer_games_are_refused_and_the_usual_length_gives_way(world: World) -> None:
    await allow(world, trivia_max_rounds=5)
    here = table(world)
    assert await told(here, rounds=6) == "Games here have at most 5 rounds: choose fewer."
    await here.open_lobby()
    assert here.game.rules.rounds == 5


async def test_a_full_server_says_so_and_has_room_again_when_a_game_ends(
    world: World, other: ChannelHandle
) -> None:
    await allow(world, trivia_max_games=1)
    here, there = table(world), table(world, other)
    await here.open_lobby()
    assert await told(there) == (
        "Only one game can run here at a time: join it, or wait until it ends."
    )
    await world.alice.slash(world.channel, "trivia stop")
    await there.open_lobby()
    assert there.is_running


async def test_limits_of_one_server_are_not_those_of_direct_messages(world: World) -> None:
    await allow(world, trivia_max_games=1, trivia_max_rounds=1)
    await table(world).open_lobby(rounds=1)
    opened = await world.alice.user.slash("trivia play", rounds=7)
    assert card_text(opened.response).startswith("## Trivia\n")
