"""News that cannot be sent: it is held, told once, and sent when it can be, or given up."""

from __future__ import annotations

from datetime import timedelta

from storage.canon.guild_entries import NewEntries
from storage.proposals.announcements import AnnouncementRequest
from storage.proposals.proposals import Decision
from tests.drivers.canon import NEWS, approve_as_written, create_proposal
from tests.e2e.canon.announce.desk import Desk, ask_for_it
from tests.posting import list_posts, run_due_at


async def test_a_missing_permission_is_told_once_and_the_news_follows_when_it_is_back(
    desk: Desk,
) -> None:
    desk.deny(send_messages=True)
    text = await desk.let_in()
    assert "haven't announced it in" in text
    assert "permission missing: Send Messages" in text
    for minute in ("00:01", "00:02", "00:30"):
        await run_due_at(desk.world, f"2026-01-01 {minute}")
    [notice] = desk.notices
    assert f"I don't have Send Messages in <#{desk.news.id}>. Allow it there within a day" in notice
    desk.deny()
    await run_due_at(desk.world, "2026-01-01 01:00")
    await run_due_at(desk.world, "2026-01-01 01:01")
    assert len(desk.posts) == 1
    assert await desk.outcome() == ("sent", "")


async def test_a_permission_that_never_comes_back_ends_in_a_reason(desk: Desk) -> None:
    desk.deny(send_messages=True)
    await desk.let_in()
    await run_due_at(desk.world, "2026-01-02 00:01")
    await run_due_at(desk.world, "2026-01-02 00:20")
    assert await desk.outcome() == ("failed", "permission missing: Send Messages")
    assert "didn't announce" in desk.notices[-1]
    assert len(desk.notices) == 2
    text = await desk.open("review history", id=str(desk.number))
    assert "wasn't announced: permission missing: Send Messages." in text
    desk.deny()
    await run_due_at(desk.world, "2026-01-02 01:00")
    assert desk.posts == []


async def test_a_channel_that_is_gone_is_told_with_the_way_to_another(desk: Desk) -> None:
    desk.world.env.backend.delete_channel(desk.news.id)
    assert "couldn't announce it" in await desk.let_in()
    assert await desk.outcome() == ("failed", "channel gone")
    [notice] = desk.notices
    assert "You can choose another news channel in /setup" in notice


async def test_an_unavailable_server_is_waited_for(desk: Desk) -> None:
    await ask_for_it(desk)
    guild = desk.world.bot.get_guild(desk.world.guild.id)
    assert guild is not None
    guild.unavailable = True
    await run_due_at(desk.world, "2026-01-01 00:05")
    guild.unavailable = False
    await run_due_at(desk.world, "2026-01-01 00:30")
    assert len(desk.posts) == 1


async def test_one_servers_trouble_does_not_hold_up_another(desk: Desk) -> None:
    world = desk.world
    other = world.env.create_guild("Others")
    there = other.create_text_channel("news")
    store = world.bot.store
    for guild_id, channel_id in ((world.guild.id, desk.news.id), (other.id, there.id)):
        number = await create_proposal(store, guild_id, "news", 1, "{}", world.env.now())
        entries = NEWS.to_entries(number).entries
        assert await approve_as_written(
            store,
            Decision(guild_id, number, 2, world.env.now() - timedelta(minutes=1)),
            NewEntries(entries),
            AnnouncementRequest(entries[-1].id, channel_id),
        )
    world.env.inject_error("POST", f"/channels/{desk.news.id}/messages", status=503, times=None)
    await run_due_at(world, "2026-01-01 00:01")
    assert desk.posts == []
    assert len(list_posts(there)) == 1
