"""Anniversaries and promised dates on the list of events of a server."""

from __future__ import annotations

from simcord.actors import MemberActor

from seeds.dates import PartialDate
from storage.canon.audit_log import EntryChange
from tests.drivers.canon import NEWS, propose_and_approve
from tests.drivers.server_events import (
    ACTIVE,
    CANCELED,
    COMPLETED,
    list_all_events,
    list_events,
    list_names,
    look_at_events,
    switch_on,
)
from tests.drivers.setup import open_setup
from tests.posting import set_up_anniversaries
from tests.world import World

FEBRUARY = "2026-02-10 12:00"
LETTER = "Four episodes are written · 5 years ago"
SHOOTING = NEWS.model_copy(update={"date": PartialDate(2025, 2, 20)})
"""News with an anniversary ten days later."""


async def test_a_server_that_did_not_ask_gets_none(world: World, admin: MemberActor) -> None:
    panel = await open_setup(world, admin, "Events")
    assert "**Off.**" in panel.text
    await look_at_events(world, FEBRUARY)
    assert list_all_events(world) == []


async def test_an_anniversary_within_thirty_days_is_on_the_list(
    world: World, admin: MemberActor
) -> None:
    await look_at_events(world, FEBRUARY)
    panel = await switch_on(world, admin)
    assert panel.note == "Events are on. What comes up within 30 days is added by itself."
    assert "**On:** 1 event on the list." in panel.text
    [event] = list_events(world)
    assert event.name == LETTER
    assert event.entity_type == 3
    assert event.scheduled_start_time == "2026-03-01T09:00:00+00:00"
    assert event.scheduled_end_time == "2026-03-02T00:00:00+00:00"
    assert event.description == (
        "The letter counts four finished scripts.\nDate: March 2021.\n"
        "Only the month is known, so it's on the first.\nSource: an article I can't place."
    )
    await panel.press("Overview")
    assert "**Events** · 1 event on the list" in panel.text


async def test_what_comes_within_thirty_days_follows_by_itself_and_once(
    world: World, admin: MemberActor
) -> None:
    await switch_on(world, admin)
    assert list_names(world) == []
    for day in range(1, 20):
        await look_at_events(world, f"2026-02-{day:02} 00:30")
    assert list_names(world) == [LETTER]
    assert len(list_all_events(world)) == 1


async def test_it_begins_at_the_hour_and_in_the_zone_of_the_posts(
    world: World, admin: MemberActor
) -> None:
    await look_at_events(world, FEBRUARY)
    await set_up_anniversaries(world, admin, time="18:30", zone="Europe/Berlin")
    await switch_on(world, admin)
    [event] = list_events(world)
    assert event.scheduled_start_time == "2026-03-01T17:30:00+00:00"
    assert event.scheduled_end_time == "2026-03-01T23:00:00+00:00"
    assert event.entity_metadata == {
        "location": f"https://discord.com/channels/{world.guild.id}/{world.channel.id}"
    }
    await set_up_anniversaries(world, admin, time="8:00", zone="Europe/Berlin")
    await look_at_events(world, "2026-02-10 12:01")
    [event] = list_events(world)
    assert event.scheduled_start_time == "2026-03-01T07:00:00+00:00"
    assert len(list_all_events(world)) == 1, "it was edited"


async def test_month_only_dates_follow_what_the_server_chose_for_its_posts(
    world: World, admin: MemberActor
) -> None:
    await look_at_events(world, FEBRUARY)
    await set_up_anniversaries(world, admin)
    await switch_on(world, admin)
    assert list_names(world) == [LETTER]
    await set_up_anniversaries(world, admin, month_entries=False)
    await look_at_events(world, "2026-02-10 12:01")
    assert list_names(world) == []
    [event] = list_all_events(world)
    assert event.status == CANCELED


async def test_an_approved_entry_is_added_edited_and_canceled_with_it(
    world: World, admin: MemberActor
) -> None:
    await look_at_events(world, "2026-02-02 12:00")
    await switch_on(world, admin)
    before = list_names(world)
    number = await propose_and_approve(world, SHOOTING)
    await look_at_events(world, "2026-02-02 12:01")
    [added] = [name for name in list_names(world) if name not in before]
    assert added == "Cameras roll on season three · 1 year ago"

    await retract(world, number)
    await look_at_events(world, "2026-02-02 12:02")
    assert list_names(world) == before


