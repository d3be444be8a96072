"""People of one name or of confusable names in proposals."""

from __future__ import annotations

import asyncio

from cogs.canon.proposals.approval import Reviewer, approve_proposal, build_fingerprint
from seeds.schema import Quote
from storage.proposals.proposals import ProposalState
from tests.drivers.canon import CardDriver, get_proposal_state, propose, quote_draft
from tests.world import World


async def test_two_people_of_one_name_stay_two(world: World, panel: CardDriver) -> None:
    first = await propose(world, quote_draft("Bob", member_id=world.bob.id))
    second = await propose(world, quote_draft("Bob", member_id=panel.member.id))
    await panel.open()
    await panel.press_and_read("Approve")
    await panel.press_and_read("Next")
    await panel.press_and_read("Approve")
    people = await world.bot.store.guild_entries.list_people(world.guild.id)
    assert {(one.slug, one.member_id) for one in people} == {
        ("bob", world.bob.id),
        ("bob-2", panel.member.id),
    }
    quotes = await world.bot.store.canon.for_guild(world.guild.id).list_all(Quote)
    speakers = {one.id: one.speaker for one in quotes}
    assert speakers[f"quote.own-{first}"] == "bob"
    assert speakers[f"quote.own-{second}"] == "bob-2"


async def test_two_people_of_one_name_stay_two_when_both_come_in_at_once(
    world: World, panel: CardDriver
) -> None:
    members = (world.bob.id, panel.member.id)
    numbers = [await propose(world, quote_draft("Bob", member_id=one)) for one in members]
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    reviewer, proposals = Reviewer(guild, panel.member.id), world.bot.store.proposals
    seen = [
        build_fingerprint(one.body)
        for number in numbers
        if (one := await proposals.get(guild.id, number))
    ]
    await asyncio.gather(
        *(approve_proposal(world.bot, reviewer, *one) for one in zip(numbers, seen, strict=True))
    )
    people = await world.bot.store.guild_entries.list_people(world.guild.id)
    assert {one.member_id for one in people} == set(members)


async def test_of_two_who_look_the_same_the_second_cannot_count(
    world: World, panel: CardDriver
) -> None:
    await propose(world, quote_draft("Rob Smith", "rob-smith"))
    second = await propose(world, quote_draft("R\u043eb Smith", "rb-smith"))
    await panel.open()
    await panel.press_and_read("Approve")
    text = await panel.press_and_read("Next")
    assert "R\u043eb Smith looks like Rob Smith, who I already know" in text
    assert "Edit it first" in await panel.press_and_read("Approve")
    assert await get_proposal_state(world, second) is ProposalState.AWAITING_REVIEW
