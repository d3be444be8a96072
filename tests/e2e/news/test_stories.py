"""One story from several outlets, and what reviewers say about finds."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path

import pytest

from cogs.canon.drafts.models import load_draft
from cogs.canon.drafts.news import NewsDraft
from seeds.schema import Event, Source
from tests.drivers.canon import CardDriver, list_active_entries
from tests.platform_rules.document import PlatformDocument
from tests.world import NOW
from tests.worlds.news import NewsWorld, build_feed, build_item, build_page, open_news_world

STORY = "Cameras roll on the second season of Paper Lantern"
LEAD = "The second season of Paper Lantern has started filming at the old harbour with Ida Holm."
SAME_STORY = "Paper Lantern: second season starts filming at old harbour"
SAME_LEAD = (
    "Ida Holm is back: the studio has started filming at the old harbour, with cameras rolling."
)
OTHER_STORY = "Paper Lantern composer writes a waltz for the finale"


@pytest.fixture
async def news(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> AsyncGenerator[NewsWorld]:
    async with open_news_world(tmp_path, platform_document) as opened:
        serve(opened, "/feed", "The Lamp Post", STORY, LEAD)
        yield opened


def serve(news: NewsWorld, path: str, title: str, headline: str, lead: str = "") -> None:
    """Serve a feed with one item, and its page."""
    page = f"{path}/{abs(hash(headline))}"
    news.server.pages[page] = build_page(headline, (lead or f"{headline}, it is said here.",))
    item = build_item(headline, news.server.url(page), NOW - timedelta(days=1), lead)
    news.server.pages[path] = build_feed(item, title=title)


async def open_review(news: NewsWorld) -> CardDriver:
    driver = CardDriver(news.world, news.admin)
    await driver.open()
    return driver


async def get_draft(news: NewsWorld, number: int) -> NewsDraft:
    proposal = await news.world.bot.store.proposals.get(news.world.guild.id, number)
    assert proposal is not None
    draft = load_draft(proposal.body)
    assert isinstance(draft, NewsDraft)
    return draft


async def test_two_outlets_make_one_proposal_with_two_sources(news: NewsWorld) -> None:
    serve(news, "/other", "Quay Times", SAME_STORY, SAME_LEAD)
    await news.add_feed()
    await news.tick()
    await news.add_feed("/other")
    await news.tick()
    [number] = await news.list_waiting()
    draft = await get_draft(news, number)
    assert draft.publisher == "The Lamp Post"
    assert [one.publisher for one in draft.other_sources] == ["Quay Times"]
    review = await open_review(news)
    await review.press_and_read("Approve")
    entries = await list_active_entries(news.world.bot.store, news.world.guild.id)
    sources = [one.publisher for one in entries if isinstance(one, Source)]
    assert sources == ["The Lamp Post", "Quay Times"]
    [event] = [one for one in entries if isinstance(one, Event)]
    assert (event.certainty, len(event.sources)) == ("corroborated", 2)


async def test_another_story_is_a_proposal_of_its_own(news: NewsWorld) -> None:
    serve(news, "/other", "Quay Times", OTHER_STORY)
    await news.add_feed()
    await news.add_feed("/other")
    await news.tick()
    assert len(await news.list_waiting()) == 2


@pytest.mark.parametrize("decision", ["Approve", "Decline", "Not about this"])
async def test_a_story_that_is_decided_does_not_come_again_from_another_outlet(
    news: NewsWorld, decision: str
) -> None:
    await news.add_feed()
    await news.tick()
    await (await open_review(news)).press_and_read(decision)
    serve(news, "/other", "Quay Times", SAME_STORY, SAME_LEAD)
    await news.add_feed("/other")
    await news.tick()
    assert await news.list_waiting() == []


async def test_what_is_declined_is_forgotten_but_for_its_address(news: NewsWorld) -> None:
    await news.add_feed()
    await news.tick()
    assert "Declined" in await (await open_review(news)).press_and_read("Decline")
    await news.tick(24 * 60)
    assert await news.list_waiting() == []
    database = news.world.bot.store.database
    [(body,)] = await database.fetch("SELECT body FROM proposal")
    [(link,)] = await database.fetch("SELECT link FROM feed_find")
    assert body == "{}"
    assert link.startswith(news.server.url("/feed/"))


async def test_never_from_this_feed_is_shown_and_can_be_taken_back(news: NewsWorld) -> None:
    await news.add_feed()
    await news.tick()
    said = await (await open_review(news)).press_and_read("Never from this feed")
    assert "I no longer use “The Lamp Post”. You can undo that in /setup, *News*." in said
    serve(news, "/feed", "The Lamp Post", OTHER_STORY)
    await news.tick(24 * 60)
    assert await news.list_waiting() == []
    panel = await news.open_page()
    assert "stopped, because a reviewer asked me to" in panel.text
    [feed_id] = panel.select("feed")["options"]
    await panel.choose("feed", feed_id["value"])
    await panel.press("Resume")
    assert panel.note == "I look at **The Lamp Post** again."
    await news.tick()
    assert len(await news.list_waiting()) == 1


async def test_people_alone_who_are_not_about_us_do_not_count_again(news: NewsWorld) -> None:
    people = "Ida Holm and Per Lund open a bakery"
    serve(news, "/feed", "The Lamp Post", people)
    await news.add_feed()
    await news.tick()
    said = await (await open_review(news)).press_and_read("Not about this")
    assert "Ida Holm and Per Lund alone no longer count" in said
    serve(news, "/feed", "The Lamp Post", "Per Lund and Ida Holm sail around the world")
    await news.tick(24 * 60)
    assert await news.list_waiting() == []
    panel = await news.open_page()
    [rule] = panel.select("rule")["options"]
    assert rule["label"] == "People: Ida Holm, Per Lund"
    assert await panel.choose("rule", rule["value"]) == "Done. It counts again."
    serve(news, "/feed", "The Lamp Post", "Ida Holm and Per Lund buy a mill near the coast")
    await news.tick(24 * 60)
    assert len(await news.list_waiting()) == 1


async def test_an_edited_find_keeps_its_sources_and_quotes(news: NewsWorld) -> None:
    quoted = "“We have waited years to light these lamps again,” said Ida Holm, the actress."
    serve(news, "/feed", "The Lamp Post", STORY, f"{LEAD} {quoted}")
    serve(news, "/other", "Quay Times", SAME_STORY, SAME_LEAD)
    await news.add_feed()
    await news.tick()
    await news.add_feed("/other")
    await news.tick()
    review = await open_review(news)
    before = await get_draft(news, 1)
    assert len(before.quotes) == 1
    text = "They have begun, at last."
    typed = {"headline": "It begins", "text": text, "date": "2025-12-31", "publisher": "Lamps"}
    await review.submit_form("Edit", **typed, link=before.link or "")
    await review.press_and_read("Save")
    after = await get_draft(news, 1)
    assert (after.headline, after.text) == ("It begins", text)
    assert (after.quotes, after.other_sources) == (before.quotes, before.other_sources)
    await review.open()
    await review.press_and_read("Approve")
    entries = await list_active_entries(news.world.bot.store, news.world.guild.id)
    assert [one.id for one in entries] == [
        "source.own-1",
        "source.own-1-2",
        "quote.own-1",
        "event.own-1",
        "status.own-1",
    ]
    form = await news.admin.slash(news.world.channel, "review edit", id="1")
    typed["headline"] = "It has begun"
    card = CardDriver(news.world, news.admin)
    card.card = (await news.admin.submit_modal(form, {**typed, "link": ""})).response
    assert "Saved" in await card.press_and_read("Save")


async def test_a_find_already_on_record_is_not_proposed(news: NewsWorld) -> None:
    known = "https://lamps.example/known"
    news.server.pages["/feed"] = build_feed(build_item(STORY, known, NOW, LEAD))
    await news.add_feed()
    await news.tick()
    await (await open_review(news)).press_and_read("Approve")
    again = build_item(OTHER_STORY, f"{known}?utm_source=rss", NOW)
    news.server.pages["/other"] = build_feed(again, title="Quay Times")
    await news.add_feed("/other")
    await news.tick()
    assert await news.list_waiting() == []
