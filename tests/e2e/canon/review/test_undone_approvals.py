"""An undone approval waits again, and can be decided again as if it had not been approved."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from bot.app import open_bot
from cogs.canon.drafts.models import Draft
from storage.proposals.proposals import ProposalState
from tests.drivers.canon import (
    FACT,
    NEWS,
    QUESTION,
    CardDriver,
    get_proposal_state,
    list_active_entries,
    propose,
    read_slash_response,
)
from tests.drivers.drafts import DraftDriver
from tests.posting import add_admin, list_posts
from tests.world import World, build_settings, open_world

FILMING = "Cameras roll on season three"


async def approve_and_undo(world: World, panel: CardDriver, draft: Draft) -> int:
    """Approve a proposal of alice and undo that; return its number."""
    number = await propose(world, draft)
    await panel.open()
    await panel.press_and_read("Approve")
    await panel.press_and_read("Undo")
    return number


async def edit(world: World, panel: CardDriver, number: int, **changes: str) -> None:
    """Change approved entries with /review edit."""
    editor = DraftDriver(world, panel.member)
    editor.form = await panel.member.slash(world.channel, "review edit", id=str(number))
    await editor.submit({**editor.prefilled, **changes})
    await editor.press_and_read("Save")


async def test_it_is_back_in_the_queue_for_reviewers_and_author(
    tmp_path: Path, platform_document: Any
) -> None:
    settings = build_settings(tmp_path)
    async with open_world(settings, platform_document) as world:
        panel = CardDriver(world, add_admin(world))
        number = await propose(world, QUESTION)
        await panel.open()
        await panel.press_and_read("Approve")
        text = await panel.press_and_read("Undo")
        assert "took it off every card, and it's waiting for a decision again" in text
        assert "**1 of 1** · question" in text
        assert "waiting for a decision again" in list_posts(world.alice.user.dm_channel)[-1]
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            world.bot = successor
            mine = await read_slash_response(world, "canon mine")
            assert f"question {number}, **waiting for a reviewer**" in mine
            assert "**1 of 1** · question" in await panel.open()


async def test_it_can_be_approved_again(world: World, panel: CardDriver) -> None:
    number = await approve_and_undo(world, panel, NEWS)
    assert f"Approved: news “{FILMING}”." in await panel.press_and_read("Approve")
    assert FILMING in await read_slash_response(world, "status")
    assert FILMING in await read_slash_response(world, "timeline")
    entries = await list_active_entries(world.bot.store, world.guild.id)
    assert [one.id for one in entries] == [
        f"{kind}.own-{number}" for kind in ("source", "event", "status")
    ]
    assert f"news {number}, **approved**" in await read_slash_response(world, "canon mine")
    told = list_posts(world.alice.user.dm_channel)
    assert ["was approved," in one for one in told] == [True, False, True]
    history = await panel.open("review history", id=str(number))
    first, retracted, again = (
        history.index("**added**"),
        history.index("**retracted**"),
        history.rindex("**added**"),
    )
    assert first < retracted < again
    assert "Restore" not in panel.buttons


async def test_it_can_be_approved_and_undone_many_times(world: World, panel: CardDriver) -> None:
    number = await approve_and_undo(world, panel, FACT)
    for _ in range(2):
        await panel.press_and_read("Approve")
        assert len(await list_active_entries(world.bot.store, world.guild.id)) == 2
        await panel.press_and_read("Undo")
        assert await list_active_entries(world.bot.store, world.guild.id) == []
    assert await get_proposal_state(world, number) is ProposalState.AWAITING_REVIEW


async def test_it_can_be_declined_after_all(world: World, panel: CardDriver) -> None:
    number = await approve_and_undo(world, panel, FACT)
    await panel.submit_form("Decline", text="It was silk.")
    assert await get_proposal_state(world, number) is ProposalState.DECLINED
    assert await list_active_entries(world.bot.store, world.guild.id) == []
    assert "Nothing to review" in await panel.open()


async def test_an_edit_made_in_between_is_what_waits(world: World, panel: CardDriver) -> None:
    number = await propose(world, FACT)
    await panel.open()
    await panel.press_and_read("Approve")
    done = panel.card
    await edit(world, panel, number, text="The lantern is made of silk.")
    panel.card = done
    assert "The lantern is made of silk." in await panel.press_and_read("Undo")
    await panel.press_and_read("Approve")
    assert "made of silk" in await read_slash_response(world, "fact", about="silk")
    history = await panel.open("review history", id=str(number))
    assert history.count("**edited**") == 1


async def test_what_a_reviewer_changes_while_it_waits_is_approved(
    world: World, panel: CardDriver
) -> None:
    number = await approve_and_undo(world, panel, NEWS)
    editor = DraftDriver(world, panel.member)
    editor.form = await panel.press("Edit")
    await editor.submit({**editor.prefilled, "headline": "Cameras stop"})
    await editor.reopen_and_submit({"stage": "none"}, label="What the news is about")
    panel.card = (await editor.press("Save")).response
    await panel.press_and_read("Approve")
    assert "Filming" not in await read_slash_response(world, "status")
    timeline = await read_slash_response(world, "timeline")
    assert "Cameras stop" in timeline
    assert FILMING not in timeline
    history = await panel.open("review history", id=str(number))
    assert history.startswith(f"## own-{number}, event\n**Cameras stop**")
    assert re.search(rf"> Before: {FILMING}\s+> After: Cameras stop", history)


async def test_restoring_it_in_the_history_is_an_approval(world: World, panel: CardDriver) -> None:
    number = await approve_and_undo(world, panel, FACT)
    await panel.open("review history", id=str(number))
    assert "It's back on the cards." in await panel.press_and_read("Restore")
    assert await get_proposal_state(world, number) is ProposalState.APPROVED
    assert "Nothing to review" in await panel.open()
    assert "was approved" in list_posts(world.alice.user.dm_channel)[-1]


async def test_what_was_retracted_later_is_told_to_its_author(
    world: World, panel: CardDriver
) -> None:
    number = await propose(world, FACT)
    await panel.open()
    await panel.press_and_read("Approve")
    await panel.retract(str(number))
    mine = await read_slash_response(world, "canon mine")
    assert f"fact {number}, **approved, then taken back**" in mine
    assert f"> Fact {number}, taken back: {FACT.text}" in await panel.open("review history")


async def test_a_source_that_other_entries_cite_stays_and_is_no_obstacle(
    world: World, panel: CardDriver
) -> None:
    number = await propose(world, FACT)
    await panel.open()
    await panel.press_and_read("Approve")
    done = panel.card
    await propose(world, QUESTION.model_copy(update={"known_source": f"source.own-{number}"}))
    await panel.open()
    await panel.press_and_read("Approve")
    panel.card = done
    await panel.press_and_read("Undo")
    await panel.press_and_read("Approve")
    assert len(await list_active_entries(world.bot.store, world.guild.id)) == 3
