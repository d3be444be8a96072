"""Every guild has its own today: at one instant, two guilds see two dates everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from storage.trivia.games import GameChange
from storage.trivia.rounds import SettledRound, StoredAnswer
from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.drafts import FACT, DraftDriver
from tests.drivers.setup import open_setup
from tests.posting import add_admin
from tests.world import World, card_text

HALF_PAST_TEN_UTC = datetime.fromisoformat("2025-12-31T10:30+00:00")
"""The first of January in Kiritimati, the thirtieth of December in Pago Pago."""


@pytest.fixture
async def east(world: World) -> World:
    """The first guild, where the new year is 14 hours old."""
    return await choose_zone(world, "Pacific/Kiritimati")


@pytest.fixture
async def west(world: World) -> World:
    """A second guild of the same bot, where it is one in the afternoon of New Year's Eve."""
    guild = world.env.create_guild("Other fans")
    alice, bob = (guild.add_member(one.user) for one in (world.alice, world.bob))
    other = replace(
        world, guild=guild, channel=guild.create_text_channel("general"), alice=alice, bob=bob
    )
    return await choose_zone(other, "Pacific/Pago_Pago")


async def choose_zone(world: World, zone: str) -> World:
    panel = await open_setup(world, add_admin(world), "Dates")
    await panel.submit_text("Time zone", zone)
    return world


async def read(world: World, command: str, **options: Any) -> str:
    return card_text((await world.alice.slash(world.channel, command, **options)).response)


async def test_on_this_day_shows_the_local_date(east: World, west: World) -> None:
    assert "January 1" in (await read(east, "onthisday")).splitlines()[0]
    assert "December 31" in (await read(west, "onthisday")).splitlines()[0]
    assert "December 30" in (await read(west, "onthisday", date="yesterday")).splitlines()[0]


async def test_coming_anniversaries_count_from_the_local_date(east: World, west: World) -> None:
    texts = [await read(one, "upcoming", days=366) for one in (east, west)]
    assert texts[0] != texts[1]


async def test_the_leaderboard_of_today_begins_at_local_midnight(east: World, west: World) -> None:
    for game_id, world in enumerate((east, west), start=1):
        await earn(world, game_id)
    assert "100 points" in await read(east, "trivia leaderboard", period="today")
    assert "No one has played yet today." in await read(west, "trivia leaderboard", period="today")
    assert "100 points" in await read(west, "trivia leaderboard", period="week")


async def earn(world: World, game_id: int) -> None:
    """Settle a round, at the same instant everywhere."""
    settled = SettledRound(
        1,
        "question.lamp",
        "cast",
        choice_question().model_dump_json(),
        HALF_PAST_TEN_UTC,
        [StoredAnswer(world.alice.id, "A", True, 100, 2.0)],
    )
    change = GameChange(world.channel.id, game_id, world.guild.id, "{}", settled_round=settled)
    await world.bot.store.trivia_games.write([change])


async def test_the_daily_question_is_that_of_the_local_date(east: World, west: World) -> None:
    for world in (east, west):
        await read(world, "trivia daily")
    rows = await east.bot.store.database.fetch("SELECT audience_id, day FROM trivia_daily")
    assert dict(rows) == {east.guild.id: "2026-01-01", west.guild.id: "2025-12-31"}


async def test_a_status_is_as_old_as_it_is_there(east: World, west: World) -> None:
    assert "(about 4 years and 10 months ago)" in await read(east, "status")
    assert "(about 4 years and 9 months ago)" in await read(west, "status")


async def test_direct_messages_go_by_utc(west: World) -> None:
    shown = await west.alice.user.slash("onthisday")
    assert "January 1" in card_text(shown.response).splitlines()[0]


async def test_yesterday_in_a_draft_is_the_local_one(east: World, west: World) -> None:
    for world, day in ((east, "December 31, 2025"), (west, "December 30, 2025")):
        writer = DraftDriver(world)
        await writer.open_add_form("fact")
        assert day in await writer.submit({**FACT, "date": "yesterday"})


async def test_a_message_is_quoted_with_its_local_date(east: World, west: World) -> None:
    for world, day in ((east, "January 1, 2026"), (west, "December 31, 2025")):
        said = await world.bob.send(world.channel, "I would fold it all again.")
        writer = DraftDriver(world)
        await writer.open_save_as_quote(said)
        words = writer.prefilled["words"]
        text = await writer.submit({"words": words, "occasion": "in the lobby", "topic": "cast"})
        assert f"Said in the lobby, {day}." in text
