"""`/status` as members see it."""

from __future__ import annotations

from tests.world import World, card_text


async def test_it_says_where_things_stand_how_sure_and_how_old_that_is(world: World) -> None:
    result = await world.alice.slash(world.channel, "status")
    text = card_text(result.response)
    assert not result.ephemeral
    assert "Where the second season stands" in text
    assert "**Writing** (step 2 of 8, next: deals)" in text
    assert "**Reported**, as of March 2021 (about 4 years and 10 months ago)" in text
    assert "I haven't found anything newer" in text
    assert "Source: an article I can't place, early 2021" in text


async def test_history_opens_for_the_one_who_asks_and_leaves_the_card_alone(world: World) -> None:
    shown = (await world.alice.slash(world.channel, "status")).response
    before = card_text(shown)
    history = await world.bob.click(shown.message, label="History")
    assert history.ephemeral
    text = card_text(history.response)
    assert text.index("March 2021") < text.index("May 2020")
    assert "Writing · reported" in text
    assert "Rumored" in text
    assert "rumored" not in text, "a certainty that is the name of the stage is not said twice"
    assert card_text(shown) == before


async def test_promises_stand_beside_what_became_of_them(world: World) -> None:
    shown = (await world.alice.slash(world.channel, "status")).response
    promises = await world.bob.click(shown.message, label="Promises vs. reality")
    text = card_text(promises.response)
    assert "**Writing starts within the year**" in text
    assert "due 2020. **Kept.** The letter says" in text


async def test_sources_say_how_an_undated_document_was_dated(world: World) -> None:
    shown = (await world.alice.slash(world.channel, "status")).response
    text = card_text((await world.alice.click(shown.message, label="Sources")).response)
    assert "an article I can't place** · between March 2021 and June 2021" in text
    assert "Date: It thanks readers for the spring" in text


async def test_it_answers_in_a_direct_message_too(world: World) -> None:
    result = await world.alice.user.slash("status")
    assert "Where the second season stands" in card_text(result.response)
