"""A process that is killed between claim, send and confirm, and the one that comes after it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cogs.anniversaries.digest import KIND
from tests.e2e.lives import LastingPlatform, arm, dying, lasting_world, one_life, posts
from tests.posting import admin_of, at, set_up, states_of, tick
from tests.world import World

DUE = "2026-03-01 09:00"


async def post(folder: Path, instant: str, step: str) -> dict[str, str]:
    """Set up unless a former life did, post what is due at `instant`; gives what became of it."""
    async with lasting_world(folder, at(instant)) as (world, platform):
        admin = admin_of(world)
        if await world.bot.store.schedules.get(world.guild.id, KIND) is None:
            await set_up(world, admin)
        end = die_at(step, world, platform)
        await tick(world, instant)
        end()
        return await states_of(world)


def die_at(step: str, world: World, platform: LastingPlatform) -> Callable[[], None]:
    """Make the process die at `step`; gives what to call once everything was posted."""
    if step == "taken":
        world.bot.scheduler._posters[KIND].prepare = dying
    return arm(platform, step)


async def life(folder: Path, instant: str, step: str = "never") -> dict[str, str] | None:
    """What became of every date; None when the process was killed on the way."""
    return await one_life(post, folder, instant, step)


@pytest.mark.parametrize("step", ["taken", "claimed", "sent", "confirmed"])
@pytest.mark.parametrize(
    ("again", "state"),
    [("2026-03-01 09:01", "sent"), ("2026-03-01 14:00", "late")],
    ids=["a minute later", "hours later"],
)
async def test_a_killed_process_is_followed_by_one_post_in_all(
    tmp_path: Path, step: str, again: str, state: str
) -> None:
    assert await life(tmp_path, DUE, step) is None
    states = await life(tmp_path, again)

    was_sent_on_time = step in ("sent", "confirmed")
    assert states == {"2026-03-01": "sent" if was_sent_on_time else state}
    assert posts(tmp_path) == 1


async def test_a_post_that_went_out_before_the_kill_is_not_called_missed_the_next_day(
    tmp_path: Path,
) -> None:
    assert await life(tmp_path, DUE, "sent") is None
    assert await life(tmp_path, "2026-03-02 09:00") == {"2026-03-01": "sent"}
    assert posts(tmp_path) == 1


async def test_killed_again_and_again_it_still_posts_once(tmp_path: Path) -> None:
    minutes = ("09:00", "09:01", "09:02", "09:20", "09:21")
    for minute, step in zip(minutes, ("claimed", "sent", "taken", "taken", "claimed"), strict=True):
        await life(tmp_path, f"2026-03-01 {minute}", step)
    assert await life(tmp_path, "2026-03-01 09:40") == {"2026-03-01": "sent"}
    assert posts(tmp_path) == 1
