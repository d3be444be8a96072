"""One bot with two packs: each server has one of them, and sees nothing of the other."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from cogs.canon.drafts.models import FactDraft
from seeds.dates import PartialDate
from tests.drivers.canon import propose_and_approve
from tests.drivers.setup import open_setup
from tests.drivers.trivia import TriviaDriver
from tests.platform_rules.document import PlatformDocument
from tests.posting import add_admin, list_posts, run_due_at, set_up_anniversaries
from tests.world import NOW, World, card_text, open_world
from tests.worlds.fandoms import (
    SECOND_SLUG,
    build_two_pack_settings,
    open_fandom_page,
    open_two_fandoms,
    read,
)

OWN_FACT = FactDraft(
    publisher="The Lamp Post",
    date=PartialDate(2025),
    text="The whistle of the lantern train is real.",
    topic="cast",
)
LANTERN = ("Paper Lantern", "second season", "Ida Holm", "It was never dark", "Per Lund")
TRAIN = ("Night Train", "the sequel", "Mara Quill", "in no hurry", "harbor")
COMMANDS = ("status", "timeline", "quote", "fact", "about")


@pytest.fixture
async def fandoms(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> AsyncGenerator[tuple[World, World]]:
    """A server with the tiny pack, and one with the pack that `seeds new` writes."""
    async with open_two_fandoms(tmp_path, platform_document) as opened:
        yield opened


async def test_every_card_is_of_the_servers_own_fandom(fandoms: tuple[World, World]) -> None:
    for world, own, other in zip(fandoms, (LANTERN, TRAIN), (TRAIN, LANTERN), strict=True):
        shown = [await read(world, command) for command in COMMANDS]

        assert all(any(word in text for word in own) for text in shown)
        assert not any(word in text for text in shown for word in other)


async def test_cards_have_the_color_of_their_fandom(fandoms: tuple[World, World]) -> None:
    colours: list[int] = []
    for world in fandoms:
        message: Any = (await world.alice.slash(world.channel, "status")).response
        [container] = [one for one in message.components if one["type"] == 17]
        colours.append(container["accent_color"])

    assert colours[1] == 0x2277AA
    assert colours[0] != colours[1]


async def test_quotes_are_drawn_from_the_own_pack_however_often(
    fandoms: tuple[World, World],
) -> None:
    lantern, train = fandoms
    shown = [await read(lantern, "quote") for _ in range(5)]
    assert not any("in no hurry" in text for text in shown)
    assert "in no hurry" in await read(train, "quote")


async def test_games_ask_questions_of_the_own_pack(fandoms: tuple[World, World]) -> None:
    for world, other in zip(fandoms, (TRAIN, LANTERN), strict=True):
        table = TriviaDriver(world)
        await table.start_game(rounds=2)
        await play_to_the_end(table)
        assert "Final scores" in table.text
        assert not any(word in table.all_text for word in other)


async def play_to_the_end(table: TriviaDriver) -> None:
    """Let every question expire; a small pack has few of them."""
    assert table.is_running
    while table.is_running:
        await table.let_question_expire()
        await table.skip_pause()


async def test_topics_that_are_suggested_are_those_of_the_own_pack(
    fandoms: tuple[World, World],
) -> None:
    for world, names in zip(fandoms, ({"Cast", "Season two"}, {"The sequel"}), strict=True):
        offered = await world.alice.autocomplete(world.channel, "timeline", "topic", "")
        assert {one["name"] for one in offered} <= names
        assert offered


async def test_anniversaries_are_posted_from_the_own_pack(fandoms: tuple[World, World]) -> None:
    lantern, train = fandoms
    for world in fandoms:
        await set_up_anniversaries(world, add_admin(world))

    await run_due_at(train, "2026-06-02 23:00")
    assert not [text for text in list_posts(lantern.channel) if "Mara Quill" in text]
    [posted] = [text for text in list_posts(train.channel) if "June 2" in text]
    assert "Mara Quill speaks about the sequel" in posted

    await run_due_at(train, "2026-10-01 23:00")
    assert "Paper Lantern is first shown" in list_posts(lantern.channel)[-1]
    assert list_posts(train.channel)[-1] == posted


async def test_a_schedule_goes_on_with_the_new_fandom(fandoms: tuple[World, World]) -> None:
    lantern, _ = fandoms
    await set_up_anniversaries(lantern, add_admin(lantern))
    panel = await open_fandom_page(lantern)
    await panel.choose("fandom", SECOND_SLUG)

    await run_due_at(lantern, "2026-06-02 23:00")

    assert "Mara Quill speaks about the sequel" in list_posts(lantern.channel)[-1]


async def test_a_direct_message_is_about_the_first_pack(fandoms: tuple[World, World]) -> None:
    _, train = fandoms
    result = await train.alice.user.slash("status")
    assert "the second season" in card_text(result.response)


async def test_what_a_server_added_stays_when_it_changes_its_fandom(
    fandoms: tuple[World, World],
) -> None:
    lantern, train = fandoms
    await propose_and_approve(lantern, OWN_FACT)
    assert "lantern train" in await find_fact(lantern, "whistle")

    panel = await open_fandom_page(lantern)
    note = await panel.choose("fandom", SECOND_SLUG)

    assert note.startswith("This server is about Night Train now.")
    assert "lantern train" in await find_fact(lantern, "whistle")
    assert "harbor" in await find_fact(lantern, "harbor")
    assert "I don't have a fact" in await find_fact(lantern, "vera")
    assert "I don't have a fact" in await find_fact(train, "whistle")


async def find_fact(world: World, about: str) -> str:
    return card_text((await world.alice.slash(world.channel, "fact", about=about)).response)


async def test_a_server_may_go_back_and_finds_everything_again(
    fandoms: tuple[World, World],
) -> None:
    _, train = fandoms
    before = [await read(train, command) for command in ("status", "timeline", "about")]
    panel = await open_fandom_page(train)
    assert panel.get_selected("fandom") == [SECOND_SLUG]

    await panel.choose("fandom", "paper-lantern")
    assert "the second season" in await read(train, "status")
    await panel.choose("fandom", SECOND_SLUG)

    assert [await read(train, command) for command in ("status", "timeline", "about")] == before


async def test_cards_that_were_posted_before_a_change_stay_about_what_they_show(
    fandoms: tuple[World, World],
) -> None:
    """Both packs have an entry status.writing."""
    _, train = fandoms
    quote: Any = (await train.alice.slash(train.channel, "quote")).response
    status: Any = (await train.alice.slash(train.channel, "status")).response
    timeline: Any = (await train.alice.slash(train.channel, "timeline")).response
    await train.env.advance_time(2)
    panel = await open_fandom_page(train)
    await panel.choose("fandom", "paper-lantern")

    for card in (status, timeline):
        sources = card_text((await train.alice.click(card, label="Sources")).response)
        assert "Mara Quill on what comes next" in sources
    history = card_text((await train.alice.click(status, label="History")).response)
    assert "A script is being written" in history
    another = card_text((await train.alice.click(quote, label="Another")).response)
    assert "in no hurry" not in another

    await panel.choose("fandom", SECOND_SLUG)
    sources = card_text((await train.alice.click(status, label="Sources")).response)
    assert "Mara Quill on what comes next" in sources


async def test_a_game_goes_on_with_its_questions_after_a_change(
    fandoms: tuple[World, World],
) -> None:
    _, train = fandoms
    table = TriviaDriver(train)
    await table.start_game(rounds=3)
    panel = await open_fandom_page(train)
    await panel.choose("fandom", "paper-lantern")
    await play_to_the_end(table)

    assert "Final scores" in table.text
    assert not any(word in table.all_text for word in LANTERN)


async def test_the_choice_outlives_a_restart(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> None:
    async with open_two_fandoms(tmp_path, platform_document) as (_, train):
        guild_id = train.guild.id
        assert train.bot.packs.get(guild_id).manifest.slug == SECOND_SLUG
    async with open_world(build_two_pack_settings(tmp_path), platform_document) as after:
        assert after.bot.packs.get(guild_id).manifest.slug == SECOND_SLUG


async def test_with_one_pack_there_is_nothing_to_choose(world: World) -> None:
    panel = await open_setup(world, add_admin(world))
    assert "Fandom" not in panel.labels


async def test_only_packs_that_are_there_can_be_chosen(fandoms: tuple[World, World]) -> None:
    _, train = fandoms
    panel = await open_fandom_page(train)
    await panel.forge_choice("fandom", "another-film")
    assert "That isn't one of the choices" in panel.note
    assert train.bot.packs.get(train.guild.id).manifest.slug == SECOND_SLUG


async def test_a_server_whose_pack_is_gone_has_the_default_one_and_reads_why(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> None:
    async with open_two_fandoms(tmp_path, platform_document) as (_, train):
        guild_id = train.guild.id
        await train.bot.store.canon.choose_pack(guild_id, "gone-with-the-pack", NOW)
        assert "the second season" in await read(train, "status")
        panel = await open_fandom_page(train)
        assert "I don't have the fandom you chose anymore" in panel.text
