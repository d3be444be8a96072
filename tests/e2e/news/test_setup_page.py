"""The *News* page of `/setup`: what an admin can choose about feeds, and what is refused."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from seeds.pack import FeedSuggestion
from storage.feeds.subscriptions import MAX_FEEDS, FeedPause, NewFeed
from tests.drivers.setup import SetupDriver
from tests.platform_rules.document import PlatformDocument
from tests.world import NOW, wait_until
from tests.worlds.news import NewsWorld, build_feed, build_item, open_news_world

STORY = "Paper Lantern sails at dawn"


@pytest.fixture
async def news(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> AsyncGenerator[NewsWorld]:
    async with open_news_world(tmp_path, platform_document) as opened:
        opened.server.pages["/feed"] = build_feed(
            build_item(STORY, "https://lamps.example/1", NOW),
            build_item("A lighthouse keeper retires", "https://lamps.example/2", NOW),
        )
        yield opened


async def open_feed(news: NewsWorld) -> SetupDriver:
    """Open the card of the only feed."""
    panel = await news.open_page()
    [option] = panel.select("feed")["options"]
    await panel.choose("feed", option["value"])
    return panel


@pytest.mark.parametrize(
    ("address", "refusal"),
    [
        ("hello", "That isn't a web address: paste one that starts with https://."),
        ("http://127.0.0.1:1/feed", "only the usual ones|inside of a network"),
        ("http://192.168.1.1/", "inside of a network"),
        ("http://localhost/feed", "names no public site"),
        ("https://me:secret@lamps.example/", "name or password"),
    ],
)
async def test_addresses_that_may_not_be_fetched_are_refused(
    news: NewsWorld, address: str, refusal: str
) -> None:
    note = await news.submit_text("Add a feed", address)
    assert any(one in note for one in refusal.split("|"))
    assert "No feeds yet." in (await news.open_page()).text


async def test_what_is_no_feed_is_refused_with_the_reason(news: NewsWorld) -> None:
    news.server.pages["/page"] = "<!doctype html><title>Lamps</title>"
    assert await news.add_feed("/page") == (
        "I can't read that feed (it is a page, not a feed): check its address."
    )
    assert await news.add_feed("/none") == (
        "I can't read that feed (there is nothing at that address): check its address."
    )


async def test_a_feed_is_added_once(news: NewsWorld) -> None:
    await news.add_feed()
    assert "That feed is already here" in await news.add_feed()


async def test_a_server_watches_twenty_feeds_at_most(news: NewsWorld) -> None:
    for number in range(MAX_FEEDS):
        news.server.pages[f"/{number}"] = build_feed(title=f"Feed {number:02}")
        await news.add_feed(f"/{number}")
    panel = await news.open_page()
    assert "Feed 00" in panel.text
    assert "Feed 19" in panel.text
    assert "Add a feed" not in panel.labels
    assert len(panel.select("feed")["options"]) == 20
    [setup] = [line for line in (await panel.open()).splitlines() if line.startswith("**News**")]
    assert setup == "**News** · 20 feeds"


async def test_pause_resume_look_now_and_remove(news: NewsWorld) -> None:
    await news.add_feed()
    panel = await open_feed(news)
    assert panel.labels[:5] == ["Look now", "Pause", "Words", "Language", "Remove"]
    assert "I pick items that mention: the title, or two of its people" in panel.text
    await panel.press("Pause")
    assert panel.note == "Paused: **The Lamp Post**."
    await news.tick()
    assert await news.list_waiting() == []
    panel = await open_feed(news)
    assert "Look now" not in panel.labels
    await panel.press("Resume")
    panel = await open_feed(news)
    await panel.press("Look now")
    await wait_until(lambda: "I looked" in panel.note)
    assert panel.note == "I looked at **The Lamp Post**: 1 find. See /review next."
    panel = await open_feed(news)
    await panel.press("Look now")
    assert panel.note == "I looked less than a minute ago: try again in a minute."
    panel = await open_feed(news)
    await panel.press("Remove")
    assert panel.note == "Removed: **The Lamp Post**. What was approved stays."
    assert "No feeds yet." in panel.text
    assert await news.world.bot.store.database.fetch("SELECT id FROM feed") == []


async def test_words_of_the_server_count_instead_of_the_packs(news: NewsWorld) -> None:
    await news.add_feed()
    panel = await open_feed(news)
    note = await panel.submit_text("Words", "lighthouse\nfog horn; Lighthouse")
    assert note == (
        "I pick items from **The Lamp Post** that mention “lighthouse”, “fog horn”, “Lighthouse”."
    )
    await news.tick()
    [number] = await news.list_waiting()
    proposal = await news.world.bot.store.proposals.get(news.world.guild.id, number)
    assert proposal is not None
    assert "A lighthouse keeper retires" in proposal.body
    panel = await open_feed(news)
    assert "two of its people" in await panel.submit_text("Words", "")
    await news.tick()
    assert len(await news.list_waiting()) == 2


async def test_a_language_is_a_tag(news: NewsWorld) -> None:
    await news.add_feed()
    panel = await open_feed(news)
    assert (
        await panel.submit_text("Language", "pt-BR") == "Pages of **The Lamp Post** are in pt-BR."
    )
    panel = await open_feed(news)
    assert "Write a language tag" in await panel.submit_text("Language", "Portuguese please")


async def test_the_packs_suggestions_are_added_by_a_choice(news: NewsWorld) -> None:
    bot = news.world.bot
    suggestion = FeedSuggestion(title="Lamp news", address=news.server.url("/feed"))
    bot.packs.further_feeds.append(suggestion)
    bot.settings = bot.settings.model_copy(update={"feeds": "pack"})
    panel = await news.open_page()
    assert "Add a feed" not in panel.labels
    await panel.choose("suggestion", "0")
    await wait_until(lambda: "Added" in panel.note)
    assert "right now I'd pick 1: “Paper Lantern sails at dawn”" in panel.note
    await news.tick()
    assert len(await news.list_waiting()) == 1


async def test_a_feed_of_another_server_cannot_be_touched(news: NewsWorld) -> None:
    await news.add_feed()
    store = news.world.bot.store
    other = news.world.env.create_guild("Others")
    theirs = NewFeed("https://lamps.example/", "Theirs", "Atom", 1_800)
    assert await store.subscriptions.add(other.id, theirs, "", NOW)
    [feed] = await store.subscriptions.list_for_guild(other.id)
    panel = await news.open_page()
    await panel.forge_choice("feed", str(feed.feed_id))
    assert panel.note == "I no longer watch that feed here: open /setup again."
    assert not await store.subscriptions.pause(news.world.guild.id, feed.feed_id, FeedPause.MANUAL)
    assert not await store.subscriptions.remove(news.world.guild.id, feed.feed_id)
    assert await store.subscriptions.list_for_guild(other.id) == [feed]
