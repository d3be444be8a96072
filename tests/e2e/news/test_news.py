"""News from a feed to an announced status: found, reviewed, approved, told."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path

import pytest

from seeds.schema import Event, Quote, Source, Status
from tests.drivers.canon import CardDriver, list_active_entries
from tests.drivers.setup import open_setup
from tests.platform_rules.document import PlatformDocument
from tests.posting import list_posts
from tests.world import NOW, card_text
from tests.worlds.news import NewsWorld, build_feed, build_item, build_page, open_news_world

STORY = "Cameras roll on the second season of Paper Lantern"
LEAD = "The second season of Paper Lantern has started filming at the old harbour with Ida Holm."


@pytest.fixture
async def news(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> AsyncGenerator[NewsWorld]:
    async with open_news_world(tmp_path, platform_document) as opened:
        opened.server.pages["/story"] = build_page(STORY)
        opened.server.pages["/feed"] = build_feed(
            build_item(STORY, opened.server.url("/story"), NOW - timedelta(days=1), LEAD),
            build_item("Ten lamps for your garden", opened.server.url("/lamps"), NOW, "Lamps."),
        )
        yield opened


async def open_review(news: NewsWorld) -> CardDriver:
    driver = CardDriver(news.world, news.admin)
    await driver.open()
    return driver


async def test_a_feed_is_checked_when_it_is_added(news: NewsWorld) -> None:
    note = await news.add_feed()
    assert note == (
        "Added: **The Lamp Post**, RSS 2.0 with 2 items; right now I'd pick 1: "
        "“Cameras roll on the second"
        " season of Paper Lantern”."
    )
    assert "**The Lamp Post** · not looked at yet" in (await news.open_page()).text


async def test_a_find_waits_marked_as_found_with_what_its_page_proves(news: NewsWorld) -> None:
    await news.add_feed()
    await news.tick()
    assert await news.list_waiting() == [1]
    text = (await open_review(news)).text
    assert "**1 of 1** · news, proposal 1 · found in a feed" in text
    assert "filming" in text.lower()
    assert STORY in text
    assert "I picked it because it says “Paper Lantern”." in text
    assert f"Filming: “{STORY}”" in text
    assert "Ida Holm, paragraph" in text
    assert "Also quotes ida-holm: “We have waited years to light these lamps again" in text


async def test_approval_announces_it_and_everything_follows(news: NewsWorld) -> None:
    world = news.world
    channel = world.guild.create_text_channel("news")
    await (await open_setup(world, news.admin, "Canon")).choose("news", channel)
    await news.add_feed()
    await news.tick()
    text = await (await open_review(news)).press_and_read("Approve")
    assert f"Announced in <#{channel.id}>." in text
    [announced] = list_posts(channel)
    assert STORY in announced
    entries = await list_active_entries(world.bot.store, world.guild.id)
    assert {type(one) for one in entries} == {Source, Quote, Event, Status}
    status = card_text((await world.alice.slash(world.channel, "status")).response)
    assert "Filming" in status
    assert "I looked at the news feeds today: nothing new since December 31, 2025." in status


async def test_nothing_is_shown_to_members_before_a_reviewer_decides(news: NewsWorld) -> None:
    world = news.world
    await news.add_feed()
    await news.tick()
    for command in ("status", "timeline"):
        assert STORY not in card_text((await world.bob.slash(world.channel, command)).response)
    said = card_text((await world.bob.slash(world.channel, "status")).response)
    assert "I looked at the news feeds today: 1 find waits for a reviewer." in said
