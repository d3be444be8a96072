"""News whose approval is undone and given again is announced exactly once."""

from __future__ import annotations

from tests.e2e.canon.announce.desk import Desk
from tests.posting import run_due_at

FILMING = "Cameras roll on season three"


async def test_the_announcement_is_marked_meanwhile_and_not_sent_again(desk: Desk) -> None:
    await desk.let_in()
    await desk.press_and_read("Undo")
    [marked] = desk.posts
    assert "**This was taken back.**" in marked
    assert f"Announced in <#{desk.news.id}>." in await desk.press_and_read("Approve")
    await run_due_at(desk.world, "2026-01-01 08:00")
    [posted] = desk.posts
    assert FILMING in posted
    assert "taken back" not in posted


async def test_one_that_was_not_sent_yet_is_sent_with_the_new_approval(desk: Desk) -> None:
    desk.deny(send_messages=True)
    await desk.let_in()
    await desk.press_and_read("Undo")
    await run_due_at(desk.world, "2026-01-01 08:00")
    assert await desk.outcome() == ("failed", "it was retracted before it could be announced")
    desk.deny()
    await run_due_at(desk.world, "2026-01-01 08:05")
    assert desk.posts == []
    assert f"Announced in <#{desk.news.id}>." in await desk.press_and_read("Approve")
    await run_due_at(desk.world, "2026-01-01 08:10")
    [posted] = desk.posts
    assert FILMING in posted
