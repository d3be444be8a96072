"""What has to be told is told once, by this run or a later one, or given up with a reason."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from simcord.builders import ChannelHandle

from bot.markdown import format_number
from bot.messaging.outbox_relay import OUTBOX_RELAY, Relayed
from storage.outbox import OutboxMessage
from tests.drivers.trivia import inject_errors
from tests.e2e.lives import (
    PersistentPlatform,
    delete_command_syncs,
    kill_process,
    kill_process_async,
    run_in_process,
)
from tests.posting import (
    FakePlatform,
    add_admin,
    list_posts,
    parse_utc,
    run_due_at,
    set_up_anniversaries,
)
from tests.world import World, build_settings, open_world

TEXT = "The lamps are out."
SENDS = "/channels/*/messages"


async def tell(world: World, message: OutboxMessage) -> Relayed:
    await world.bot.store.outbox.add(message)
    return await world.bot.resources[OUTBOX_RELAY].relay(message)


def to_alice(world: World, **options: Any) -> OutboxMessage:
    return OutboxMessage.to_member(world.guild.id, world.alice.id, TEXT, world.env.now(), **options)


def to_admins(world: World, **options: Any) -> OutboxMessage:
    return OutboxMessage.to_admins(world.guild.id, TEXT, world.env.now(), **options)


async def count_waiting(world: World) -> int:
    return len(await world.bot.store.outbox.list_due(world.env.now() + timedelta(days=9), 10))


async def test_a_member_is_told_once(world: World) -> None:
    message = to_alice(world)
    assert await tell(world, message) is Relayed.TOLD
    assert await world.bot.resources[OUTBOX_RELAY].relay(message) is Relayed.TOLD
    assert list_posts(world.alice.user.dm_channel) == [TEXT]
    assert await count_waiting(world) == 0


async def test_what_discord_does_not_take_now_is_sent_at_a_later_tick(world: World) -> None:
    with inject_errors(world, "POST", SENDS, status=503):
        assert await tell(world, to_alice(world)) is Relayed.PENDING
    assert list_posts(world.alice.user.dm_channel) == []
    await run_due_at(world, "2026-01-01 00:02")
    assert list_posts(world.alice.user.dm_channel) == [TEXT]


async def test_a_message_whose_answer_was_lost_is_not_sent_again(world: World) -> None:
    platform = FakePlatform(world)
    forward = world.bot.http.request

    async def lose_answer(route: Any, **options: Any) -> Any:
        answer = await forward(route, **options)
        if route.method == "POST" and route.url.endswith("/messages"):
            raise TimeoutError
        return answer

    world.bot.http.request = lose_answer
    assert await tell(world, to_alice(world)) is Relayed.PENDING
    world.bot.http.request = forward
    platform.forget_nonces()
    await run_due_at(world, "2026-01-01 00:10")
    assert list_posts(world.alice.user.dm_channel) == [TEXT]
    assert await count_waiting(world) == 0


def add_office(world: World) -> ChannelHandle:
    """Add a channel for Discord's notices to moderators."""
    office = world.guild.create_text_channel("office")
    world.bot.get_guild(world.guild.id)._public_updates_channel_id = office.id
    return office


async def test_admins_are_told_in_the_least_public_place_that_takes_it(world: World) -> None:
    office = add_office(world)
    await tell(world, to_admins(world, admin_id=world.alice.id))
    assert list_posts(office) == [TEXT]
    world.env.backend.delete_channel(office.id)
    await tell(world, to_admins(world, admin_id=world.alice.id))
    assert list_posts(world.alice.user.dm_channel) == [TEXT]


async def test_a_chosen_channel_comes_before_all_other_places(world: World) -> None:
    desk = world.guild.create_text_channel("desk")
    await tell(world, to_admins(world, channel_id=desk.id, admin_id=world.alice.id))
    assert list_posts(desk) == [TEXT]
    world.env.backend.delete_channel(desk.id)
    await tell(world, to_admins(world, channel_id=desk.id, admin_id=world.alice.id))
    assert list_posts(world.alice.user.dm_channel) == [TEXT]


