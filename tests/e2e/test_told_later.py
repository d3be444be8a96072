"""What could not be told when it happened is told at a later tick, once, also by a later run."""

from __future__ import annotations

from datetime import timedelta

from simcord.actors import MemberActor

from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.canon import FACT, CardDriver, propose
from tests.drivers.trivia import TriviaDriver, inject_errors
from tests.e2e.canon.announce.desk import Desk
from tests.posting import add_admin, list_posts, run_due_at, set_up_anniversaries
from tests.world import World


def dm_path(member: MemberActor) -> str:
    return f"/channels/{member.user.dm_channel.id}/messages"


async def run_two_ticks(world: World) -> None:
    for minutes in (2, 4):
        instant = world.env.now() + timedelta(minutes=minutes)
        await run_due_at(world, instant.strftime("%Y-%m-%d %H:%M"))


async def test_what_became_of_a_proposal(world: World) -> None:
    panel = CardDriver(world, add_admin(world))
    await propose(world, FACT)
    await panel.open()
    with inject_errors(world, "POST", dm_path(world.alice), status=503):
        text = await panel.submit_form("Decline", text="Not true.")
    assert "Declined: fact" in text
    assert "direct messages" not in text, "the author may still be told"
    assert list_posts(world.alice.user.dm_channel) == []
    await run_two_ticks(world)
    [told] = list_posts(world.alice.user.dm_channel)
    assert "was declined: Not true." in told


async def test_that_posts_are_paused_and_that_they_are_back(world: World) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin)
    world.env.backend.delete_channel(world.channel.id)
    with inject_errors(world, "POST", dm_path(admin), status=503):
        await run_due_at(world, "2026-03-01 09:00")
    assert list_posts(admin.user.dm_channel) == []
    await run_two_ticks(world)
    [told] = list_posts(admin.user.dm_channel)
    assert told.startswith("Anniversary posts are paused")


async def test_that_news_is_held(world: World) -> None:
    news = world.guild.create_text_channel("news")
    await world.bot.store.guild_settings.update(world.guild.id, news_channel_id=news.id)
    desk = Desk(world, news)
    desk.deny(send_messages=True)
    with inject_errors(desk.world, "POST", dm_path(desk.member), status=503):
        await desk.let_in()
    assert desk.notices == []
    await run_two_ticks(desk.world)
    [told] = desk.notices
    assert "I don't have Send Messages" in told


async def test_that_a_game_was_lost(world: World) -> None:
    table = TriviaDriver(world, questions=[choice_question(f"question.{n}") for n in range(3)])
    await table.start_game(world.bob, rounds=1)
    with inject_errors(world, "POST", dm_path(world.alice), status=503):
        world.env.backend.delete_channel(world.channel.id)
        await world.env.settle()
    assert not table.is_running
    assert list_posts(world.alice.user.dm_channel) == []
    await run_two_ticks(world)
    [told] = list_posts(world.alice.user.dm_channel)
    assert "had to end because its channel is gone" in told
