"""Everything a server can set, through the one panel; and everybody who should not."""

from __future__ import annotations

from typing import Any

import pytest
from simcord.actors import MemberActor

from bot.ui.dates import LANGUAGES
from storage.guilds.settings import GuildSettings
from storage.posts.models import PauseReason
from tests.drivers.setup import open_setup
from tests.e2e.setup.stored import daily_of, settings_of
from tests.posting import get_schedule, list_posts, run_due_at
from tests.world import World, card_text

PAGES = (
    "Anniversaries",
    "Events",
    "Daily question",
    "Trivia",
    "Status card",
    "Canon",
    "Dates",
    "Diagnosis",
)


async def test_the_panel_is_private_and_says_how_everything_stands(
    world: World, admin: MemberActor
) -> None:
    result = await admin.slash(world.channel, "setup")
    assert result.ephemeral
    text = card_text(result.response)
    assert text.startswith("## Setup\n")
    for line in (
        "**Anniversaries** · not set up",
        "**Daily question** · not set up",
        "**Trivia** · everywhere, at most 30 rounds, 30 games at once",
        "**Events** · off",
        "**Status card** · not set up",
        "**Canon** · admins review, no news announcements",
        "**Dates** · English (American), as in January 1, 2026",
    ):
        assert line in text


@pytest.mark.parametrize("title", PAGES)
async def test_every_page_opens_leads_back_and_fits_the_platform(
    world: World, admin: MemberActor, title: str
) -> None:
    panel = await open_setup(world, admin, "Anniversaries")
    await panel.choose("channel", world.channel)
    await panel.press("Overview")
    await panel.press(title)
    assert panel.text.startswith(f"## {title}\n")
    assert count(panel.message.components) <= 40
    assert all(len(row) <= 5 for row in rows(panel.message.components))
    await panel.press("Overview")
    assert panel.text.startswith("## Setup\n")


def count(components: list[dict[str, Any]]) -> int:
    """How many components there are, however deep."""
    return sum(1 + count(one.get("components", [])) for one in components)


