"""A process that is killed between claim, send and confirm, and the one that comes after it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cogs.anniversaries.digest import KIND
from tests.e2e.lives import (
    PersistentPlatform,
    count_posts,
    kill_at_step,
    kill_process_async,
    open_persistent_world,
    run_in_process,
)
from tests.posting import add_admin, get_post_states, parse_utc, run_due_at, set_up_anniversaries
from tests.world import World

pytestmark = pytest.mark.slow

DUE = "2026-03-01 09:00"


async def post(folder: Path, instant: str, step: str) -> dict[str, str]:
    """Set up unless a former life did, post what is due at `instant`; gives what became of it."""
    async with open_persistent_world(folder, parse_utc(instant)) as (world, platform):
        admin = add_admin(world)
        if await world.bot.store.schedules.get(world.guild.id, KIND) is None:
            await set_up_anniversaries(world, admin)
        end = die_at(step, world, platform)
        await run_due_at(world, instant)
        end()
        return await get_post_states(world)


def die_at(step: str, world: World, platform: PersistentPlatform) -> Callable[[], None]:
    """Make the process die at `step`; gives what to call once everything was posted."""
    if step == "taken":
        world.bot.scheduler._post_types[KIND].load_calendars = kill_process_async
    return kill_at_step(platform, step)


async def life(folder: Path, instant: str, step: str = "never") -> dict[str, str] | None:
    """What became of every date; None when the process was killed on the way."""
    return await run_in_process(post, folder, instant, step)


@pytest.mark.parametrize("step", ["taken", "claimed", "sent", "confirmed"])
@pytest.mark.parametrize(
    ("again", "state"),
    [("2026-03-01 09:01", "sent"), ("2026-03-01 14:00", "late")],
    ids=["a minute later", "hours later"],
)
async def test_a_killed_process_is_followed_by_one_post_in_all(
    home: Path, step: str, again: str, state: str
) -> None:
    assert await life(home, DUE, step) is None
    states = await life(home, again)

    was_sent_on_time = step in ("sent", "confirmed")
    assert states == {"2026-03-01": "sent" if was_sent_on_time else state}
    assert count_posts(home) == 1


async def test_a_post_that_went_out_before_the_kill_is_not_called_missed_the_next_day(
    home: Path,
) -> None:
    assert await life(home, DUE, "sent") is None
    assert await life(home, "2026-03-02 09:00") == {"2026-03-01": "sent"}
    assert count_posts(home) == 1


async def test_killed_again_and_again_it_still_posts_once(home: Path) -> None:
    minutes = ("09:00", "09:01", "09:02", "09:20", "09:21")
    for minute, step in zip(minutes, ("claimed", "sent", "taken", "taken", "claimed"), strict=True):
        await life(home, f"2026-03-01 {minute}", step)
    assert await life(home, "2026-03-01 09:40") == {"2026-03-01": "sent"}
    assert count_posts(home) == 1
