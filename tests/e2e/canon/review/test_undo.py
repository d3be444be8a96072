"""What reviewers and authors can undo, and what asks once before it is done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from simcord.actors import MemberActor, _component_interaction

from bot.app import open_bot
from storage.proposals.proposals import ProposalState
from tests.drivers.canon import (
    FACT,
    NEWS,
    CardDriver,
    get_proposal_state,
    list_active_entries,
    propose,
    propose_and_approve,
    read_slash_response,
)
from tests.posting import add_admin, list_posts, run_due_at
from tests.world import World, build_settings, card_text, open_world


async def click_again(member: MemberActor, driver: CardDriver, custom_id: str) -> str:
    """Click a button as it was on a card before, as any member; return what is read."""
    message = driver.card.message
    stored = member._env.backend.get_message(message.channel.id, message.id)
    data = {"component_type": 2, "custom_id": custom_id}
    return card_text((await _component_interaction(member, stored, data)).response)


async def test_an_approval_is_undone_once(world: World, panel: CardDriver) -> None:
    number = await propose(world, NEWS)
    await panel.open()
    await panel.press_and_read("Approve")
    assert list(panel.buttons) == ["Undo"]
    undo = panel.buttons["Undo"]["custom_id"]
    assert "I took it off every card" in await panel.press_and_read("Undo")
    assert await list_active_entries(world.bot.store, world.guild.id) == []
    assert "Cameras roll" not in await read_slash_response(world, "status")
    assert "took it back" in list_posts(world.alice.user.dm_channel)[-1]
    again = await click_again(panel.member, panel, undo)
    assert "This card changed in the meantime" in again
    assert len(list_posts(world.alice.user.dm_channel)) == 2
    assert "**retracted**" in await panel.open("review history", id=str(number))


async def test_a_declined_proposal_waits_again(tmp_path: Path, platform_document: Any) -> None:
    settings = build_settings(tmp_path)
    async with open_world(settings, platform_document) as world:
        panel = CardDriver(world, add_admin(world))
        number = await propose(world, FACT)
        await panel.open()
        await panel.submit_form("Decline", text="No source.")
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            world.bot = successor
            assert "waiting for a decision again" in await panel.press_and_read("Undo")
            assert "**1 of 1** · fact" in panel.text
            assert await get_proposal_state(world, number) is ProposalState.AWAITING_REVIEW
            assert "another look" in list_posts(world.alice.user.dm_channel)[-1]


async def test_only_reviewers_undo(world: World, panel: CardDriver) -> None:
    number = await propose(world, FACT)
    await panel.open()
    await panel.submit_form("Decline", text="No source.")
    undo = panel.buttons["Undo"]["custom_id"]
    assert "Only reviewers" in await click_again(world.alice, panel, undo)
    assert await get_proposal_state(world, number) is ProposalState.DECLINED


async def test_an_author_withdraws_in_canon_mine_and_changes_their_mind(world: World) -> None:
    number = await propose(world, FACT)
    author = CardDriver(world, world.alice)
    await author.open("canon mine")
    withdraw = author.buttons[f"Take back {number}"]["custom_id"]
    assert "Taken back" in await author.press_and_read(f"Take back {number}")
    assert await get_proposal_state(world, number) is ProposalState.WITHDRAWN
    assert "changed in the meantime" in await click_again(world.alice, author, withdraw)
    await author.open("canon mine")
    assert f"Take back {number}" not in author.buttons


async def test_an_author_undoes_a_withdrawal(world: World, panel: CardDriver) -> None:
    number = await propose(world, FACT)
    author = CardDriver(world, world.alice)
    await author.open("canon mine")
    await author.press_and_read(f"Take back {number}")
    undo = author.buttons["Undo"]["custom_id"]
    for other in (world.bob, panel.member):
        assert "it isn't yours" in await click_again(other, author, undo)
    await author.press_and_read("Undo")
    assert await get_proposal_state(world, number) is ProposalState.AWAITING_REVIEW
    assert "**1 of 1** · fact" in await panel.open()


async def test_a_retraction_asks_once_and_marks_the_announcement(
    world: World, panel: CardDriver
) -> None:
    await world.bot.store.guild_settings.update(world.guild.id, news_channel_id=world.channel.id)
    await propose(world, NEWS)
    await panel.open()
    await panel.press_and_read("Approve")
    [posted] = list_posts(world.channel)
    asked = await panel.member.slash(world.channel, "review retract", id="1")
    assert asked.modal is not None
    assert len(await list_active_entries(world.bot.store, world.guild.id)) == 3
    sent = await panel.member.submit_modal(asked, {"reason": "It was a rumor."})
    assert "Retracted. I took it off every card." in card_text(sent.response)
    [marked] = list_posts(world.channel)
    assert "**This was taken back.**" in marked
    assert "~~Cameras roll on season three~~" in marked
    panel.card = sent.response
    await panel.press_and_read("Restore")
    await run_due_at(world, "2026-01-01 08:00")
    [restored] = list_posts(world.channel)
    assert restored == posted


async def test_two_members_proposals_are_kept_apart(world: World) -> None:
    await propose_and_approve(world, FACT)
    await propose(world, NEWS, world.bob)
    author = CardDriver(world, world.alice)
    await author.open("canon mine")
    assert not [label for label in author.buttons if label.startswith("Take back")]
