"""Reviewers decide proposals one by one, and authors are told of the decisions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord
import pytest

from bot.app import open_bot
from storage.proposals.proposals import ProposalState
from tests.drivers.canon import (
    FACT,
    NEWS,
    QUESTION,
    CardDriver,
    get_proposal_state,
    propose,
    read_slash_response,
)
from tests.posting import add_admin, list_posts
from tests.world import World, build_settings, card_text, open_world, show_command


async def test_members_without_the_role_are_turned_away(world: World) -> None:
    show_command(world, "review", world.alice)
    assert "Only reviewers" in await CardDriver(world, world.alice).open()


async def test_with_nothing_waiting_it_says_so(panel: CardDriver) -> None:
    assert "Nothing to review" in await panel.open()
    assert panel.buttons == {}


async def test_the_card_shows_what_members_will_see_and_what_a_reviewer_must_know(
    world: World, panel: CardDriver
) -> None:
    await propose(world, NEWS)
    await propose(world, FACT)
    text = await panel.open()
    assert "**1 of 2** · news" in text
    assert f"from <@{world.alice.id}>, <t:" in text
    assert "Where the second season stands" in text
    assert "▰▰▰▰▰▱▱▱  **Filming**" in text
    assert "Cameras roll on season three" in text
    assert "Source: The Lamp Post, December 30, 2025, <https://lantern.example/shooting>" in text
    assert list(panel.buttons) == ["Approve", "Edit", "Decline", "Previous", "Next"]
    assert panel.buttons["Previous"]["disabled"]


async def test_an_approved_one_counts_at_once_and_the_next_is_shown(
    world: World, panel: CardDriver
) -> None:
    news, fact = await propose(world, NEWS), await propose(world, FACT)
    await panel.open()
    text = await panel.press_and_read("Approve")
    assert "Approved: news “Cameras roll on season three”." in text
    assert "1 more to review" in text
    assert "rice paper" not in text, "its buttons would be under the same thumb"
    assert list(panel.buttons) == ["Next", "Undo"]
    text = await panel.press_and_read("Next")
    assert "**1 of 1** · fact" in text
    assert "rice paper" in text
    assert "Cameras roll on season three" in await read_slash_response(world, "status")
    assert await get_proposal_state(world, news) is ProposalState.APPROVED
    assert list_posts(world.alice.user.dm_channel) == [
        "**Fans**: news “Cameras roll on season three” was approved, and I use it from now on. "
        "Thank you!"
    ]
    text = await panel.press_and_read("Approve")
    assert "Nothing else is waiting" in text
    assert await get_proposal_state(world, fact) is ProposalState.APPROVED
    [deed] = await world.bot.store.guild_entries.list_history(world.guild.id, f"fact.own-{fact}")
    assert deed.actor_id == panel.member.id


async def test_declining_needs_a_reason_which_the_author_is_told(
    world: World, panel: CardDriver
) -> None:
    number = await propose(world, FACT)
    await panel.open()
    refused = await panel.press("Decline")
    result = await panel.member.submit_modal(refused, {"text": "   "})
    assert "Nothing happened yet" in card_text(result.response)
    assert await get_proposal_state(world, number) is ProposalState.AWAITING_REVIEW
    assert "Declined: fact" in await panel.submit_form("Decline", text="That page says *silk*.")
    assert await get_proposal_state(world, number) is ProposalState.DECLINED
    [told] = list_posts(world.alice.user.dm_channel)
    assert "was declined: That page says \\*silk\\*. You can fix that and send it again." in told


async def test_one_may_leaf_through_without_deciding(world: World, panel: CardDriver) -> None:
    for draft in (NEWS, FACT, QUESTION):
        await propose(world, draft)
    await panel.open()
    assert "2 of 3" in await panel.press_and_read("Next")
    text = await panel.press_and_read("Next")
    assert "3 of 3" in text
    assert "✓ **Rice paper**" in text
    assert "Also right: Washi" in text
    assert panel.buttons["Next"]["disabled"]
    assert "2 of 3" in await panel.press_and_read("Previous")
    assert len(await world.bot.store.proposals.get_review_queue(world.guild.id)) == 3


async def test_a_reviewer_edits_before_approving_and_goes_on_with_what_was_saved(
    world: World, panel: CardDriver
) -> None:
    number = await propose(world, FACT)
    await propose(world, NEWS)
    await panel.open()
    form = await panel.press("Edit")
    assert form.modal is not None
    silk = {"text": "The harbour lantern is made of *silk*.", "topic": "cast", "date": "2025"}
    text = await panel.submit_form("Edit", **silk, publisher="The Lamp Post", link="")
    assert "made of \\*silk\\*." in text
    text = await panel.press_and_read("Save")
    assert "This is what it says now" in text
    assert "**1 of 2** · fact" in text
    assert "Approved: fact “The harbour lantern is made of" in await panel.press_and_read("Approve")
    assert "silk" in await read_slash_response(world, "fact", about="silk")
    proposal = await world.bot.store.proposals.get(world.guild.id, number)
    assert proposal is not None
    assert (proposal.author_id, proposal.decided_by) == (world.alice.id, panel.member.id)


async def test_what_says_nearly_the_same_is_shown_to_the_reviewer(
    world: World, panel: CardDriver
) -> None:
    number = await propose(world, FACT)
    again = FACT.model_copy(update={"text": "The harbour lantern is made out of rice paper."})
    await propose(world, again)
    await panel.open()
    await panel.press_and_read("Approve")
    await panel.press_and_read("Next")
    assert "**Maybe the same:** The harbour lantern is made of rice paper." in panel.text
    assert f"(`fact.own-{number}`)" in panel.text


async def test_ones_own_proposals_may_be_decided_and_the_history_says_so(
    world: World, panel: CardDriver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    number = await propose(world, FACT, panel.member)
    assert "This one is yours" in await panel.open()
    await panel.press_and_read("Approve")
    assert await get_proposal_state(world, number) is ProposalState.APPROVED
    assert f"approved proposal {number}, their own" in caplog.text
    assert list_posts(panel.member.user.dm_channel) == []


async def test_an_author_who_takes_no_messages_holds_nothing_up(
    world: World, panel: CardDriver
) -> None:
    number = await propose(world, FACT)
    await panel.open()
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)
    text = await panel.press_and_read("Approve")
    assert f"<@{world.alice.id}> doesn't take direct messages from me" in text
    assert await get_proposal_state(world, number) is ProposalState.APPROVED


async def test_a_form_and_a_card_from_before_a_restart_still_decide(
    tmp_path: Path, platform_document: Any
) -> None:
    settings = build_settings(tmp_path)
    async with open_world(settings, platform_document) as world:
        panel = CardDriver(world, add_admin(world))
        declined, approved = await propose(world, NEWS), await propose(world, FACT)
        await panel.open()
        form = await panel.press("Decline")
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            world.bot = successor
            panel.card = (await panel.member.submit_modal(form, {"text": "No."})).response
            assert "Declined: news" in panel.text
            await panel.press_and_read("Next")
            assert "Approved: fact" in await panel.press_and_read("Approve")
            assert await get_proposal_state(world, declined) is ProposalState.DECLINED
            assert await get_proposal_state(world, approved) is ProposalState.APPROVED


async def test_what_the_pack_no_longer_allows_cannot_count(world: World, panel: CardDriver) -> None:
    gone = FACT.model_copy(update={"topic": "gone"})
    number = await propose(world, gone)
    text = await panel.open()
    assert (
        "It can't count the way it is: topic gone is not in what this server added"
        in text.replace("**", "")
    )
    assert "can't count the way it is" in await panel.press_and_read("Approve")
    assert await get_proposal_state(world, number) is ProposalState.AWAITING_REVIEW


async def test_markup_and_mentions_of_a_proposal_are_shown_as_they_were_written(
    world: World, panel: CardDriver
) -> None:
    hostile = FACT.model_copy(
        update={"text": "# Free **nitro** @everyone [here](https://evil.example)"}
    )
    await propose(world, hostile)
    text = await panel.open()
    assert "\\# Free \\*\\*nitro\\*\\*" in text
    assert "@everyone" not in text
    await panel.press_and_read("Approve")
    [told] = list_posts(world.alice.user.dm_channel)
    assert "@everyone" not in told


async def test_a_server_sees_only_its_own_queue(world: World, panel: CardDriver) -> None:
    number = await propose(world, FACT)
    await panel.open()
    guild = world.env.create_guild("Others")
    channel = guild.create_text_channel("general")
    mods = guild.create_role("mods", permissions=discord.Permissions(manage_guild=True))
    other = CardDriver(world, guild.add_member(world.env.create_user("otto"), roles=[mods]))
    result = (await other.member.slash(channel, "review next")).response
    assert "Nothing to review" in card_text(result)
    assert await get_proposal_state(world, number) is ProposalState.AWAITING_REVIEW
