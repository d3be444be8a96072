"""Decisions on what was decided, changed or forbidden meanwhile."""

from __future__ import annotations

from storage.proposals.proposals import ProposalState
from tests.drivers.canon import (
    FACT,
    NEWS,
    CardDriver,
    get_proposal_state,
    propose,
    read_slash_response,
)
from tests.posting import add_admin, list_posts
from tests.world import World, card_text, show_command


async def test_whoever_comes_second_is_told_who_was_first_and_what_they_decided(
    world: World, panel: CardDriver
) -> None:
    number = await propose(world, NEWS)
    await propose(world, FACT)
    other = CardDriver(world, add_admin(world))
    await panel.open()
    await other.open()
    await other.submit_form("Decline", text="No source.")
    text = await panel.press_and_read("Approve")
    assert f"<@{other.member.id}> already decided this: declined (No source.)." in text
    assert "fact" in text
    assert await get_proposal_state(world, number) is ProposalState.DECLINED
    assert "You have decided" not in text


async def test_a_second_click_decides_nothing(world: World, panel: CardDriver) -> None:
    number = await propose(world, NEWS)
    again = CardDriver(world, panel.member)
    await panel.open()
    await again.open()
    await panel.press_and_read("Approve")
    text = await again.press_and_read("Approve")
    assert "You already decided this: approved." in text
    assert (
        len(await world.bot.store.guild_entries.list_history(world.guild.id, f"event.own-{number}"))
        == 1
    )
    assert len(list_posts(world.alice.user.dm_channel)) == 1


async def test_what_was_changed_since_it_was_shown_is_shown_again_first(
    world: World, panel: CardDriver
) -> None:
    number = await propose(world, NEWS)
    await panel.open()
    changed = NEWS.model_copy(update={"headline": "Cameras stop"}).model_dump_json()
    await world.bot.store.proposals.amend(world.guild.id, number, changed)
    text = await panel.press_and_read("Approve")
    assert "changed since you opened it" in text
    assert "Cameras stop" in text
    assert await get_proposal_state(world, number) is ProposalState.AWAITING_REVIEW
    await panel.press_and_read("Approve")
    assert await get_proposal_state(world, number) is ProposalState.APPROVED


async def test_what_was_decided_while_it_was_edited_stays_as_it_was(
    world: World, panel: CardDriver
) -> None:
    number = await propose(world, FACT)
    await panel.open()
    silk = {"text": "Silk.", "topic": "cast", "date": "2025"}
    await panel.submit_form("Edit", **silk, publisher="The Lamp Post", link="")
    other = CardDriver(world, add_admin(world))
    await other.open()
    await other.press_and_read("Approve")
    assert "decided in the meantime, so nothing changed" in await panel.press_and_read("Save")
    assert await get_proposal_state(world, number) is ProposalState.APPROVED
    assert "rice paper" in await read_slash_response(world, "fact", about="lantern")


async def test_whoever_lost_the_permission_meanwhile_decides_nothing(world: World) -> None:
    role = world.guild.create_role("helpers")
    helper = world.guild.add_member(world.env.create_user("helper"), roles=[role])
    await world.bot.store.guild_settings.update(world.guild.id, reviewer_role_id=role.id)
    show_command(world, "review", role)
    number = await propose(world, NEWS)
    panel = CardDriver(world, helper)
    assert "1 of 1" in await panel.open()
    form = await panel.press("Decline")
    await world.bot.store.guild_settings.update(world.guild.id, reviewer_role_id=None)
    assert "Only reviewers" in card_text((await panel.press("Approve")).response)
    assert "Only reviewers" in card_text((await helper.submit_modal(form, {"text": "x"})).response)
    assert await get_proposal_state(world, number) is ProposalState.AWAITING_REVIEW
