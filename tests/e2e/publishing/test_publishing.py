"""Posts in announcement channels are published to the servers that follow these."""

from __future__ import annotations

from datetime import timedelta

import discord
import pytest
from simcord.actors import MemberActor
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType

from storage.posts.publications import Publication
from tests.drivers.setup import open_setup
from tests.e2e.canon.announce.desk import Desk
from tests.posting import FakePlatform, list_posts, parse_utc, run_due_at, set_up_anniversaries
from tests.world import World

DUE = "2026-03-01 09:00"
CROSSPOST = "/channels/*/messages/*/crosspost"


@pytest.fixture
def news(world: World) -> ChannelHandle:
    return world.guild.create_news_channel("news")


async def publish_at(world: World, text: str) -> None:
    """Set the clock to `text`, run what is due, and wait for what is published."""
    await run_due_at(world, text)
    await world.bot.publisher.wait()


def list_published(channel: ChannelHandle) -> list[int]:
    """Return the ids of published messages, which the simulation marks as followers see them."""
    flags = ((one.id, one.flags) for one in channel.history())
    return [name for name, one in flags if one.crossposted or one.is_crossposted]


async def list_queued(world: World) -> list[Publication]:
    far = parse_utc("2030-01-01 00:00")
    return await world.bot.store.publications.list_due(far, world.bot.shard_set)


async def test_an_anniversary_in_an_announcement_channel_is_published_once(
    world: World, admin: MemberActor, news: ChannelHandle
) -> None:
    await set_up_anniversaries(world, admin, channel=news)
    await publish_at(world, DUE)
    [message] = news.history()
    assert list_published(news) == [message.id]
    await publish_at(world, "2026-03-01 09:01")
    requests = [one for one in world.env.http_requests if one.path.endswith("/crosspost")]
    assert len(requests) == 1


async def test_announced_news_is_published(world: World, news: ChannelHandle) -> None:
    desk = Desk(world, news)
    await world.bot.store.guild_settings.update(world.guild.id, news_channel_id=news.id)
    assert "Announced in" in await desk.let_in()
    await publish_at(world, "2026-01-01 00:01")
    assert len(list_published(news)) == len(desk.posts) == 1


async def test_posts_elsewhere_and_daily_questions_are_not_published(
    world: World, admin: MemberActor, news: ChannelHandle
) -> None:
    await set_up_anniversaries(world, admin)
    panel = await open_setup(world, admin, "Daily question")
    await panel.choose("channel", news)
    await publish_at(world, "2026-03-01 09:00")
    await publish_at(world, "2026-03-01 09:01")
    assert len(list_posts(news)) == 1
    assert list_published(news) == []
    assert await list_queued(world) == []


async def test_a_server_can_do_without(
    world: World, admin: MemberActor, news: ChannelHandle
) -> None:
    await set_up_anniversaries(world, admin, channel=news)
    panel = await open_setup(world, admin, "Anniversaries")
    line = f"**Publishing:** posts are published to the servers that follow <#{news.id}>"
    assert line in panel.text
    await panel.press("Don't publish them")
    assert panel.note == "Anniversaries aren't published to other servers from now on."
    await publish_at(world, DUE)
    assert len(list_posts(news)) == 1
    assert list_published(news) == []

    page = await open_setup(world, admin, "Canon")
    assert "**Publishing:**" not in page.text, "no news channel is chosen"
    await page.choose("news", news)
    await page.press("Don't publish them")
    assert page.note == "News posts aren't published to other servers from now on."
    await page.press("Publish them")
    assert (await world.bot.store.guild_settings.get(world.guild.id)).publishes_news


async def test_the_control_is_only_where_servers_can_follow(
    world: World, admin: MemberActor
) -> None:
    await set_up_anniversaries(world, admin)
    panel = await open_setup(world, admin, "Anniversaries")
    assert "**Publishing:**" not in panel.text


async def test_a_limit_of_discord_holds_up_nothing_but_its_own_channel(
    world: World, admin: MemberActor, news: ChannelHandle
) -> None:
    other = world.guild.create_news_channel("other news")
    await set_up_anniversaries(world, admin, channel=news)
    await world.bot.store.guild_settings.update(world.guild.id, news_channel_id=other.id)
    world.env.inject_error("POST", f"/channels/{news.id}/messages/*/crosspost", status=429)
    await publish_at(world, DUE)
    assert len(list_posts(news)) == 1, "the post itself is out"
    assert list_published(news) == []
    await publish_at(world, "2026-03-01 09:01")
    assert len(list_published(news)) == 1


async def test_a_lost_permission_is_waited_for_and_given_up_after_a_day(
    world: World, admin: MemberActor, news: ChannelHandle
) -> None:
    await set_up_anniversaries(world, admin, channel=news)
    await run_due_at(world, "2026-03-01 08:59")
    world.env.inject_error("POST", CROSSPOST, status=403, code=50013, times=None)
    for hour in range(9, 24):
        await publish_at(world, f"2026-03-01 {hour:02}:00")
    [queued] = await list_queued(world)
    assert queued.give_up_at == parse_utc(DUE) + timedelta(days=1)
    await publish_at(world, "2026-03-02 09:30")
    assert await list_queued(world) == []


@pytest.mark.parametrize(
    ("status", "code"),
    [(400, 40033), (404, 10008), (400, 50024)],
    ids=["published by hand", "deleted", "no announcement channel any more"],
)
async def test_what_cannot_be_published_is_let_go(
    world: World, admin: MemberActor, news: ChannelHandle, status: int, code: int
) -> None:
    await set_up_anniversaries(world, admin, channel=news)
    world.env.inject_error("POST", CROSSPOST, status=status, code=code)
    await publish_at(world, DUE)
    assert await list_queued(world) == []
    assert len(list_posts(news)) == 1


async def test_a_post_found_again_after_a_crash_is_published_too(
    world: World, admin: MemberActor, news: ChannelHandle
) -> None:
    await set_up_anniversaries(world, admin, channel=news)
    platform = FakePlatform(world)
    platform.after_send = raise_reset
    await publish_at(world, DUE)
    assert list_published(news) == []
    platform.after_send = lambda: None
    platform.forget_nonces()
    await publish_at(world, "2026-03-01 11:30")
    assert len(list_posts(news)) == 1
    assert len(list_published(news)) == 1


def raise_reset() -> None:
    raise ConnectionResetError


async def test_without_send_messages_nothing_is_queued(
    world: World, admin: MemberActor, news: ChannelHandle
) -> None:
    await set_up_anniversaries(world, admin, channel=news)
    denied = discord.PermissionOverwrite(send_messages=False)
    allow, deny = denied.pair()
    everyone = world.guild.default_role.id
    world.env.backend.set_overwrite(
        news.id, Overwrite(everyone, OverwriteType.ROLE, allow.value, deny.value)
    )
    await publish_at(world, DUE)
    assert await list_queued(world) == []
