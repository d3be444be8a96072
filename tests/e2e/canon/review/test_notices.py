"""Reviewers learn that something waits: at most once a day, and only when it is new."""

from __future__ import annotations

from tests.drivers.canon import FACT, NEWS, CardDriver, propose
from tests.drivers.setup import open_setup
from tests.drivers.trivia import inject_errors
from tests.posting import add_admin, list_posts, run_due_at
from tests.world import World, card_text


async def test_the_review_channel_is_told_once_a_day_while_new_proposals_come(
    world: World,
) -> None:
    admin = add_admin(world)
    desk = world.guild.create_text_channel("desk")
    page = await open_setup(world, admin, "Canon")
    assert f"<#{desk.id}>" in await page.choose("waiting_in", desk)
    await run_due_at(world, "2026-01-01 08:00")
    assert list_posts(desk) == []
    await propose(world, FACT)
    await run_due_at(world, "2026-01-01 08:05")
    [notice] = list_posts(desk)
    assert "1 thing from members is waiting for review" in notice
    assert "/review next" in notice
    reviewers = world.guild.create_role("reviewers")
    helper = world.guild.add_member(world.env.create_user("helper"), roles=[reviewers])
    await world.bot.store.guild_settings.update(world.guild.id, reviewer_role_id=reviewers.id)
    posted = desk.last_message
    assert posted is not None
    opened = await helper.click(posted, label="Review")
    assert opened.ephemeral
    assert "The harbour lantern" in card_text(opened.response)
    refused = await world.alice.click(posted, label="Review")
    assert "Only reviewers" in card_text(refused.response)
    await propose(world, NEWS)
    await run_due_at(world, "2026-01-01 20:00")
    assert len(list_posts(desk)) == 1, "once a day"
    await run_due_at(world, "2026-01-02 08:10")
    assert "2 things from members are waiting" in list_posts(desk)[-1]
    await run_due_at(world, "2026-01-05 08:00")
    assert len(list_posts(desk)) == 2, "nothing new has come"


async def test_without_a_review_channel_an_admin_is_told(world: World) -> None:
    await propose(world, FACT)
    await run_due_at(world, "2026-01-01 08:00")
    await run_due_at(world, "2026-01-01 09:00")
    [notice] = list_posts(world.guild.owner.dm_channel)
    assert "**Fans**: 1 thing from members is waiting for review" in notice


async def test_a_notice_that_was_not_sent_is_sent_later(world: World) -> None:
    desk = world.guild.create_text_channel("desk")
    await world.bot.store.guild_settings.update(world.guild.id, review_channel_id=desk.id)
    await propose(world, FACT)
    with inject_errors(world, "POST", f"/channels/{desk.id}/messages", status=503):
        await run_due_at(world, "2026-01-01 08:00")
    assert list_posts(desk) == []
    await run_due_at(world, "2026-01-01 08:06")
    assert len(list_posts(desk)) == 1


async def test_what_was_decided_before_is_not_told(world: World, panel: CardDriver) -> None:
    desk = world.guild.create_text_channel("desk")
    await world.bot.store.guild_settings.update(world.guild.id, review_channel_id=desk.id)
    await propose(world, FACT)
    await panel.open()
    await panel.press_and_read("Approve")
    await run_due_at(world, "2026-01-01 08:00")
    assert list_posts(desk) == []
