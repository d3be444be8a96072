"""Entries can be retracted and restored, and the history says who did it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.app import open_bot
from storage.canon.audit_log import AuditAction, EntryChange
from storage.canon.guild_entries import NewEntries
from tests.drivers.canon import (
    FACT,
    NEWS,
    CardDriver,
    list_active_entries,
    propose,
    propose_and_approve,
    quote_draft,
    read_slash_response,
)
from tests.posting import add_admin
from tests.world import World, build_settings, card_text, open_world, show_command


@pytest.fixture
def panel(world: World) -> CardDriver:
    return CardDriver(world, add_admin(world))


async def suggestions(panel: CardDriver, command: str, typed: str) -> list[str]:
    found = await panel.member.autocomplete(panel.world.channel, command, "id", typed)
    return [choice["name"] for choice in found]


async def test_a_retracted_entry_is_gone_from_every_card_and_can_be_restored(
    world: World, panel: CardDriver
) -> None:
    before = await read_slash_response(world, "status")
    number = await propose_and_approve(world, NEWS)
    text = await panel.retract(f"own-{number}", "It was *another* film.")
    assert "Retracted. I took it off every card." in text
    assert "I no longer use it." in text
    assert f"**retracted** by <@{panel.member.id}> (event, source and status)" in text
    assert "It was \\*another\\* film." in text
    assert await read_slash_response(world, "status") == before
    assert "Cameras roll" not in await read_slash_response(world, "timeline")

    text = await panel.press_and_read("Restore")
    assert "It's back on the cards." in text
    assert "**restored**" in text
    assert "Restore" not in panel.buttons
    assert "Cameras roll on season three" in await read_slash_response(world, "status")


@pytest.mark.parametrize(("command", "about"), [("status", None), ("fact", "rice paper")])
async def test_an_old_cards_sources_say_that_it_was_retracted(
    world: World, panel: CardDriver, command: str, about: str | None
) -> None:
    numbers = [await propose_and_approve(world, draft) for draft in (NEWS, FACT)]
    options = {} if about is None else {"about": about}
    card = (await world.alice.slash(world.channel, command, **options)).response
    assert card is not None
    for number in numbers:
        await panel.retract(str(number))
    result = await world.alice.click(card, label="Sources")
    assert "It was removed after this card was posted." in card_text(result.response)


@pytest.mark.parametrize("typed", ["{}", "own-{}", "#{}", " OWN-{} "])
async def test_a_number_may_be_written_as_one_likes(
    world: World, panel: CardDriver, typed: str
) -> None:
    number = await propose_and_approve(world, FACT)
    assert "Retracted" in await panel.retract(typed.format(number))
    assert await list_active_entries(world.bot.store, world.guild.id) == []


async def test_one_entry_alone_goes_by_its_whole_id(world: World, panel: CardDriver) -> None:
    number = await propose_and_approve(world, NEWS)
    await panel.retract(f"status.own-{number}")
    left = [one.id for one in await list_active_entries(world.bot.store, world.guild.id)]
    assert left == [f"source.own-{number}", f"event.own-{number}"]


async def test_a_source_that_another_entry_cites_stays(world: World, panel: CardDriver) -> None:
    first = await propose_and_approve(world, NEWS)
    cites = FACT.model_copy(update={"known_source": f"source.own-{first}"})
    second = await propose_and_approve(world, cites)
    await panel.retract(str(first))
    left = [one.id for one in await list_active_entries(world.bot.store, world.guild.id)]
    assert left == [f"source.own-{first}", f"fact.own-{second}"]
    assert "The Lamp Post" in await read_slash_response(world, "fact", about="rice paper")


@pytest.mark.parametrize("typed", ["own-99", "fact.ida-plays-vera", "99", "' OR 1=1 --", "**x**"])
async def test_what_is_not_this_servers_own_is_not_found(
    world: World, panel: CardDriver, typed: str
) -> None:
    await propose_and_approve(world, FACT)
    for command in ("review retract", "review history"):
        assert "hasn't added anything called" in await panel.open(command, id=typed)
    assert len(await list_active_entries(world.bot.store, world.guild.id)) == 2


async def test_only_reviewers_retract_restore_and_read_the_history(world: World) -> None:
    role = world.guild.create_role("helpers")
    helper = CardDriver(
        world, world.guild.add_member(world.env.create_user("helper"), roles=[role])
    )
    settings = world.bot.store.guild_settings
    await settings.update(world.guild.id, reviewer_role_id=role.id)
    show_command(world, "review", role)
    number = await propose_and_approve(world, FACT)
    await helper.retract(str(number))
    await settings.update(world.guild.id, reviewer_role_id=None)

    assert "Only reviewers" in card_text((await helper.press("Restore")).response)
    assert "Only reviewers" in await helper.retract(str(number))
    assert "Only reviewers" in await helper.open("review history", id=str(number))
    assert "Only reviewers" in await helper.open("review history")
    assert await suggestions(helper, "review history", "") == []
    assert await list_active_entries(world.bot.store, world.guild.id) == []


async def test_entries_are_suggested_by_their_words(world: World, panel: CardDriver) -> None:
    news, fact = await propose_and_approve(world, NEWS), await propose_and_approve(world, FACT)
    assert await suggestions(panel, "review retract", "") == [
        f"Fact {fact}: The harbour lantern is made of rice paper.",
        f"News {news}: Cameras roll on season three",
    ]
    assert await suggestions(panel, "review retract", "ROLL cameras") == [
        f"News {news}: Cameras roll on season three"
    ]
    await panel.retract(str(news))
    assert await suggestions(panel, "review retract", "cameras") == []
    assert await suggestions(panel, "review history", "cameras") == [
        f"News {news}, taken back: Cameras roll on season three"
    ]


async def test_the_history_tells_who_proposed_and_who_let_it_in(
    world: World, panel: CardDriver
) -> None:
    number = await propose(world, FACT)
    await panel.open()
    await panel.press_and_read("Approve")
    text = await panel.open("review history", id=str(number))
    assert f"`own-{number}` **added** by <@{panel.member.id}> (fact and source)" in text
    assert f"proposal {number} of <@{world.alice.id}>" in text
    assert f"`source.own-{number}`, `fact.own-{number}`" in text

    own = await propose(world, NEWS, panel.member)
    await panel.open()
    await panel.press_and_read("Approve")
    assert f"their own proposal {own}" in await panel.open("review history", id=str(own))


async def test_what_an_edited_entry_said_before_is_kept(world: World, panel: CardDriver) -> None:
    number = await propose_and_approve(world, FACT)
    [_, fact] = FACT.to_entries(number).entries
    silk = fact.model_copy(update={"text": "It is made of silk."})
    change = EntryChange(world.guild.id, world.bob.id, world.env.now())
    assert await world.bot.store.guild_entries.revise(change, [fact], NewEntries([silk]))
    text = await panel.open("review history", id=str(number))
    assert "**It is made of silk.**" in text
    assert "> Before: The harbour lantern is made of rice paper." in text


async def test_the_newest_changes_come_page_by_page(world: World, panel: CardDriver) -> None:
    assert "This server hasn't added anything of its own" in await panel.open("review history")
    for number in range(6):
        await propose_and_approve(world, FACT.model_copy(update={"text": f"Fact number {number}."}))
    text = await panel.open("review history")
    assert "Page 1 of 2" in text
    assert text.index("Fact number 5.") < text.index("Fact number 3.")
    text = await panel.press_and_read("Next")
    assert "Fact number 0." in text
    assert panel.buttons["Next"]["disabled"]


async def test_what_a_quoted_member_took_back_cannot_be_restored(
    world: World, panel: CardDriver
) -> None:
    number = await propose_and_approve(world, quote_draft("Bob", member_id=world.bob.id))
    await world.bot.store.guild_entries.retract(
        EntryChange(world.guild.id, 0, world.env.now()),
        [f"quote.own-{number}"],
        AuditAction.WITHDRAWN,
    )
    text = await panel.open("review history", id=str(number))
    assert "**withdrawn** by someone who asked me to forget them" in text
    assert "Restore" not in panel.buttons


async def test_the_restore_button_works_after_a_restart(
    tmp_path: Path, platform_document: Any
) -> None:
    settings = build_settings(tmp_path)
    async with open_world(settings, platform_document) as world:
        panel = CardDriver(world, add_admin(world))
        number = await propose_and_approve(world, FACT)
        await panel.retract(str(number))
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            world.bot = successor
            assert "It's back on the cards." in await panel.press_and_read("Restore")
            assert "rice paper" in await read_slash_response(world, "fact", about="rice paper")


async def test_members_see_what_became_of_what_they_proposed(
    world: World, panel: CardDriver
) -> None:
    member = CardDriver(world, world.alice)
    assert "Nothing yet" in await member.open("canon mine")
    declined, waiting = await propose(world, FACT), await propose(world, NEWS)
    await propose(world, quote_draft("Bob"), world.bob)
    await panel.open()
    await panel.submit_form("Decline", text="It is silk.")
    text = await member.open("canon mine")
    assert f"fact {declined}, **declined**: It is silk." in text
    assert f"news {waiting}, **waiting for a reviewer**" in text
    assert "Cameras roll" in text
    assert "fold it all" not in text
