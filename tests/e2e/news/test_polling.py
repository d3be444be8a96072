"""When feeds are polled, what happens when they fail, and who is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from storage.feeds.subscriptions import FeedPause, Subscription
from tests.drivers.canon import FACT, propose
from tests.drivers.setup import open_setup
from tests.platform_rules.document import PlatformDocument
from tests.posting import add_admin, list_posts
from tests.world import NOW, build_settings, open_world
from tests.worlds.news import NewsWorld, build_feed, build_item, open_news_world

DAY = 24 * 60


@pytest.fixture
async def news(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> AsyncGenerator[NewsWorld]:
    async with open_news_world(tmp_path, platform_document) as opened:
        opened.server.pages["/feed"] = build_feed(*build_stories(1))
        yield opened


def build_stories(count: int, subject: str = "Paper Lantern") -> list[str]:
    """Build items that tell different stories."""
    words = ("harbour kite", "violin snow", "bakery moon", "train orchid", "mirror salt")
    return [
        build_item(
            f"{subject} {words[n % 5]} {n // 5}{'abcdefgh'[n % 8]}{n}",
            f"https://lamps.example/{subject}/{n}".replace(" ", "-"),
            NOW - timedelta(days=n * 6),
        )
        for n in range(count)
    ]


async def get_feed(news: NewsWorld, guild_id: int | None = None) -> Subscription:
    [feed] = await news.world.bot.store.subscriptions.list_for_guild(
        guild_id or news.world.guild.id
    )
    return feed


async def test_a_quiet_feed_is_asked_for_less_and_less_and_only_whether_it_changed(
    news: NewsWorld,
) -> None:
    seen: list[str | None] = []

    async def feed(request: web.Request) -> web.Response:
        seen.append(request.headers.get("If-None-Match"))
        if seen[-1] == '"a"':
            return web.Response(status=304)
        return web.Response(body=build_feed().encode(), headers={"ETag": '"a"'})

    news.server.pages["/feed"] = feed
    await news.add_feed()
    for _ in range(48):
        await news.tick(30)
    assert seen[:3] == [None, None, '"a"']
    assert set(seen[2:]) == {'"a"'}
    assert 6 <= len(seen) <= 10
    for _ in range(14):
        await news.tick(DAY / 2)
    assert len(seen) <= 20


async def test_a_feed_with_news_is_looked_at_every_half_hour(news: NewsWorld) -> None:
    await news.add_feed()
    await news.tick()
    for number in range(2, 6):
        news.server.pages["/feed"] = build_feed(*build_stories(number))
        await news.tick(31)
    assert news.server.count("/feed") == 1 + 5


async def test_a_server_that_asks_for_time_gets_it(news: NewsWorld) -> None:
    await news.add_feed()
    news.server.pages["/feed"] = web.Response(status=429, headers={"Retry-After": "172800"})
    await news.tick()
    count = news.server.count("/feed")
    for _ in range(3):
        await news.tick(DAY / 2)
    assert news.server.count("/feed") == count
    await news.tick(DAY)
    assert news.server.count("/feed") == count + 1
    assert (await get_feed(news)).fault == "the server wants fewer requests"


async def test_a_feed_that_stays_broken_pauses_and_admins_are_told_once(news: NewsWorld) -> None:
    world = news.world
    mods = world.guild.create_text_channel("mods")
    world.bot.get_guild(world.guild.id)._public_updates_channel_id = mods.id
    await news.add_feed()
    news.server.pages["/feed"] = "<html>moved</html>"
    for _ in range(20):
        await news.tick(DAY / 2)
    assert (await get_feed(news)).pause is FeedPause.BROKEN
    [notice] = [one for one in list_posts(mods) if "stopped looking" in one]
    assert "“The Lamp Post”: it is a page, not a feed." in notice
    count = news.server.count("/feed")
    await news.tick(5 * DAY)
    assert news.server.count("/feed") == count
    panel = await news.open_page()
    assert "stopped, because it failed for days" in panel.text
    news.server.pages["/feed"] = build_feed(*build_stories(1))
    await panel.choose("feed", str((await get_feed(news)).feed_id))
    await panel.press("Resume")
    await news.tick()
    assert (await get_feed(news)).fault == ""
    assert await news.list_waiting() == [1]


async def test_reviewers_are_told_of_finds_at_most_once_a_day(news: NewsWorld) -> None:
    world = news.world
    desk = world.guild.create_text_channel("desk")
    await world.bot.store.guild_settings.update(world.guild.id, review_channel_id=desk.id)
    news.server.pages["/feed"] = build_feed(*build_stories(3))
    await news.add_feed()
    await news.tick()
    await news.tick(5 * 60)
    [notice] = list_posts(desk)
    assert "3 finds from the news are waiting for review" in notice
    news.server.pages["/feed"] = build_feed(*build_stories(5))
    await propose(world, FACT)
    for _ in range(20):
        await news.tick(60)
    assert len(list_posts(desk)) == 1
    await news.tick(DAY)
    await news.tick(5 * 60)
    [_, notice] = list_posts(desk)
    assert "1 thing from members and 5 finds from the news are waiting for review" in notice
    await news.tick(DAY)
    await news.tick(DAY)
    assert len(list_posts(desk)) == 2


async def test_two_servers_share_one_request(news: NewsWorld) -> None:
    await news.add_feed()
    store = news.world.bot.store
    other = news.world.env.create_guild("Others")
    feed = await get_feed(news)
    await store.database.write(
        "INSERT INTO feed_subscription (guild_id, feed_id) VALUES (?, ?)", (other.id, feed.feed_id)
    )
    before = news.server.count("/feed")
    await news.tick()
    assert news.server.count("/feed") == before + 1
    assert await store.proposals.get_review_queue(other.id) == [1]
    assert await news.list_waiting() == [1]


async def test_one_broken_feed_does_not_stop_another(news: NewsWorld) -> None:
    is_over = asyncio.Event()

    async def hang(_request: web.Request) -> web.Response:
        await is_over.wait()
        return web.Response()

    for path in ("/bad", "/worse", "/slow"):
        news.server.pages[path] = build_feed(title=path)
        await news.add_feed(path)
    await news.add_feed()
    news.server.pages["/bad"] = web.Response(status=500)
    news.server.pages["/worse"] = b"\x00\xff" * 5_000
    news.server.pages["/slow"] = hang
    await news.tick()
    is_over.set()
    assert await news.list_waiting() == [1]
    feeds = await news.world.bot.store.subscriptions.list_for_guild(news.world.guild.id)
    assert sorted(one.fault for one in feeds) == [
        "",
        "it is neither XML nor JSON",
        "it took more than 2 seconds",
        "the server answers with error 500",
    ]


async def test_a_feed_that_floods_fills_neither_the_queue_nor_the_room_of_members(
    news: NewsWorld,
) -> None:
    round_number = 0

    async def flood(_request: web.Request) -> web.Response:
        nonlocal round_number
        round_number += 1
        items = build_stories(200, f"Paper Lantern {round_number * 'z'}")
        return web.Response(body=build_feed(*items).encode())

    news.server.pages["/feed"] = flood
    await news.add_feed()
    for _ in range(4):
        await news.tick(60)
    assert len(await news.list_waiting()) == 10
    await news.world.bot.store.guild_settings.update(news.world.guild.id, entries_waiting=10)
    news.server.pages["/other"] = build_feed(*build_stories(30, "Paper Lantern quay"))
    await news.add_feed("/other")
    await news.tick(60)
    assert len(await news.list_waiting()) == 10
    [(rows,)] = await news.world.bot.store.database.fetch("SELECT count(*) FROM feed_find")
    assert rows == 10


async def test_what_had_no_room_comes_when_there_is_room(news: NewsWorld) -> None:
    news.server.pages["/feed"] = build_feed(*build_stories(12))
    await news.add_feed()
    await news.tick()
    numbers = await news.list_waiting()
    assert len(numbers) == 10
    for number in numbers:
        await news.world.bot.store.database.write(
            "UPDATE proposal SET state = 'approved' WHERE number = ?", (number,)
        )
    await news.tick(DAY)
    assert len(await news.list_waiting()) == 2


async def test_ids_and_links_that_change_at_every_look_bring_a_story_once(news: NewsWorld) -> None:
    look = 0

    async def feed(_request: web.Request) -> web.Response:
        nonlocal look
        look += 1
        link = f"https://lamps.example/{look}"
        item = build_item("Paper Lantern sails", link, NOW, guid=str(look))
        return web.Response(body=build_feed(item, item).encode())

    news.server.pages["/feed"] = feed
    await news.add_feed()
    for _ in range(5):
        await news.tick(DAY)
    assert len(await news.list_waiting()) == 1


async def test_with_the_feeds_of_the_pack_alone_no_other_address_is_asked(
    news: NewsWorld,
) -> None:
    await news.add_feed()
    news.world.bot.settings = news.world.bot.settings.model_copy(update={"feeds": "pack"})
    count = news.server.count("/feed")
    await news.tick()
    assert news.server.count("/feed") == count
    assert "only allows feeds from the list" in (await news.open_page()).text
    assert "Add a feed" not in (await news.open_page()).labels


async def test_switched_off_there_is_no_page_and_no_job(tmp_path: Path) -> None:
    async with open_world(build_settings(tmp_path, feeds="off"), None) as world:
        panel = await open_setup(world, add_admin(world))
        assert "News" not in panel.labels
        await world.bot.scheduler.run_due()
