"""The time zone of a server, of its dates and of what is scheduled."""

from __future__ import annotations

import pytest
from simcord.actors import MemberActor

from tests.drivers.setup import open_setup
from tests.e2e.setup.stored import daily_of, settings_of
from tests.posting import get_schedule, list_posts, run_due_at
from tests.world import World


async def test_a_server_without_any_schedule_has_a_time_zone(
    world: World, admin: MemberActor
) -> None:
    panel = await open_setup(world, admin, "Dates")
    assert "**Days** begin in UTC, where it is 00:00 now" in panel.text
    told = await panel.submit_text("Time zone", "kathmandu")
    assert told == (
        "Days here go by Asia/Kathmandu, where it is 05:45 now. That is what I took “kathmandu” "
        "for."
    )
    assert "**Days** begin in Asia/Kathmandu, where it is 05:45 now" in panel.text
    assert (await settings_of(world)).zone == "Asia/Kathmandu"
    await panel.press("Overview")
    await panel.press("Anniversaries")
    assert "at 09:00 in Asia/Kathmandu" in panel.text
    await panel.choose("channel", world.channel)
    assert (await get_schedule(world)).zone == "Asia/Kathmandu"


async def test_the_zone_of_dates_moves_what_is_scheduled(world: World, admin: MemberActor) -> None:
    panel = await open_setup(world, admin, "Anniversaries")
    await panel.choose("channel", world.channel)
    await panel.press("Overview")
    await panel.press("Daily question")
    await panel.choose("channel", world.channel)
    await panel.press("Overview")
    await panel.press("Dates")
    await panel.submit_text("Time zone", "Asia/Tokyo")
    for schedule in (await get_schedule(world), await daily_of(world)):
        assert f"{schedule.due_at:%H:%M}" == "00:00", "nine in the morning there"


async def test_a_zone_that_is_gone_counts_as_utc_and_the_page_says_so(
    world: World, admin: MemberActor, caplog: pytest.LogCaptureFixture
) -> None:
    panel = await open_setup(world, admin, "Anniversaries")
    await panel.choose("channel", world.channel)
    await world.bot.store.guild_settings.update(world.guild.id, zone="Asia/Atlantis")
    await panel.press("Overview")
    assert "at 09:00 in Asia/Atlantis" in panel.text
    await panel.press("Anniversaries")
    assert "**Time** in UTC, where it is 00:00 now" in panel.text
    await panel.press("Overview")
    await panel.press("Dates")
    assert "**Days** begin in UTC, where it is 00:00 now" in panel.text
    assert "The chosen zone, Asia/Atlantis, is unknown to this computer" in panel.text
    assert "no zone 'Asia/Atlantis'" in caplog.text
    await run_due_at(world, "2026-03-01 09:00")
    assert len(list_posts(world.channel)) == 1
    await panel.submit_text("Time zone", "Asia/Tokyo")
    assert "unknown" not in panel.text
