"""Posts that come late, or after a crash: once each, or not at all and for a reason."""

from __future__ import annotations

import pytest

from tests.posting import (
    MESSAGES_PATH,
    FakePlatform,
    add_admin,
    get_post_log,
    get_post_states,
    get_schedule,
    list_posts,
    run_due_at,
    set_up_anniversaries,
)
from tests.world import World


class Killed(BaseException):
    """The process dies here: nothing after this line runs, nothing catches it."""


def dies() -> None:
    raise Killed


async def killed_at(world: World, text: str) -> None:
    with pytest.raises((Killed, BaseExceptionGroup)):
        await run_due_at(world, text)


async def test_a_crash_after_sending_is_mended_by_the_same_nonce_within_its_window(
    world: World,
) -> None:
    await set_up_anniversaries(world, add_admin(world))
    platform = FakePlatform(world)
    platform.after_send = dies
    await killed_at(world, "2026-03-01 09:00")
    assert (await get_post_log(world))["2026-03-01"].state == "claimed"

    platform.after_send = lambda: None
    await run_due_at(world, "2026-03-01 09:01")
    assert len(list_posts(world.channel)) == 1
    assert len(platform.nonces) == 2
    assert len(set(platform.nonces)) == 1
    assert await get_post_states(world) == {"2026-03-01": "sent"}


async def test_beyond_the_window_the_post_is_looked_for_and_found(world: World) -> None:
    await set_up_anniversaries(world, add_admin(world))
    platform = FakePlatform(world)
    platform.after_send = dies
    await killed_at(world, "2026-03-01 09:00")

    platform.forget_nonces()
    await run_due_at(world, "2026-03-01 11:30")
    assert len(list_posts(world.channel)) == 1
    assert len(platform.nonces) == 1, "it was not sent again"
    row = (await get_post_log(world))["2026-03-01"]
    assert (row.state, row.lateness) == ("sent", 0)
    assert row.message_id == world.channel.history()[0].id


async def test_a_crash_before_sending_leads_to_one_post_even_beside_a_members_own_card(
    world: World,
) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin)
    platform = FakePlatform(world)
    platform.before_send = dies
    await killed_at(world, "2026-03-01 09:00")
    platform.before_send = lambda: None
    await world.alice.slash(world.channel, "onthisday", date="1 March")
    await admin.slash(world.channel, "anniversaries test")
    assert len(list_posts(world.channel)) == 2

    await run_due_at(world, "2026-03-01 09:10")
    assert len(list_posts(world.channel)) == 3
    assert await get_post_states(world) == {"2026-03-01": "sent"}


async def test_a_crash_found_only_days_later_is_settled_by_what_stands_in_the_channel(
    world: World,
) -> None:
    await set_up_anniversaries(world, add_admin(world))
    platform = FakePlatform(world)
    platform.after_send = dies
    await killed_at(world, "2026-03-01 09:00")
    platform.before_send, platform.after_send = dies, lambda: None
    await run_due_at(world, "2026-03-03 12:00")
    await killed_at(world, "2026-05-01 09:00")
    platform.before_send = lambda: None
    await run_due_at(world, "2026-05-02 09:00")

    assert len(list_posts(world.channel)) == 1
    assert await get_post_states(world) == {"2026-03-01": "sent", "2026-05-01": "missed"}


async def test_a_bot_that_was_down_posts_late_the_same_day_and_says_so(world: World) -> None:
    await set_up_anniversaries(world, add_admin(world))
    await run_due_at(world, "2026-03-01 17:45")
    assert "Late: this was due at 09:00" in list_posts(world.channel)[0]
    row = (await get_post_log(world))["2026-03-01"]
    assert (row.state, row.lateness) == ("late", 8 * 3600 + 45 * 60)


async def test_older_days_are_recorded_as_missed_and_never_flooded(world: World) -> None:
    await set_up_anniversaries(world, add_admin(world))
    await run_due_at(world, "2028-01-15 12:00")
    assert list_posts(world.channel) == []
    assert list((await get_post_states(world)).items()) == [
        ("2026-03-01", "missed"),
        ("2026-05-01", "missed"),
        ("2026-10-01", "missed"),
        ("2027-03-01", "missed"),
        ("2027-05-01", "missed"),
        ("2027-10-01", "missed"),
    ]
    assert (await get_post_log(world))["2026-10-01"].reason == "I was offline"


async def test_a_post_that_was_deleted_at_once_stays_deleted(world: World) -> None:
    await set_up_anniversaries(world, add_admin(world))
    platform = FakePlatform(world)
    platform.after_send = dies
    await killed_at(world, "2026-03-01 09:00")
    platform.after_send = lambda: None
    world.env.inject_error("POST", MESSAGES_PATH, status=404, code=10008)
    platform.forget_nonces()
    await run_due_at(world, "2026-03-01 09:01")
    row = (await get_post_log(world))["2026-03-01"]
    assert (row.state, row.reason) == ("sent", "someone deleted it")
    assert (await get_schedule(world)).pause_reason is None