def rows(components: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The contents of every row."""
    found = [one["components"] for one in components if one.get("type") == 1]
    inside = [row for one in components for row in rows(one.get("components", []))]
    return found + inside


async def test_anniversaries_are_set_up_field_by_field_and_each_counts_at_once(
    world: World, admin: MemberActor
) -> None:
    other = world.guild.create_text_channel("memories")
    fans = world.guild.create_role("lamp lighters", mentionable=True)
    panel = await open_setup(world, admin, "Anniversaries")
    assert "at 09:00 UTC" in panel.text

    assert await panel.choose("channel", other) == f"Anniversaries now go to <#{other.id}>."
    schedule = await get_schedule(world)
    choice = schedule.settings
    assert (choice.channel_id, f"{choice.local_time:%H:%M}", schedule.zone) == (
        other.id,
        "09:00",
        "UTC",
    )
    assert choice.options == {"month_entries": True, "year_entries": True, "day_counts": False}
    assert choice.set_up_by == admin.id

    assert await panel.choose("hour", "18:00") == "Anniversaries now go out at 18:00."
    assert await panel.submit_text("Exact time", "9.30 pm") == "Anniversaries now go out at 21:30."
    assert panel.get_selected("hour") == ["21:30"]
    told = await panel.submit_text("Time zone", "pacific time")
    assert told == (
        "Scheduled posts here go by America/Los_Angeles, where it is 16:00 now. That is what I "
        "took “pacific time” for."
    )
    assert await panel.choose("role", fans) == f"I'll ping <@&{fans.id}> from now on."
    await panel.choose("options", "day_counts")
    assert panel.note == "Besides exact dates, I'll post: round day counts, like 10,000."

    choice = (await get_schedule(world)).settings
    assert (await get_schedule(world)).zone == "America/Los_Angeles"
    assert f"{choice.local_time:%H:%M}" == "21:30"
    assert choice.role_id == fans.id
    assert choice.options == {"month_entries": False, "year_entries": False, "day_counts": True}
    assert panel.get_selected("channel") == [str(other.id)]
    assert panel.get_selected("role") == [str(fans.id)]
    assert panel.get_selected("options") == ["day_counts"]

    await panel.choose("role")
    assert panel.note == "I won't ping anyone anymore."
    assert (await get_schedule(world)).settings.role_id is None
    await panel.press("Overview")
    assert f"**Anniversaries** · <#{other.id}> at 21:30 in America/Los_Angeles" in panel.text


async def test_what_is_typed_is_understood_or_answered_with_what_to_type(
    world: World, admin: MemberActor
) -> None:
    panel = await open_setup(world, admin, "Anniversaries")
    await panel.choose("channel", world.channel)
    assert "“25:61” as a time: try 9:00" in await panel.submit_text("Exact time", "25:61")
    assert "I know no time zone like “qqqq”" in await panel.submit_text("Time zone", "qqqq")
    told = await panel.submit_text("Time zone", "  ")
    assert told.endswith("nothing was changed. Try a large city near you.")
    await panel.submit_text("Time zone", "texas")
    assert "“texas” means, so nothing was changed." in panel.text
    assert "- Did you mean America/Chicago, where it is 18:00 now?" in panel.text
    assert "- Did you mean America/Denver, where it is 17:00 now?" in panel.text
    assert (await get_schedule(world)).zone == "UTC"
    assert "go by America/Denver, where it is 17:00" in await panel.choose("zone", "America/Denver")
    await panel.submit_text("Time zone", "somewhere near berlin town")
    await panel.press("Back")
    assert (await get_schedule(world)).zone == "America/Denver"
    assert (await panel.submit_text("Time zone", "UTC-8")).endswith(
        "go by UTC−8, where it is 16:00 now. That is what I took “UTC-8” for. It never changes for "
        "summer time; type a city if yours does."
    )
    assert "\\*\\*x\\*\\*" in await panel.submit_text("Exact time", "**x**")
    assert "took" not in await panel.submit_text("Time zone", "Europe/Berlin")
    assert (await get_schedule(world)).zone == "Europe/Berlin"


async def test_pausing_resuming_testing_and_looking_ahead_are_buttons(
    world: World, admin: MemberActor
) -> None:
    panel = await open_setup(world, admin, "Anniversaries")
    await panel.choose("channel", world.channel)
    await panel.press("Post a test")
    assert panel.note.startswith("Sent: https://discord.com/channels/")
    assert "## Test · " in list_posts(world.channel)[-1]
    ahead = await panel.press("Preview")
    assert ahead.ephemeral
    assert "**1 of the next 7**" in card_text(ahead.response)
    assert panel.text.startswith("## Anniversaries\n"), "the panel stays beside the preview"

    await panel.press("Pause")
    assert panel.note == "Anniversaries are paused. Your settings are kept."
    assert "I won't post anything until you press *Resume*" in panel.text
    assert (await get_schedule(world)).pause_reason is PauseReason.MANUAL
    await panel.choose("hour", "12:00")
    assert (await get_schedule(world)).pause_reason is PauseReason.MANUAL
    await run_due_at(world, "2026-03-01 12:00")
    await panel.press("Resume")
    assert (await get_schedule(world)).pause_reason is None
    await run_due_at(world, "2026-05-01 12:00")
    assert len(list_posts(world.channel)) == 2


async def test_the_daily_question_and_its_zone(world: World, admin: MemberActor) -> None:
    panel = await open_setup(world, admin, "Daily question")
    await panel.choose("channel", world.channel)
    await panel.choose("hour", "07:00")
    await panel.submit_text("Time zone", "kathmandu")
    schedule = await daily_of(world)
    assert (f"{schedule.settings.local_time:%H:%M}", schedule.zone) == ("07:00", "Asia/Kathmandu")
    assert {"Preview", "Post a test"}.isdisjoint(panel.labels)


async def test_trivia_has_channels_and_limits(world: World, admin: MemberActor) -> None:
    other = world.guild.create_text_channel("games")
    panel = await open_setup(world, admin, "Trivia")
    told = await panel.choose("channels", world.channel, other)
    assert told == (f"Games can be played in <#{world.channel.id}> and <#{other.id}> from now on.")
    assert await panel.choose("rounds", "5") == "Games have at most 5 rounds from now on."
    assert await panel.choose("games", "1") == "At most 1 game can run at once from now on."
    settings = await settings_of(world)
    assert settings.trivia_channel_ids == (world.channel.id, other.id)
    assert (settings.trivia_max_rounds, settings.trivia_max_games) == (5, 1)
    assert panel.get_selected("rounds") == ["5"]
    assert await panel.choose("channels") == "Games can be played everywhere from now on."
    assert (await settings_of(world)).trivia_channel_ids == ()


async def test_a_number_from_elsewhere_is_shown_among_the_others(
    world: World, admin: MemberActor
) -> None:
    await world.bot.store.guild_settings.update(world.guild.id, trivia_max_rounds=7)
    panel = await open_setup(world, admin, "Trivia")
    assert panel.get_selected("rounds") == ["7"]


async def test_the_canon_has_reviewers_a_news_channel_and_limits(
    world: World, admin: MemberActor
) -> None:
    role = world.guild.create_role("keepers")
    panel = await open_setup(world, admin, "Canon")
    assert await panel.choose("reviewers", role) == f"<@&{role.id}> can review from now on."
    assert await panel.choose("news", world.channel) == (
        f"I'll announce a changed status in <#{world.channel.id}> from now on."
    )
    assert await panel.choose("day", "0") == "Members can't propose anything from now on."
    assert await panel.choose("waiting", "25") == "At most 25 can wait at once from now on."
    await panel.press("Hide members' links")
    assert panel.note == "Links in their sources are hidden."
    settings = await settings_of(world)
    assert settings == GuildSettings(
        reviewer_role_id=role.id,
        news_channel_id=world.channel.id,
        entries_a_day=0,
        entries_waiting=25,
        shows_links=False,
    )
    await panel.press("Overview")
    news = f"<@&{role.id}> reviews, news goes to <#{world.channel.id}>"
    assert f"**Canon** · {news}" in panel.text
    await panel.press("Canon")
    await panel.choose("reviewers")
    await panel.choose("news")
    await panel.press("Show members' links")
    settings = await settings_of(world)
    assert (settings.reviewer_role_id, settings.news_channel_id) == (None, None)
    assert settings.shows_links


async def test_dates_take_every_language_there_is_at_once(world: World, admin: MemberActor) -> None:
    panel = await open_setup(world, admin, "Dates")
    offered = [one["value"] for one in panel.select("language")["options"]]
    assert offered == list(LANGUAGES)
    assert await panel.choose("language", "de") == (
        "Dates in headings and lists now look like 1. Januar 2026."
    )
    assert panel.get_selected("language") == ["de"]
    timeline = await world.alice.slash(world.channel, "timeline")
    assert "**1. Oktober 2019**" in card_text(timeline.response)
