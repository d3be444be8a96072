"""`/quote` as members see it."""

from __future__ import annotations

from pathlib import Path

from tests.packs.pack_on_disk import PackOnDisk
from tests.platform_rules.document import PlatformDocument
from tests.world import World, build_settings, card_text, open_world

VERA = """
[[people]]
slug = "vera"
name = "Vera"
aliases = ["Vera the lamp maker"]
character = true
"""
LINE = """
[[quote]]
id = "quote.keep-it-lit"
speaker = "vera"
words = "Keep the lamp lit, or keep walking."
said = "2019"
occasion = "in the first episode, to a traveler"
topics = ["cast"]
sources = ["source.lamp-post"]
"""


async def test_a_quote_comes_with_its_speaker_occasion_and_source(world: World) -> None:
    result = await world.alice.slash(world.channel, "quote", speaker="ida-holm")
    text = card_text(result.response)
    assert "## Ida Holm" in text
    assert "> “There is so much more to tell.”" in text
    assert "Said to The Lamp Post, May 2020." in text
    assert "Source: The Lamp Post, May 4, 2020 (5 years and 7 months ago)" in text


async def test_nothing_comes_twice_before_everything_was_shown(world: World) -> None:
    first = card_text((await world.alice.slash(world.channel, "quote")).response)
    second = card_text((await world.bob.slash(world.channel, "quote")).response)
    assert {"Ida Holm" in first, "Ida Holm" in second} == {True, False}


async def test_another_is_drawn_on_the_askers_card_and_privately_for_others(world: World) -> None:
    shown = (await world.alice.slash(world.channel, "quote")).response
    before = card_text(shown)
    theirs = await world.bob.click(shown.message, label="Another")
    assert theirs.ephemeral
    assert card_text(theirs.response) != before
    assert card_text(shown) == before

    await world.alice.click(shown.message, label="Another")
    await world.alice.click(shown.message, label="Another")
    assert "Said" in card_text(shown)


async def test_context_shows_every_printing_side_by_side(world: World) -> None:
    shown = (await world.alice.slash(world.channel, "quote", speaker="Ida")).response
    text = card_text((await world.bob.click(shown.message, label="Context and sources")).response)
    assert "**The Lamp Post**, May 4, 2020" in text
    assert "> “There is so much more to tell.”" in text
    assert "> “There is much more to tell,”\n> “so much more.”" in text
    assert "The letter leaves a word out." in text


async def test_words_find_a_quote_and_a_misspelt_name_still_finds_its_speaker(world: World) -> None:
    by_words = await world.alice.slash(world.channel, "quote", about="never dark")
    assert "It was never dark on that set." in card_text(by_words.response)
    by_name = await world.alice.slash(world.channel, "quote", speaker="Per Lnud")
    assert "## Per Lund" in card_text(by_name.response)


async def test_what_nobody_said_gets_a_sentence(world: World) -> None:
    unknown = await world.alice.slash(world.channel, "quote", speaker="@everyone")
    assert unknown.ephemeral
    assert "You can ask for Ida Holm and Per Lund." in unknown.response.content
    assert "@everyone" not in unknown.response.content
    silent = await world.alice.slash(world.channel, "quote", about='zebra" OR "dark')
    assert silent.ephemeral
    assert silent.response.content.startswith("I don't have a quote about")


async def test_autocomplete_forgives_typos(world: World) -> None:
    offered = await world.alice.autocomplete(world.channel, "quote", "speaker", "idda hol")
    assert [choice["value"] for choice in offered] == ["ida-holm"]
    everybody = await world.alice.autocomplete(world.channel, "quote", "speaker", "")
    assert {choice["name"] for choice in everybody} == {"Ida Holm", "Per Lund"}


async def test_servers_and_direct_messages_do_not_use_up_each_others_quotes(world: World) -> None:
    here = card_text((await world.alice.slash(world.channel, "quote")).response)
    private = [card_text((await world.alice.user.slash("quote")).response) for _ in range(2)]
    assert here in private


async def test_a_line_of_the_work_is_from_its_character(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> None:
    pack = PackOnDisk.copy_tiny(tmp_path)
    pack.add(VERA, "pack.toml")
    pack.add(LINE)
    async with open_world(build_settings(tmp_path, pack.folder), platform_document) as world:
        for asked in ({"speaker": "Vera"}, {"about": "keep walking"}, {"about": "vera"}):
            shown = (await world.alice.slash(world.channel, "quote", **asked)).response
            assert "## Vera\n> “Keep the lamp lit, or keep walking.”" in card_text(shown)
            assert "Said in the first episode, to a traveler, 2019." in card_text(shown)
        context = await world.alice.click(shown.message, label="Context and sources")
        assert "Vera said this in the first episode, to a traveler, 2019." in card_text(
            context.response
        )
        offered = await world.alice.autocomplete(world.channel, "quote", "speaker", "ve")
        assert [one["value"] for one in offered] == ["vera"]
