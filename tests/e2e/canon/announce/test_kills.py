"""Processes that are killed between an approval and its announcement, and their successors."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.canon.guild_entries import NewEntries
from storage.proposals.announcements import AnnouncementRequest
from storage.proposals.proposals import Decision, ProposalState
from tests.drivers.canon import NEWS, approve_as_written, propose
from tests.e2e.lives import (
    count_posts,
    kill_at_step,
    kill_process,
    kill_process_async,
    open_persistent_world,
    run_in_process,
)
from tests.posting import parse_utc, run_due_at
from tests.world import World

pytestmark = pytest.mark.slow

FIRST = "2026-01-01 09:00"
STATUS = "status.own-1"


async def announce(folder: Path, instant: str, step: str) -> object:
    """Approve the news unless an earlier process did, announce it, and return the result."""
    async with open_persistent_world(folder, parse_utc(instant)) as (world, platform):
        await let_in(world, step)
        if step == "approved":
            world.bot.store.announcements.get_open = kill_process_async
        end = kill_at_step(platform, step)
        await run_due_at(world, instant)
        end()
        return await world.bot.store.announcements.get_outcome(world.guild.id, STATUS)


async def let_in(world: World, step: str) -> None:
    """Approve a piece of news, unless an earlier process has."""
    if not await world.bot.store.proposals.list_by_kind("news"):
        await propose(world, NEWS)
    [proposal] = await world.bot.store.proposals.list_by_kind("news")
    if step == "proposed":
        kill_process()
    if proposal.state is ProposalState.AWAITING_REVIEW:
        entries = NEWS.to_entries(proposal.number).entries
        assert await approve_as_written(
            world.bot.store,
            Decision(world.guild.id, proposal.number, world.bob.id, world.env.now()),
            NewEntries(entries),
            AnnouncementRequest(entries[-1].id, world.channel.id),
        )


async def life(folder: Path, instant: str, step: str = "never") -> list[str] | None:
    """Return the result of the news; None when the process was killed before."""
    return await run_in_process(announce, folder, instant, step)


@pytest.mark.parametrize("step", ["proposed", "approved", "claimed", "sent", "confirmed"])
@pytest.mark.parametrize(
    "again", ["2026-01-01 09:01", "2026-01-01 14:00"], ids=["a minute later", "hours later"]
)
async def test_a_killed_process_is_followed_by_one_announcement_in_all(
    tmp_path: Path, step: str, again: str
) -> None:
    assert await life(tmp_path, FIRST, step) is None
    assert await life(tmp_path, again) == ["sent", ""]
    assert count_posts(tmp_path) == 1


async def test_killed_again_and_again_it_still_announces_once(tmp_path: Path) -> None:
    minutes = ("09:00", "09:01", "09:02", "09:20", "09:21")
    for minute, step in zip(
        minutes, ("claimed", "sent", "approved", "claimed", "sent"), strict=True
    ):
        await life(tmp_path, f"2026-01-01 {minute}", step)
    assert await life(tmp_path, "2026-01-01 09:40") == ["sent", ""]
    assert count_posts(tmp_path) == 1
