"""A process that is killed around the sending of a status card, and the one that comes after it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.drivers.status_card import get_stored_card, list_cards, look_at
from tests.e2e.lives import (
    count_posts,
    kill_at_step,
    kill_process_async,
    open_persistent_world,
    run_in_process,
)
from tests.posting import parse_utc

pytestmark = pytest.mark.slow

FIRST = "2026-01-01 09:00"


async def show(folder: Path, instant: str, step: str) -> dict[str, Any]:
    """Choose a channel unless an earlier process did, and show the card; return what there is."""
    async with open_persistent_world(folder, parse_utc(instant)) as (world, platform):
        if await get_stored_card(world) is None:
            cards = world.bot.store.status_cards
            await cards.set_channel(world.guild.id, world.channel.id, world.env.now())
        if step == "chosen":
            await kill_process_async()
        end = kill_at_step(platform, step)
        await look_at(world, instant)
        end()
        stored = await get_stored_card(world)
        [message] = [one for one in world.channel.history() if one.components]
        return {
            "cards": len(list_cards(world.channel)),
            "is_known": stored.message_id == message.id,
            "number": stored.number,
        }


async def life(folder: Path, instant: str, step: str = "never") -> dict[str, Any] | None:
    """Return what there is in the end; None when the process was killed."""
    return await run_in_process(show, folder, instant, step)


@pytest.mark.parametrize("step", ["chosen", "claimed", "sent"])
@pytest.mark.parametrize(
    "again", ["2026-01-01 09:01", "2026-01-01 14:00"], ids=["a minute later", "hours later"]
)
async def test_a_killed_process_is_followed_by_one_card_in_all(
    tmp_path: Path, step: str, again: str
) -> None:
    assert await life(tmp_path, FIRST, step) is None
    assert await life(tmp_path, again) == {"cards": 1, "is_known": True, "number": 1}
    assert count_posts(tmp_path) == 1


async def test_killed_again_and_again_there_is_still_one_card(tmp_path: Path) -> None:
    minutes = ("09:00", "09:01", "09:02", "09:20", "09:21")
    for minute, step in zip(minutes, ("claimed", "sent", "claimed", "sent", "sent"), strict=True):
        await life(tmp_path, f"2026-01-01 {minute}", step)
    assert await life(tmp_path, "2026-01-01 09:40") == {
        "cards": 1,
        "is_known": True,
        "number": 1,
    }
    assert count_posts(tmp_path) == 1
