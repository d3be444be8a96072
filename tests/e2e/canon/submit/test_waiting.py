"""What was sent in can be taken back and changed, outlives restarts, and is limited in number."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.app import open_bot
from storage.proposals.proposals import ProposalState
from tests.drivers import canon
from tests.drivers.canon import CardDriver, get_proposal_state, read_slash_response
from tests.drivers.drafts import FACT, QUOTE, DraftDriver
from tests.posting import add_admin
from tests.world import World, build_settings, card_text, open_world


async def test_it_can_be_taken_back_until_it_is_decided(world: World, writer: DraftDriver) -> None:
    await writer.open_add_form("fact")
    await writer.submit(FACT)
    await writer.press_and_read("Send it in")
    assert "Taken back" in await writer.press_and_read("Take it back")
    assert await get_proposal_state(world, 1) is ProposalState.WITHDRAWN
    await writer.open_add_form("fact")
    await writer.submit(FACT)
    await writer.press_and_read("Send it in")
    reviewer = CardDriver(world, add_admin(world))
    await reviewer.open()
    await reviewer.press_and_read("Approve")
    late = await writer.press("Take it back")
    assert "That's already decided" in card_text(late.response)
    assert await get_proposal_state(world, 2) is ProposalState.APPROVED


async def test_a_draft_survives_restarts_between_form_card_and_button(
    tmp_path: Path, platform_document: Any
) -> None:
    settings = build_settings(tmp_path)
    async with open_world(settings, platform_document) as world:
        writer = DraftDriver(world)
        await writer.open_add_form("fact")
        async with open_bot(settings, world.env.now, shard_count=1) as second:
            await world.env.restart_bot(second)
            world.bot = second
            assert "rice paper" in await writer.submit(FACT)
            async with open_bot(settings, world.env.now, shard_count=1) as third:
                await world.env.restart_bot(third)
                world.bot = third
                assert "rice paper" in await writer.reopen_and_submit({**FACT, "publisher": "Lamp"})
                assert "Sent in" in await writer.press_and_read("Send it in")
                assert (await writer.get_draft()).publisher == "Lamp"


async def test_a_form_that_comes_back_too_late_shows_what_was_written(
    world: World, writer: DraftDriver
) -> None:
    await writer.open_add_form("fact")
    chores = world.bot.scheduler.periodic_jobs
    await chores.run_due(world.env.now() + timedelta(hours=23))
    await chores.run_due(world.env.now() + timedelta(hours=25))
    text = await writer.submit(FACT)
    assert "left for a day" in text
    assert "> The harbour lantern is made of rice paper." in text


async def test_the_daily_limit_says_when_there_is_room_again(
    world: World, writer: DraftDriver
) -> None:
    await world.bot.store.guild_settings.update(world.guild.id, entries_a_day=1)
    await writer.open_add_form("fact")
    await writer.submit(FACT)
    other = DraftDriver(world)
    await other.open_add_form("fact")
    await other.submit({**FACT, "text": "Paper burns."})
    await writer.press_and_read("Send it in")
    again = int(world.env.now().timestamp()) + 24 * 60 * 60
    assert "**Not sent.** You've hit today's limit of 1" in await other.press_and_read("Send it in")
    assert f"<t:{again}:R>" in other.text
    assert "Paper burns." in other.text, "nothing is lost"
    refused = await writer.open_add_form("news", topic="cast")
    assert "You've hit today's limit of 1" in card_text(refused.response)
    reviewer = DraftDriver(world, add_admin(world))
    for _ in range(2):
        await reviewer.open_add_form("fact")
        await reviewer.submit(FACT)
        assert "Approved" in await reviewer.press_and_read("Send it in")


async def test_a_full_queue_takes_no_more(world: World, writer: DraftDriver) -> None:
    await world.bot.store.guild_settings.update(world.guild.id, entries_waiting=1)
    await canon.propose(world, canon.FACT, world.bob)
    refused = await writer.open_add_form("fact")
    assert "The queue is full, because 1 thing is waiting" in card_text(refused.response)


async def test_a_reviewer_can_change_what_waits_before_deciding(
    world: World, writer: DraftDriver
) -> None:
    await writer.open_add_form("quote", speaker="Vera", topic="cast")
    await writer.submit(QUOTE)
    await writer.press_and_read("Send it in")
    reviewer = DraftDriver(world, add_admin(world))
    await reviewer.open("review next")
    text = await reviewer.reopen_and_submit({**QUOTE, "occasion": "in her dressing room"}, "Edit")
    assert reviewer.prefilled["words"] == QUOTE["words"]
    assert "Your version goes back into the queue." in text
    assert "Someone may have beaten you to it" not in text
    text = await reviewer.press_and_read("Save")
    assert "Saved. This is what it says now." in text
    assert "**1 of 1** · quote, proposal 1 · from" in text
    assert "Said in her dressing room" in text
    assert "Approved: quote" in await reviewer.press_and_read("Approve")
    assert "in her dressing room" in await read_slash_response(world, "quote", speaker="Vera")


async def test_an_edit_comes_too_late_once_it_is_decided(world: World) -> None:
    await canon.propose(world, canon.FACT)
    editor, decider = DraftDriver(world, add_admin(world)), CardDriver(world, add_admin(world))
    await editor.open("review next")
    await decider.open()
    await editor.reopen_and_submit(FACT, "Edit")
    await decider.press_and_read("Approve")
    assert "It was decided in the meantime, so nothing changed" in await editor.press_and_read(
        "Save"
    )
