"""The pages of the timeline: newest first, by year and topic."""

from __future__ import annotations

import random
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.packs.loading import load_packs
from storage.canon.timeline import Timeline
from storage.engines.location import DatabaseLocation
from storage.store import Store
from tests.packs.pack_on_disk import PackOnDisk
from tests.world import NOW

DATES = ["2019~", "2019", "2019-12", "2019-12-31", "2020", "2020-01-01", "2020-05~", "2021-02-03"]


def an_event(when: str, number: int) -> str:
    topics = '["cast", "season-two"]' if number % 2 else '["cast"]'
    return (
        f'[[event]]\nid = "event.n{number}"\ndate = "{when}"\ntitle = "Nr {number}"\n'
        f'text = "It happened."\ncategory = "news"\ntopics = {topics}\n'
        'sources = ["source.lamp-post"]\n'
    )


@pytest.fixture
async def timeline(tmp_path: Path, location: DatabaseLocation) -> AsyncGenerator[Timeline]:
    """Eight events in three years; only odd ones are about season two."""
    pack = PackOnDisk.copy_tiny(tmp_path)
    pack.remove("event.first-light")
    pack.remove("event.second-season-hinted")
    pack.remove("status.hinted")
    for number, when in enumerate(DATES):
        pack.add(an_event(when, number))
    store = await Store.open(location, random.Random(7))
    await load_packs(store, [pack.folder], lambda: NOW)
    yield store.timeline
    await store.close()


async def dates(timeline: Timeline, year: int | None = None, topic: str | None = None) -> list[str]:
    page = await timeline.get_page(1, year=year, topic=topic, offset=0, limit=100)
    assert page.total == len(page.events)
    return [str(event.date) for event in page.events]


async def test_events_come_newest_first_and_vaguer_dates_last_in_their_year(
    timeline: Timeline,
) -> None:
    assert await dates(timeline) == DATES[::-1]


async def test_a_year_holds_vague_and_approximate_dates_too(timeline: Timeline) -> None:
    assert await dates(timeline, 2019) == ["2019-12-31", "2019-12", "2019", "2019~"]
    assert await dates(timeline, 2020) == ["2020-05~", "2020-01-01", "2020"]


async def test_topics_and_years_narrow_down_together(timeline: Timeline) -> None:
    assert await dates(timeline, topic="season-two") == [
        "2021-02-03",
        "2020-01-01",
        "2019-12-31",
        "2019",
    ]
    assert await dates(timeline, 2020, "season-two") == ["2020-01-01"]


@pytest.mark.parametrize("year", [2018, 2022, 0, -1, 99999, 10**30])
async def test_a_year_in_which_nothing_happened_is_empty(timeline: Timeline, year: int) -> None:
    assert await dates(timeline, year) == []


async def test_an_unknown_topic_is_empty(timeline: Timeline) -> None:
    assert await dates(timeline, topic="crew' OR '1'='1") == []


async def test_pages_together_are_the_whole_story(timeline: Timeline) -> None:
    pages = [
        await timeline.get_page(1, year=None, topic=None, offset=n, limit=3) for n in (0, 3, 6, 9)
    ]

    assert [len(page.events) for page in pages] == [3, 3, 2, 0]
    assert {page.total for page in pages} == {8}
    assert [str(event.date) for page in pages for event in page.events] == DATES[::-1]


async def test_only_years_and_topics_that_lead_somewhere_are_offered(timeline: Timeline) -> None:
    assert await timeline.list_years(1) == [2021, 2020, 2019]
    assert await timeline.list_years(1, "season-two") == [2021, 2020, 2019]
    assert await timeline.list_years(1, "crew") == []
    assert await timeline.list_topics(1) == ["cast", "season-two"]
    assert await timeline.list_topics(1, 2018) == []


async def test_events_are_counted_by_year_and_in_one_year_by_month(timeline: Timeline) -> None:
    counts = await timeline.count_by_time(1, year=None, topic=None)
    assert counts == {"2019": 4, "2020": 3, "2021": 1}
    counts = await timeline.count_by_time(1, year=2019, topic=None)
    assert counts == {"2019-00": 2, "2019-12": 2}
    assert await timeline.count_by_time(1, year=2019, topic="crew") == {}


async def test_quotes_and_facts_lend_the_timeline_no_topics(store: Store) -> None:
    async with store.database.transaction() as transaction:
        await transaction.fetch("DELETE FROM entry WHERE kind = 'event'")

    assert await store.timeline.list_topics(1) == []
    assert await store.timeline.list_years(1) == []


async def test_births_are_no_part_of_the_whole_story_but_of_their_year_and_topic(
    tmp_path: Path, location: DatabaseLocation
) -> None:
    pack = PackOnDisk.copy_tiny(tmp_path)
    pack.add(an_event("1950-02-03", 1).replace('"news"', '"birth"'))
    store = await Store.open(location, random.Random(7))
    await load_packs(store, [pack.folder], lambda: NOW)
    timeline = store.timeline

    assert "1950-02-03" not in await dates(timeline)
    assert "1950" not in await timeline.count_by_time(1, year=None, topic=None)
    page = await timeline.get_page(1, year=None, topic=None, offset=0, limit=3)
    assert page.births_left_out == 1
    page = await timeline.get_page(1, year=1950, topic=None, offset=0, limit=3)
    assert (page.total, page.births_left_out) == (1, 0)
    assert await dates(timeline, 1950) == ["1950-02-03"]
    assert "1950-02-03" in await dates(timeline, topic="cast")
    assert 1950 in await timeline.list_years(1), "the year can still be chosen"
    await store.close()
