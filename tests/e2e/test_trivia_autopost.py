"""The question of the day, posted by the scheduler."""

from __future__ import annotations

import pytest

from cogs.trivia.daily_poster import KIND
from tests.cogs.trivia.games import choice
from tests.posting import admin_of, at, posts, raw, tick
from tests.trivia import Table
from tests.world import World, buttons, card_text


@pytest.fixture(autouse=True)
def _questions(world: World) -> None:
    Table(world, questions=[choice(f"question.{n}") for n in range(5)])


async def states(world: World) -> list[str]:
    """What became of each day, newest first."""
    rows = await world.bot.store.ledger.newest(world.guild.id, KIND, offset=0, limit=9)
    return [row.state.value for row in rows]


async def test_it_comes_once_a_day_with_the_last_ones_answer(world: World) -> None:
    admin = admin_of(world)
    told = await admin.slash(world.channel, "trivia autopost", channel=world.channel, hour=9)
    assert f"comes to <#{world.channel.id}> at 09:00 (UTC)" in told.response.content
    for minute in ("09:00", "09:01", "12:00"):
        await tick(world, f"2026-01-01 {minute}")
    [post] = posts(world.channel)
    assert "What burns in the lantern?" in post
    assert "A candle, since" not in post, "nothing leaks before the next one"

    card = world.channel.history()[-1]
    opened = await world.alice.click(card, label="Answer in private")
    assert opened.ephemeral
    found = next(buttons(opened.response.components))["custom_id"]
    sent = await world.alice.click(opened.response.message, custom_id=found)
    assert "is locked in" in card_text(sent.response)

    await tick(world, "2026-01-02 09:00")
    assert "**The one of 1 January:**" in posts(world.channel)[-1]
    assert "of 1 answer right" in posts(world.channel)[-1]
    assert await states(world) == ["sent", "sent"]
    assert not {one["label"] for one in buttons(raw(card))} - {"Answer in private"}


async def test_it_stops_when_an_admin_says_so_and_only_then(world: World) -> None:
    admin = admin_of(world)
    refused = await world.bob.slash(world.channel, "trivia autopost", channel=world.channel)
    world.take_errors()
    assert "You need Manage Server" in refused.response.content
    none = await admin.slash(world.channel, "trivia autopost")
    assert "is not posted here" in none.response.content
    await admin.slash(world.channel, "trivia autopost", channel=world.channel)
    stopped = await admin.slash(world.channel, "trivia autopost")
    assert "No more daily questions" in stopped.response.content
    await tick(world, "2026-01-01 09:00")
    assert posts(world.channel) == []


async def test_moving_it_to_a_later_hour_posts_once(world: World) -> None:
    admin = admin_of(world)
    await admin.slash(world.channel, "trivia autopost", channel=world.channel, hour=9)
    await tick(world, "2026-01-01 09:00")
    await admin.slash(world.channel, "trivia autopost", channel=world.channel, hour=15)
    await tick(world, "2026-01-01 15:00")
    assert len(posts(world.channel)) == 1
    assert world.env.now() >= at("2026-01-01 15:00")
    await tick(world, "2026-01-02 15:00")
    assert len(posts(world.channel)) == 2