async def retract(world: World, number: int) -> None:
    """Retract the entries of an approved proposal."""
    change = EntryChange(world.guild.id, world.bob.id, world.env.now(), "")
    ids = [f"{kind}.own-{number}" for kind in ("event", "status", "source")]
    await world.bot.store.guild_entries.retract(change, ids)


async def test_switched_off_the_list_is_cleared(world: World, admin: MemberActor) -> None:
    await look_at_events(world, FEBRUARY)
    panel = await switch_on(world, admin)
    await panel.press("Turn off")
    assert panel.note == "Events are off, and mine are canceled."
    assert list_names(world) == []
    assert await world.bot.store.event_calendars.get(world.guild.id) is None
    await panel.press("Turn on")
    assert list_names(world) == [LETTER]


async def test_an_event_stays_while_it_goes_on_and_is_over_by_itself(
    world: World, admin: MemberActor
) -> None:
    await look_at_events(world, FEBRUARY)
    await switch_on(world, admin)
    for hour in ("09:30", "15:00", "23:30"):
        await look_at_events(world, f"2026-03-01 {hour}")
    [event] = list_all_events(world)
    event.status = ACTIVE
    await look_at_events(world, "2026-03-01 23:59")
    assert event.status == ACTIVE
    await look_at_events(world, "2026-03-02 01:30")
    assert await world.bot.store.scheduled_events.list_for_guild(world.guild.id) == []
    assert len(list_all_events(world)) == 1


async def test_an_event_that_has_begun_ends_when_its_entry_is_retracted(
    world: World, admin: MemberActor
) -> None:
    number = await propose_and_approve(world, SHOOTING)
    await look_at_events(world, "2026-02-19 12:00")
    await switch_on(world, admin)
    await look_at_events(world, "2026-02-20 10:00")
    [event] = [one for one in list_events(world) if one.name.startswith("Cameras")]
    await retract(world, number)
    await look_at_events(world, "2026-02-20 10:01")
    assert event.status == COMPLETED


async def test_what_members_delete_is_not_created_again(world: World, admin: MemberActor) -> None:
    await look_at_events(world, FEBRUARY)
    await set_up_anniversaries(world, admin)
    await switch_on(world, admin)
    [event] = list_events(world)
    world.env.backend.delete_scheduled_event(world.guild.id, event.id)
    await look_at_events(world, "2026-02-11 12:00")
    assert list_all_events(world) == []
    await set_up_anniversaries(world, admin, time="18:00")
    await look_at_events(world, "2026-02-11 12:01")
    await look_at_events(world, "2026-02-12 12:00")
    assert list_all_events(world) == []


async def test_an_event_still_to_come_is_on_the_list_until_its_day_is_over(
    world: World, admin: MemberActor
) -> None:
    premiere = NEWS.model_copy(
        update={"date": PartialDate(2026, 9, 9), "headline": "The premiere", "stage": None}
    )
    await propose_and_approve(world, premiere)
    await switch_on(world, admin)
    [event] = list_events(world)
    assert (event.name, event.scheduled_start_time) == ("The premiere", "2026-09-09T09:00:00+00:00")
    for instant in ("2026-09-08 23:30", "2026-09-09 00:30", "2026-09-09 12:00"):
        await look_at_events(world, instant)
        assert "The premiere" in list_names(world)


async def test_the_announced_release_is_on_the_list_and_moves_with_its_date(
    world: World, admin: MemberActor
) -> None:
    dated = NEWS.model_copy(update={"release_date": PartialDate(2027, 3, 28)})
    await propose_and_approve(world, dated)
    await switch_on(world, admin)
    [event] = [one for one in list_events(world) if one.name.startswith("Release of")]
    assert event.name == "Release of the second season"
    assert event.scheduled_start_time == "2027-03-28T09:00:00+00:00"
    later = dated.model_copy(
        update={"release_date": PartialDate(2027, 6, 1), "date": PartialDate(2025, 12, 31)}
    )
    await propose_and_approve(world, later)
    await look_at_events(world, "2026-01-01 00:02")
    assert event.scheduled_start_time == "2027-06-01T09:00:00+00:00"
    assert len([one for one in list_all_events(world) if one.name == event.name]) == 1


async def test_nothing_is_asked_of_discord_while_nothing_changes(
    world: World, admin: MemberActor
) -> None:
    await look_at_events(world, FEBRUARY)
    await switch_on(world, admin)
    before = len(world.env.http_requests)
    for hour in range(13, 24):
        await look_at_events(world, f"2026-02-10 {hour}:00")
    assert len(world.env.http_requests) == before
