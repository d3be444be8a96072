"""Members who click twice, too late, or on what is not theirs while adding to the canon."""

from __future__ import annotations

import asyncio

import discord
import pytest

from cogs.canon.proposals.errors import QuotaExceededError
from cogs.canon.review.views import EditProposalButton
from cogs.canon.submit.service import SubmissionService
from cogs.canon.submit.views import DeleteDraftButton, SubmitButton, TryAnswerButton
from seeds.schema import Fact
from storage.proposals.proposals import ProposalState
from tests.drivers import canon
from tests.drivers.canon import get_proposal_state
from tests.drivers.drafts import FACT, QUESTION, DraftDriver, send_forged_message
from tests.world import World, card_text, show_command


@pytest.fixture
def writer(world: World) -> DraftDriver:
    return DraftDriver(world)


async def test_two_clicks_at_once_make_one_proposal(world: World, writer: DraftDriver) -> None:
    await writer.open_add_form("fact")
    await writer.submit(FACT)
    desk = world.bot.store.drafts
    [(draft_id,)] = await world.bot.store.database.fetch("SELECT id FROM draft")
    stored = await desk.get(world.guild.id, world.alice.id, draft_id)
    assert stored is not None
    made = await asyncio.gather(
        *(desk.submit(stored, "fact", "{}", world.env.now()) for _ in range(5))
    )
    assert sorted(number for number in made if number is not None) == [1]


async def test_of_many_drafts_sent_at_once_only_as_many_as_may_be_get_through(
    world: World, writer: DraftDriver
) -> None:
    store = world.bot.store
    await store.guild_settings.update(world.guild.id, entries_a_day=2)
    for _ in range(5):
        await writer.open_add_form("fact")
        await writer.submit(FACT)
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    desk = SubmissionService(world.bot, guild, world.alice.id)
    ids = await store.database.fetch("SELECT id FROM draft")
    drafts = [await desk.get_draft(draft_id) for (draft_id,) in ids]
    sent = await asyncio.gather(
        *(desk.submit(one, canon.FACT, None, is_limited=True) for one in drafts),
        return_exceptions=True,
    )
    assert [one for one in sent if isinstance(one, int)] == [1, 2]
    refused = [one for one in sent if isinstance(one, QuotaExceededError)]
    assert len(refused) == 3
    assert "today's limit of 2" in str(refused[0])
    assert len(await writer.list_proposals()) == 2


async def test_a_second_click_and_a_second_form_change_nothing(
    world: World, writer: DraftDriver
) -> None:
    await writer.open_add_form("fact")
    await writer.submit(FACT)
    form = await writer.press("Change")
    again = DraftDriver(world)
    again.form, again.card = form, writer.card
    stale = writer.card.message
    message = await send_forged_message(
        world, SubmitButton(int(writer.buttons["Change"]["custom_id"][12:]))
    )
    await writer.press_and_read("Send it in")
    assert stale.id == writer.card.message.id
    second = await world.alice.click(message, label="Send it in")
    assert "That draft is gone" in card_text(second.response)
    assert "This is what you wrote" in await again.submit({**FACT, "text": "Something else."})
    assert len(await writer.list_proposals()) == 1
    assert "Something else" not in (await writer.list_proposals())[0].body


async def test_a_permission_withdrawn_after_the_form_counts_no_more(world: World) -> None:
    role = world.guild.create_role("helpers")
    helper = world.guild.add_member(world.env.create_user("helper"), roles=[role])
    await world.bot.store.guild_settings.update(world.guild.id, reviewer_role_id=role.id)
    writer = DraftDriver(world, helper)
    await writer.open_add_form("fact")
    assert "You're a reviewer" in await writer.submit(FACT)
    await world.bot.store.guild_settings.update(world.guild.id, reviewer_role_id=None)
    assert "It's waiting for a reviewer" in await writer.press_and_read("Send it in")
    assert await get_proposal_state(world, 1) is ProposalState.AWAITING_REVIEW
    assert not [
        one
        for one in await world.bot.store.canon.for_guild(world.guild.id).list_all(Fact)
        if "own" in one.id
    ]


async def test_an_edit_is_not_saved_by_whoever_may_no_longer_review(world: World) -> None:
    role = world.guild.create_role("helpers")
    helper = world.guild.add_member(world.env.create_user("helper"), roles=[role])
    await world.bot.store.guild_settings.update(world.guild.id, reviewer_role_id=role.id)
    show_command(world, "review", role)
    await canon.propose(world, canon.FACT)
    editor = DraftDriver(world, helper)
    await editor.open("review next")
    await editor.reopen_and_submit({**FACT, "text": "Mine now."}, "Edit")
    await world.bot.store.guild_settings.update(world.guild.id, reviewer_role_id=None)
    assert "Only reviewers can do that" in await editor.press_and_read("Save")
    [proposal] = await editor.list_proposals()
    assert "Mine now" not in proposal.body


async def test_adding_that_was_switched_off_meanwhile_is_off(
    world: World, writer: DraftDriver
) -> None:
    await writer.open_add_form("fact")
    await writer.submit(FACT)
    await world.bot.store.guild_settings.update(world.guild.id, entries_a_day=0)
    assert "Members can't add anything here right now" in await writer.press_and_read("Send it in")
    assert await writer.list_proposals() == []


async def test_panels_of_others_answer_nobody_else(world: World, writer: DraftDriver) -> None:
    await writer.open_add_form("question")
    await writer.submit(QUESTION)
    draft_id = int(writer.buttons["Change"]["custom_id"][12:])
    number = await canon.propose(world, canon.FACT)
    message = await send_forged_message(
        world,
        SubmitButton(draft_id),
        DeleteDraftButton(draft_id),
        TryAnswerButton(draft_id),
        EditProposalButton(number),
    )
    for label in ("Send it in", "Delete", "Try an answer"):
        result = await world.bob.click(message, label=label)
        assert result.modal is None
        assert "That draft is gone" in card_text(result.response)
    result = await world.bob.click(message, label="Edit")
    assert "Only reviewers can do that" in card_text(result.response)
    assert await world.bot.store.drafts.get(world.guild.id, world.alice.id, draft_id) is not None


async def test_ids_of_other_servers_lead_nowhere(world: World, writer: DraftDriver) -> None:
    await writer.open_add_form("fact")
    await writer.submit(FACT)
    draft_id = int(writer.buttons["Change"]["custom_id"][12:])
    number = await canon.propose(world, canon.FACT)
    other = world.env.create_guild("Elsewhere")
    channel = other.create_text_channel("general")
    boss = other.create_role("boss", permissions=discord.Permissions(manage_guild=True))
    alice = other.add_member(world.alice.user, roles=[boss])
    place = world.bot.get_channel(channel.id)
    assert isinstance(place, discord.TextChannel)
    view = discord.ui.View(timeout=None)
    for item in (SubmitButton(draft_id), EditProposalButton(number)):
        view.add_item(item)
    message = await place.send(view=view)
    result = await alice.click(message, label="Send it in")
    assert "That draft is gone" in card_text(result.response)
    result = await alice.click(message, label="Edit")
    assert result.modal is None
    assert await world.bot.store.proposals.get(other.id, 1) is None
    assert await get_proposal_state(world, number) is ProposalState.AWAITING_REVIEW


async def test_a_member_keeps_at_most_twenty_drafts(world: World, writer: DraftDriver) -> None:
    for _ in range(25):
        await writer.open_add_form("fact")
    [(kept,)] = await world.bot.store.database.fetch("SELECT count(*) FROM draft")
    assert kept == 20
    assert "rice paper" in await writer.submit(FACT), "the newest are kept"
