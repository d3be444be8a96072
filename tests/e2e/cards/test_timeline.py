"""`/timeline` as members see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cogs.timeline.cog import suggest_years
from tests.packs.pack_on_disk import PackOnDisk
from tests.platform_rules.document import PlatformDocument
from tests.world import TINY_PACK, World, build_settings, card_text, iter_buttons, open_world

EVENT = """
[[event]]
id = "event.evening-{n}"
date = "{year}-02"
title = "Evening number {n}"
text = "The lamp was lit again."
category = "appearance"
topics = ["cast"]
sources = ["source.lamp-post"]
"""


@pytest.fixture
def long_pack(tmp_path: Path) -> Path:
    """The tiny pack with twenty more events, so that the timeline has pages."""
    pack = tmp_path / "long"
    pack.mkdir()
    for file in TINY_PACK.glob("*.toml"):
        (pack / file.name).write_text(file.read_text("utf-8"), "utf-8")
    more = "".join(EVENT.format(n=n, year=1990 + n) for n in range(20))
    (pack / "more.toml").write_text(more, "utf-8")
    return pack


async def test_the_newest_comes_first_with_dates_as_exact_as_they_are_known(world: World) -> None:
    text = card_text((await world.alice.slash(world.channel, "timeline")).response)
    assert text.index(
        "**May 2020**  Ida Holm hints at a second season *(one source)*"
    ) < text.index("**October 1, 2019**  Paper Lantern is first shown")


async def test_a_year_and_a_subject_narrow_it(world: World) -> None:
    result = await world.alice.slash(world.channel, "timeline", year=2020, topic="season-two")
    text = card_text(result.response)
    assert "Season two, 2020" in text
    assert "first shown" not in text


async def test_an_empty_year_says_what_exists_instead(world: World) -> None:
    result = await world.alice.slash(world.channel, "timeline", year=1850)
    assert result.ephemeral
    assert result.response.content == ("I don't have anything from 1850. Try 2020 and 2019.")


async def test_an_empty_year_of_a_subject_names_the_subject_apart(world: World) -> None:
    result = await world.alice.slash(world.channel, "timeline", year=1850, topic="season-two")
    assert result.response.content == (
        "I don't have anything about “Season two” from 1850. Try 2020."
    )


async def test_an_unknown_subject_says_what_exists_instead(world: World) -> None:
    result = await world.alice.slash(world.channel, "timeline", topic="*plumbing*")
    assert result.ephemeral
    assert "“\\*plumbing\\*”" in result.response.content
    assert "Cast and Season two" in result.response.content


async def test_autocomplete_offers_only_what_exists(world: World) -> None:
    years = await world.alice.autocomplete(world.channel, "timeline", "year", "20")
    topics = await world.alice.autocomplete(world.channel, "timeline", "topic", "seson")
    assert [choice["value"] for choice in years] == [2020, 2019]
    assert [choice["value"] for choice in topics] == ["season-two"]


async def test_pages_turn_for_their_owner_and_open_privately_for_others(
    tmp_path: Path, long_pack: Path, platform_document: PlatformDocument | None
) -> None:
    async with open_world(build_settings(tmp_path, long_pack), platform_document) as world:
        shown = (await world.alice.slash(world.channel, "timeline")).response
        assert "Page 1 of 3" in card_text(shown)
        assert [b["label"] for b in iter_buttons(shown.components) if b.get("disabled")] == [
            "Previous"
        ]

        theirs = await world.bob.click(shown.message, label="Next")
        assert theirs.ephemeral
        assert "Page 2 of 3" in card_text(theirs.response)
        assert "Page 1 of 3" in card_text(shown)

        await world.alice.click(shown.message, label="Next")
        assert "Page 2 of 3" in card_text(shown)
        await world.alice.click(shown.message, label="Next")
        assert "Page 3 of 3" in card_text(shown)
        assert [b["label"] for b in iter_buttons(shown.components) if b.get("disabled")] == ["Next"]


async def test_a_page_that_is_gone_turns_to_the_last_one_left(
    tmp_path: Path, long_pack: Path, platform_document: PlatformDocument | None
) -> None:
    async with open_world(build_settings(tmp_path, long_pack), platform_document) as world:
        shown = (await world.alice.slash(world.channel, "timeline")).response
        await world.bot.store.database.fetch("SELECT 1")
        async with world.bot.store.database.transaction() as transaction:
            await transaction.fetch(
                "UPDATE entry SET retired_at = 1 WHERE id LIKE 'event.evening-%'"
            )
        await world.alice.click(shown.message, label="Next")
        text = card_text(shown)
        assert "Page " not in text
        assert "first shown" in text


async def test_a_date_in_dispute_says_so_and_a_source_without_an_address_where_it_is(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> None:
    pack = PackOnDisk.copy_tiny(tmp_path)
    pack.change("event.first-light", "topics = ", "date_disputed = true\ntopics = ")
    pack.change("event.first-light", "topics = ", 'disputed = "Two days are given."\ntopics = ')
    pack.change("source.lamp-letter", "document = ", 'reference = "Issue 7"\ndocument = ')
    async with open_world(build_settings(tmp_path, pack.folder), platform_document) as world:
        timeline = (await world.alice.slash(world.channel, "timeline")).response
        assert "Paper Lantern is first shown *(sources disagree on the date)*" in card_text(
            timeline
        )
        status = (await world.alice.slash(world.channel, "status")).response
        sources = await world.alice.click(status.message, label="Sources")
        assert "Where: Issue 7" in card_text(sources.response)


async def test_the_whole_story_says_how_many_birthdays_it_leaves_out(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> None:
    pack = PackOnDisk.copy_tiny(tmp_path)
    born = EVENT.format(n=1, year=1950).replace("appearance", "birth")
    pack.add(born)
    async with open_world(build_settings(tmp_path, pack.folder), platform_document) as world:
        text = card_text((await world.alice.slash(world.channel, "timeline")).response)
        assert "Without 1 birthday: ask for a year or a topic to see them." in text
        assert "Evening number 1" not in text
        narrowed = await world.alice.slash(world.channel, "timeline", year=1950)
        assert "Evening number 1" in card_text(narrowed.response)
        assert "Without" not in card_text(narrowed.response)


def test_of_many_years_the_first_and_the_last_are_suggested() -> None:
    assert suggest_years([]) == ""
    assert suggest_years([2020, 1997]) == " Try 2020 and 1997."
    assert suggest_years([*range(2026, 2010, -1), 1988]) == " I have 1988 to 2026, with gaps."
    assert suggest_years(range(2000, 2010)) == " I have 2000 to 2009."
