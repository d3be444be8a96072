"""Every choice that admins made in the last version still stands on the panel of `/setup`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drivers.setup import SetupDriver, open_setup
from tests.last_version.world import LastVersionWorld, open_last_version, read_answer
from tests.posting import list_posts, run_due_at

LOS_ANGELES_TIME = "**Time** in America/Los_Angeles, where it is 13:28 now"
OVERVIEWS = {
    "Fans": (
        "**Anniversaries** · <#1456074443980800030> at 09:00 in America/Los_Angeles",
        "**Daily question** · <#1456074443980800033> at 09:00 in America/Los_Angeles",
        "**Trivia** · everywhere, at most 20 rounds, 10 games at once",
        "**Canon** · <@&1456074443980800022> reviews, news goes to <#1456074443980800029>",
        "**Dates** · English (American), as in October 5, 2026",
    ),
    "Lamp lighters": (
        "**Anniversaries** · paused; <#1456074443980800069> at 18:00 in Europe/Berlin",
        "**Daily question** · on hold; <#1556335086796800001> at 20:00 in Europe/Berlin",
        "**Trivia** · everywhere, at most 30 rounds, 30 games at once",
        "**Canon** · admins review, news goes to <#1556667343956869132>",
        "**Dates** · English (British), as in 5 October 2026",
    ),
    "Night shift": (
        "**Anniversaries** · not set up",
        "**Daily question** · <#1456074443980800098> at 23:00 in Asia/Kathmandu",
        "**Canon** · admins review, news goes to <#1456074443980800098>",
    ),
    "Quiet corner": (
        "**Anniversaries** · not set up",
        "**Daily question** · not set up",
        "**Trivia** · in <#1456074443980800084>, at most 30 rounds, 30 games at once",
        "**Canon** · admins review, news goes to <#1456074443980800084>",
        "**Dates** · Deutsch, as in 5. Oktober 2026",
    ),
}
"""What the overview of each guild says."""


async def open_page(last: LastVersionWorld, *labels: str, guild: str = "Fans") -> SetupDriver:
    """Open the panel as the guild's admin, at the page with this label."""
    name = "admin" if guild == "Fans" else f"admin of {guild.lower()}"
    return await open_setup(last.world(guild), last.member(name, guild), *labels)


@pytest.mark.parametrize("guild", OVERVIEWS)
async def test_the_overview_says_what_was_chosen(tmp_path: Path, guild: str) -> None:
    async with open_last_version(tmp_path) as last:
        lines = (await open_page(last, guild=guild)).text.splitlines()
        for line in OVERVIEWS[guild]:
            assert line in lines


async def test_each_page_shows_what_was_chosen(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        channels, roles = last.guild().channels, last.guild().roles
        panel = await open_page(last, "Anniversaries")
        assert LOS_ANGELES_TIME in panel.text
        assert panel.get_selected("channel") == [str(channels["memories"].id)]
        assert panel.get_selected("hour") == ["09:00"]
        assert panel.get_selected("role") == [str(roles["lamp lighters"].id)]
        assert panel.get_selected("options") == ["month_entries", "year_entries"]
        panel = await open_page(last, "Daily question")
        assert LOS_ANGELES_TIME in panel.text
        assert panel.get_selected("channel") == [str(channels["corner"].id)]
        assert panel.get_selected("hour") == ["09:00"]
        panel = await open_page(last, "Trivia")
        assert panel.get_selected("channels") == []
        assert panel.get_selected("rounds") == ["20"]
        assert panel.get_selected("games") == ["10"]
        panel = await open_page(last, "Canon")
        assert panel.get_selected("reviewers") == [str(roles["keepers"].id)]
        assert panel.get_selected("news") == [str(channels["news"].id)]
        assert panel.get_selected("day") == ["20"]
        assert panel.get_selected("waiting") == ["50"]
        assert "Links in their sources are hidden." in panel.text
        panel = await open_page(last, "Dates")
        assert panel.get_selected("language") == ["en-US"]


async def test_a_guild_keeps_its_zone_for_what_it_sets_up_next(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        panel = await open_page(last, "Anniversaries", guild="Night shift")
        assert "at 09:00 in Asia/Kathmandu" in panel.text
        panel = await open_page(last, "Anniversaries", guild="Quiet corner")
        assert "at 09:00 UTC" in panel.text, "it never chose one"


async def test_a_guild_without_a_schedule_keeps_its_settings_when_it_gets_one(
    tmp_path: Path,
) -> None:
    async with open_last_version(tmp_path) as last:
        world, guild = last.world("Quiet corner"), "Quiet corner"
        panel = await open_page(last, "Daily question", guild=guild)
        await panel.choose("channel", world.channel)
        await panel.choose("hour", "22:00")
        await panel.press("Overview")
        for line in OVERVIEWS[guild][2:]:
            assert line in panel.text
        await run_due_at(world, "2026-10-05 22:00")
        await run_due_at(world, "2026-10-06 22:00")
        assert "The question from October 5" in list_posts(world.channel)[-1]


async def test_another_zone_moves_all_that_is_posted(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        panel = await open_page(last, "Daily question")
        await panel.submit_text("Time zone", "Europe/Berlin")
        await panel.press("Overview")
        assert "<#1456074443980800030> at 09:00 in Europe/Berlin" in panel.text
        assert "<#1456074443980800033> at 09:00 in Europe/Berlin" in panel.text


async def test_a_form_for_the_time_that_was_open_can_be_submitted(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        said = await last.submit_open_form("exact time", "admin")
        assert "Anniversaries now go out at 21:30." in said
        assert LOS_ANGELES_TIME in said


async def test_the_limits_that_were_chosen_hold(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        long = await last.member("alice").slash(last.channel(), "trivia play", rounds=21)
        assert "20" in read_answer(long)
        assert "In so far" not in read_answer(long)
        world = last.world("Quiet corner")
        elsewhere = world.guild.create_text_channel("elsewhere")
        refused = await world.alice.slash(elsewhere, "trivia play", rounds=1)
        assert f"<#{world.channel.id}>" in read_answer(refused)
