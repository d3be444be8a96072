"""Names of servers and members that look like markup are shown as they are, and nothing more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.canon import NEWS, CardDriver, propose
from tests.drivers.trivia import TriviaDriver
from tests.posting import add_admin, list_posts
from tests.world import World, card_text

SERVER = "# *The* `lamp` [x](https://evil.example) <@1> @everyone \u202ehcihw"
ESCAPED_SERVER = "\\# \\*The\\* \\`lamp\\` [x\\](https://evil.example) \\<@1> @\u200beveryone hcihw"
MEMBER, ESCAPED_MEMBER = (
    "**x** ||y|| [a](https://b.example)",
    ("\\*\\*x\\*\\* \\|\\|y\\|\\| [a\\](https://b.example)"),
)


@pytest.fixture
def hostile(world: World) -> World:
    """A server and a member with names as hostile as the platform takes."""
    guild = world.env.create_guild(SERVER)
    alice = guild.add_member(world.alice.user)
    bob = guild.add_member(world.env.create_user("eve", global_name=MEMBER))
    channel = guild.create_text_channel("general")
    return replace(world, guild=guild, channel=channel, alice=alice, bob=bob)


async def play(world: World) -> TriviaDriver:
    questions = [choice_question(f"question.{n}") for n in range(3)]
    table = TriviaDriver(world, questions=questions)
    await table.start_game(world.alice, world.bob, rounds=1)
    await table.answer(world.bob)
    await table.answer(world.alice)
    await table.skip_pause()
    return table


async def test_the_year_of_a_server_and_of_a_member(hostile: World) -> None:
    await play(hostile)
    year = card_text((await hostile.bob.slash(hostile.channel, "wrapped")).response)
    assert f"2026: {ESCAPED_SERVER}\n" in year
    own = card_text((await hostile.bob.slash(hostile.channel, "wrapped", mine=True)).response)
    assert f"2026: {ESCAPED_MEMBER}\n" in own


async def test_a_player_who_left(hostile: World) -> None:
    await play(hostile)
    hostile.env.backend.remove_member(hostile.guild.id, hostile.bob.id)
    await hostile.env.settle()
    shown = await hostile.alice.slash(hostile.channel, "trivia leaderboard")
    assert f"{ESCAPED_MEMBER}  " in card_text(shown.response)


async def test_a_message_about_a_decision(hostile: World) -> None:
    await propose(hostile, NEWS)
    panel = CardDriver(hostile, add_admin(hostile))
    await panel.open()
    await panel.press_and_read("Approve")
    [told] = list_posts(hostile.alice.user.dm_channel)
    assert told.startswith(f"**{ESCAPED_SERVER}**: news “")
