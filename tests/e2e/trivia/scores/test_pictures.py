"""The pictures of games and scores, as they arrive in Discord."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.setup import open_setup
from tests.drivers.trivia import TriviaDriver
from tests.posting import add_admin, get_raw_components, run_due_at
from tests.world import World, iter_buttons


@pytest.fixture
def table(world: World) -> TriviaDriver:
    """A quick table."""
    return TriviaDriver(world, questions=[choice_question(f"question.{n}") for n in range(8)])


def describe_picture(message: Any) -> str:
    """The description of the only picture of a message, "" without one."""
    [container] = get_raw_components(message)
    galleries = [one for one in container["components"] if one["type"] == 12]
    assert len(galleries) == len(message.attachments) <= 1
    return galleries[0]["items"][0]["description"] if galleries else ""


async def test_the_final_scores_come_with_the_podium(table: TriviaDriver) -> None:
    await table.play_two_rounds()

    told = describe_picture(table.card)
    assert "Final scores after 2 rounds." in told
    assert "Place 1: alice, " in told
    assert "Place 2: bob, " in told
    assert "Longest streak: alice, 2 in a row." in told
    assert "Hardest question, 1 of 2 right: What burns in the lantern?" in told


async def test_the_final_scores_are_text_where_no_file_may_be_attached(table: TriviaDriver) -> None:
    world = table.world
    allow, denied = discord.PermissionOverwrite(attach_files=False).pair()
    world.env.backend.set_overwrite(
        world.channel.id,
        Overwrite(world.guild.default_role.id, OverwriteType.ROLE, allow.value, denied.value),
    )
    await table.play_two_rounds()

    assert describe_picture(table.card) == ""
    assert f"**1.** <@{world.alice.id}>" in table.text


async def test_leaderboard_and_record_have_pictures_with_names(table: TriviaDriver) -> None:
    world = table.world
    await table.play_two_rounds()

    board = await world.bob.slash(world.channel, "trivia leaderboard")
    assert "Place 1: alice, " in describe_picture(board.response.message)
    record = await world.bob.slash(world.channel, "trivia stats")
    assert record.ephemeral
    assert describe_picture(record.response.message).startswith("Trivia record of bob.")


async def test_the_daily_post_shows_how_the_question_before_was_answered(
    table: TriviaDriver,
) -> None:
    world = table.world
    panel = await open_setup(world, add_admin(world), "Daily question")
    await panel.choose("channel", world.channel)
    await run_due_at(world, "2026-01-01 09:00")
    assert describe_picture(world.channel.history()[-1]) == ""
    opened = await world.alice.click(world.channel.history()[-1], label="Answer in private")
    option = next(iter_buttons(opened.response.components))["custom_id"]
    await world.alice.click(opened.response.message, custom_id=option)

    await run_due_at(world, "2026-01-02 09:00")
    told = describe_picture(world.channel.history()[-1])
    assert told.startswith("The question from January 1: What burns in the lantern?")
    assert told.count(": 1 answer.") == 1
