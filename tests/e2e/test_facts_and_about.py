"""`/fact` and `/about` as members see them."""

from __future__ import annotations

import bot
from tests.world import World, card_text


async def test_a_fact_names_its_source(world: World) -> None:
    shown = (await world.alice.slash(world.channel, "fact", about="vera")).response
    text = card_text(shown)
    assert "Ida Holm plays the lamp maker Vera." in text
    assert "Source: The Lamp Post" in text
    sources = await world.bob.click(shown.message, label="Sources")
    assert sources.ephemeral
    assert "Ida Holm on what comes next" in card_text(sources.response)


async def test_another_fact_starts_over_when_all_were_shown(world: World) -> None:
    shown = (await world.alice.slash(world.channel, "fact")).response
    await world.alice.click(shown.message, label="Another")
    assert "lamp maker Vera" in card_text(shown)


async def test_no_fact_fits_and_the_answer_says_what_to_try(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", about="submarines")
    assert result.ephemeral
    assert result.response.content == (
        "No fact about “submarines” is on record. Try Season two and Cast."
    )


async def test_about_counts_the_pack_and_says_what_is_kept(world: World) -> None:
    text = card_text((await world.alice.slash(world.channel, "about")).response)
    assert "Paper Lantern Fans" in text
    assert "2 sources, 2 events, 1 fact, 2 quotes, 2 status reports and 1 trivia question" in text
    assert "it cannot read your messages" in text
    assert "`/privacy` shows, exports and deletes yours" in text
    assert f"Version {bot.__version__}" in text