@pytest.mark.parametrize("or_admins", [True, False])
async def test_a_member_who_takes_no_direct_messages_is_not_told(
    world: World, caplog: pytest.LogCaptureFixture, or_admins: bool
) -> None:
    path = f"/channels/{world.alice.user.dm_channel.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50007, times=None)
    relayed = await tell(world, to_alice(world, or_admins=or_admins))
    assert list_posts(world.alice.user.dm_channel) == []
    assert list_posts(world.guild.owner.dm_channel) == [TEXT] * or_admins
    assert relayed is (Relayed.TOLD if or_admins else Relayed.REFUSED)
    assert ("is given up: no place takes it" in caplog.text) is not or_admins
    assert await count_waiting(world) == 0


async def test_after_three_days_a_message_is_given_up_with_a_reason(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with inject_errors(world, "POST", SENDS, status=503):
        await tell(world, to_alice(world))
        await run_due_at(world, "2026-01-03 12:00")
        assert await count_waiting(world) == 1
        await run_due_at(world, "2026-01-04 01:00")
    assert await count_waiting(world) == 0
    assert "is given up: Discord could not be reached for days" in caplog.text


async def test_what_is_told_to_one_place_comes_in_the_order_of_what_happened(
    world: World,
) -> None:
    for number in range(3):
        message = OutboxMessage.to_admins(
            world.guild.id,
            f"Lamp {format_number(number)}",
            world.env.now() + timedelta(seconds=number),
        )
        await world.bot.store.outbox.add(message)
    await run_due_at(world, "2026-01-01 00:01")
    assert list_posts(world.guild.owner.dm_channel) == ["Lamp 0", "Lamp 1", "Lamp 2"]


async def test_what_a_wrong_clock_has_put_off_for_a_year_is_sent_at_once(world: World) -> None:
    message = to_alice(world)
    await world.bot.store.outbox.add(message)
    await world.bot.store.outbox.reschedule(message, world.env.now() + timedelta(days=365))
    await run_due_at(world, "2026-01-01 00:01")
    assert list_posts(world.alice.user.dm_channel) == [TEXT]


class NoticePlatform(PersistentPlatform):
    """Keeps also what is sent without components, in the file that the next life reads."""

    def __init__(self, world: World, journal: Path, kill: str = "") -> None:
        super().__init__(world, journal)
        self._kill = kill

    async def _request(self, route: Any, **options: Any) -> Any:
        body = options.get("json") or {}
        is_message = route.method == "POST" and "nonce" in body
        if is_message and self._kill == "before":
            kill_process()
        known = set(self._by_nonce)
        answer = await super()._request(route, **options)
        if is_message and body["nonce"] not in known:
            self.on_created(route, body)
        if is_message and self._kill == "after":
            kill_process()
        return answer


async def be_killed(folder: Path, step: str) -> None:
    """Pause a schedule because its channel is gone, and die around the notice of that."""
    async with open_world(build_settings(folder), None) as world:
        add_office(world)
        await set_up_anniversaries(world, add_admin(world))
        NoticePlatform(world, folder / "channel.jsonl", step)
        if step == "committed":
            world.bot.resources[OUTBOX_RELAY].relay = kill_process_async
        world.env.backend.delete_channel(world.channel.id)
        await run_due_at(world, "2026-03-01 09:00")


async def read_notices(folder: Path, instant: str) -> list[str]:
    """Run the next life of the bot for two minutes, and return the notices of all lives."""
    delete_command_syncs(folder)
    async with open_world(build_settings(folder), None) as world:
        add_office(world)
        await NoticePlatform(world, folder / "channel.jsonl").restore(parse_utc(instant))
        world.env.backend.delete_channel(world.channel.id)
        await run_due_at(world, instant)
        later = (parse_utc(instant) + timedelta(minutes=2)).strftime("%Y-%m-%d %H:%M")
        await run_due_at(world, later)
        assert await count_waiting(world) == 0
    journal = (folder / "channel.jsonl").read_text().splitlines()
    return [json.loads(line)["body"]["content"] for line in journal]


@pytest.mark.parametrize("step", ["committed", "before", "after"])
@pytest.mark.parametrize("back_at", ["2026-03-01 09:01", "2026-03-01 09:20"])
async def test_a_notice_is_told_once_although_the_process_is_killed_around_it(
    tmp_path: Path, step: str, back_at: str
) -> None:
    assert await run_in_process(be_killed, tmp_path, step) is None
    [notice] = await run_in_process(read_notices, tmp_path, back_at)
    assert notice.startswith("Anniversary posts are paused")
