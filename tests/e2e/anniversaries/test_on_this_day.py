"""What `/onthisday` and the calendar tell of dates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar

from tests.e2e.anniversaries.reading import read
from tests.packs.pack_on_disk import PackOnDisk
from tests.platform_rules.document import PlatformDocument
from tests.posting import add_admin, set_up_anniversaries
from tests.world import World, build_settings, card_text, open_world


async def test_onthisday_tells_a_date_with_words_and_sources(world: World) -> None:
    text = await read(world, world.alice, "onthisday", date="may 1st")
    assert "This month, years ago: May" in text
    assert "**6 years ago** · May 2020" in text
    assert text.count("There is so much more to tell.") == 1, "a quote comes once a card"
    assert "Ida Holm, to The Lamp Post" in text
    assert "**What happened next:** The letter says that four episodes were written." in text
    assert "Sources: The Lamp Post, May 4, 2020 · an article I can't place, early 2021" in text


async def test_sources_are_as_old_as_they_are_today_whatever_date_is_asked_for(
    world: World,
) -> None:
    text = await read(world, world.alice, "onthisday", date="October 1, 2030")
    assert "**11 years ago** · October 1, 2019" in text
    assert "May 4, 2020 (5 years and 7 months ago)" in text


async def test_a_day_of_a_past_year_is_told_from_today(world: World) -> None:
    for typed in ("October 1, 2019", "1 October 2019", "2019-10-01", "October 1, 1990"):
        text = await read(world, world.alice, "onthisday", date=typed)
        assert "**7 years ago** · October 1, 2019" in text


async def test_onthisday_answers_in_the_channel_or_privately(world: World) -> None:
    shown = await world.alice.slash(world.channel, "onthisday", date="October 1")
    assert not shown.ephemeral
    assert "**7 years ago** · October 1, 2019" in card_text(shown.response)
    private = await world.alice.slash(world.channel, "onthisday", date="October 1", private=True)
    assert private.ephemeral
    sources = await world.bob.click(shown.response.message, label="Sources")
    assert "Ida Holm on what comes next" in card_text(sources.response)


async def test_a_quiet_day_names_the_next_one_that_is_known_to_its_day(world: World) -> None:
    text = await read(world, world.alice, "onthisday")
    assert "I don't know of anything that happened on January 1" in text
    assert "**October 1**" in text
    assert "March" not in text


async def test_a_date_nobody_understands_gets_a_sentence(world: World) -> None:
    assert "try April 25" in await read(world, world.alice, "onthisday", date="the day after *")


async def test_dates_are_suggested(world: World) -> None:
    offered = await world.alice.autocomplete(world.channel, "onthisday", "date", "oct")
    assert [(one["name"], one["value"]) for one in offered] == [("October 1", "10-01")]


async def test_upcoming_counts_down(world: World) -> None:
    text = await read(world, world.alice, "upcoming", days=119)
    assert (
        "**Sometime in March** (in about 2 months)\nFour episodes are written (5 years, March 2021)"
    ) in text
    assert "May" not in text
    assert "Nothing in that time" in await read(world, world.alice, "upcoming")


async def test_the_calendar_file_is_one_that_calendar_programs_read(world: World) -> None:
    result = await world.alice.slash(world.channel, "calendar")
    assert result.ephemeral
    (attachment,) = result.response.attachments
    assert attachment.filename == "paper-lantern.ics"
    content = world.env.backend.cdn.get(attachment.url)
    assert content is not None
    events: dict[str, Any] = {
        str(one["uid"]): one for one in Calendar.from_ical(content).walk("VEVENT")
    }
    first = events[f"event.first-light@{world.guild.id}.paper-lantern"]
    assert str(first["summary"]) == "Paper Lantern is first shown (2019)"
    rule = first["rrule"].to_ical().decode()
    dates: Any = rrulestr(f"DTSTART:{first['dtstart'].to_ical().decode()}\nRRULE:{rule}")
    assert [f"{one:%Y-%m-%d}" for one in dates[:2]] == ["2019-10-01", "2020-10-01"]


async def test_the_calendar_file_has_the_dates_that_the_server_wants_posted(world: World) -> None:
    await set_up_anniversaries(world, add_admin(world), month_entries=False)
    result = await world.alice.slash(world.channel, "calendar")
    content = world.env.backend.cdn.get(result.response.attachments[0].url)
    assert content is not None
    events: Any = Calendar.from_ical(content).walk("VEVENT")
    assert [f"{one['dtstart'].dt}" for one in events] == ["2019-10-01"]


async def test_what_status_says_is_promised_comes_up_and_is_in_the_calendar_file(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> None:
    pack = PackOnDisk.copy_tiny(tmp_path)
    promise = 'text = "It shoots in 2026"\ndue = "2026"\noutcome = "open"\nwhat_happened = "-"'
    pack.change("status.writing", "[[question]]", f"[[status.promises]]\n{promise}\n[[question]]")
    async with open_world(build_settings(tmp_path, pack.folder), platform_document) as world:
        assert "by the end of 2026" in await read(world, world.alice, "status")
        text = await read(world, world.alice, "upcoming", days=364)
        assert "**December 31** (in 364 days)\nPromised: It shoots in 2026" in text
        assert "Promised" not in await read(world, world.alice, "upcoming", days=363)
        result = await world.alice.slash(world.channel, "calendar")
        content = world.env.backend.cdn.get(result.response.attachments[0].url)
        assert content is not None
        events: dict[str, Any] = {
            str(one["uid"]): one for one in Calendar.from_ical(content).walk("VEVENT")
        }
        event = events[f"status.writing#1@{world.guild.id}.paper-lantern"]
        assert (str(event["summary"]), f"{event['dtstart'].dt}") == (
            "Promised: It shoots in 2026",
            "2026-12-31",
        )
        assert "Promised by the end of 2026." in str(event["description"])
        assert "rrule" not in event
