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
    assert "Silence is not evidence" in text
    assert "Source: unknown publisher, between March 2021 and June 2021" in text
