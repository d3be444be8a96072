"""News that fails or may have been sent already: it is tried again, and sent once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cogs.canon.announce.cog import AnnouncerCog
from tests.e2e.canon.announce.desk import Desk, ask_for_it, dies
from tests.posting import FakePlatform, raise_disconnected, run_due_at


async def test_a_refused_card_fails_in_the_platforms_own_words(desk: Desk) -> None:
    path = f"/channels/{desk.news.id}/messages"
    desk.world.env.inject_error("POST", path, status=400, code=50035, message="Invalid Form Body")
    await desk.let_in()
    assert await desk.outcome() == ("failed", "Discord refused it: Invalid Form Body")


@pytest.mark.parametrize("fault", [raise_disconnected, None], ids=["reset", "503"])
async def test_a_failing_platform_is_asked_again_with_the_same_nonce(
    desk: Desk, fault: Callable[[], None] | None
) -> None:
    platform = FakePlatform(desk.world)
    path = f"/channels/{desk.news.id}/messages"
    if fault is None:
        desk.world.env.inject_error("POST", path, status=503, times=2)
    else:
        platform.after_send = fault
    assert "I'll keep trying for a day" in await desk.let_in()
    platform.after_send = lambda: None
    desk.world.env.backend.faults.clear()
    await run_due_at(desk.world, "2026-01-01 00:01")
    assert len(set(platform.nonces)) == 1
    assert len(desk.posts) == 1
    assert await desk.outcome() == ("sent", "")


async def test_tries_grow_rarer_and_end_after_a_day(desk: Desk) -> None:
    path = f"/channels/{desk.news.id}/messages"
    desk.world.env.inject_error("POST", path, status=503, times=None)
    await desk.let_in()
    for minute in range(1, 60):
        await run_due_at(desk.world, f"2026-01-01 00:{minute:02}")
    tried = sum(one.path == path for one in desk.world.env.http_requests)
    assert 5 <= tried <= 20
    await run_due_at(desk.world, "2026-01-02 00:30")
    assert await desk.outcome() == ("failed", "I couldn't reach Discord")


async def test_a_restart_does_not_forget_how_often_it_was_tried(desk: Desk) -> None:
    path = f"/channels/{desk.news.id}/messages"
    desk.world.env.inject_error("POST", path, status=503, times=None)
    await desk.let_in()
    for minute in ("00:01", "00:03"):
        await run_due_at(desk.world, f"2026-01-01 {minute}")
    cog = desk.world.bot.get_cog("Announcements")
    assert isinstance(cog, AnnouncerCog)
    await desk.world.bot.remove_cog("Announcements")
    await desk.world.bot.add_cog(AnnouncerCog(desk.world.bot))
    tried = len(desk.world.env.http_requests)
    await run_due_at(desk.world, "2026-01-01 00:04")
    assert len(desk.world.env.http_requests) == tried
    desk.world.env.backend.faults.clear()
    await run_due_at(desk.world, "2026-01-01 00:05")
    assert len(desk.posts) == 1


async def test_a_crash_after_sending_is_mended_by_the_same_nonce(desk: Desk) -> None:
    await ask_for_it(desk)
    platform = FakePlatform(desk.world)
    platform.after_send = dies
    await desk.die_while_announcing()
    assert await desk.outcome() == ("claimed", "")
    platform.after_send = lambda: None
    await run_due_at(desk.world, "2026-01-01 00:01")
    assert len(desk.posts) == 1
    assert len(platform.nonces) == 2
    assert len(set(platform.nonces)) == 1
    assert await desk.outcome() == ("sent", "")


async def test_hours_later_it_is_looked_for_and_found(desk: Desk) -> None:
    await ask_for_it(desk)
    platform = FakePlatform(desk.world)
    platform.after_send = dies
    await desk.die_while_announcing()
    platform.forget_nonces()
    platform.after_send = lambda: None
    await run_due_at(desk.world, "2026-01-01 05:00")
    assert len(desk.posts) == 1
    assert len(platform.nonces) == 1, "it was not sent again"
    assert await desk.outcome() == ("sent", "")


async def test_a_members_own_status_card_is_not_taken_for_the_announcement(desk: Desk) -> None:
    await ask_for_it(desk)
    platform = FakePlatform(desk.world)
    platform.before_send = dies
    await desk.die_while_announcing()
    platform.before_send = lambda: None
    await desk.world.alice.slash(desk.news, "status")
    await run_due_at(desk.world, "2026-01-01 05:00")
    assert sum("News of the second season" in post for post in desk.posts) == 1
    assert await desk.outcome() == ("sent", "")


async def test_an_announcement_somebody_deleted_at_once_stays_deleted(desk: Desk) -> None:
    await ask_for_it(desk)
    platform = FakePlatform(desk.world)
    platform.after_send = dies
    await desk.die_while_announcing()
    platform.after_send = lambda: None
    platform.forget_nonces()
    path = f"/channels/{desk.news.id}/messages"
    desk.world.env.inject_error("POST", path, status=404, code=10008)
    await run_due_at(desk.world, "2026-01-01 00:01")
    assert await desk.outcome() == ("sent", "someone deleted it")


async def test_what_was_retracted_meanwhile_is_not_announced(desk: Desk) -> None:
    await ask_for_it(desk)
    await desk.retract(str(desk.number))
    await run_due_at(desk.world, "2026-01-01 00:01")
    assert desk.posts == []
    assert await desk.outcome() == ("failed", "it was retracted before it could be announced")
