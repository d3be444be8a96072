"""The history says what an edit changed, and an edit can be undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.app import open_bot
from storage.privacy.member_data import MemberDataScope
from tests.drivers.canon import (
    FACT,
    CardDriver,
    list_active_entries,
    propose_and_approve,
    quote_draft,
    read_slash_response,
)
from tests.e2e.canon.history.editor import Editor
from tests.posting import add_admin
from tests.world import World, build_settings, card_text, open_world


async def test_the_history_says_who_changed_what_into_what(world: World, editor: Editor) -> None:
    number = await propose_and_approve(world, FACT)
    await editor.edit(number)
    await editor.press_and_read("Save")
    text = await editor.open("review history", id=str(number))
    assert f"**edited** by <@{editor.member.id}> (fact and source)" in text
    assert "> Before: The harbour lantern is made of rice paper." in text
    assert "> After: The harbour lantern is made of silk." in text
    assert "Undo" in editor.buttons


async def test_an_undo_restores_what_it_said_and_can_be_undone_again(
    world: World, editor: Editor
) -> None:
    number = await propose_and_approve(world, FACT)
    entries = await list_active_entries(world.bot.store, world.guild.id)
    await editor.edit(number)
    await editor.press_and_read("Save")
    other = CardDriver(world, editor.member)
    other.card = editor.card
    text = await editor.press_and_read("Undo")
    assert "Undone. It says what it said before." in text
    assert "edited** by" in text
    assert ": undone" in text
    assert await list_active_entries(world.bot.store, world.guild.id) == entries
    assert "rice paper" in await read_slash_response(world, "fact", about="lantern")

    world.env.backend.clock.advance(1)
    await editor.press_and_read("Undo")
    assert "silk" in await read_slash_response(world, "fact", about="lantern")


async def test_an_undo_that_comes_too_late_changes_nothing(world: World, editor: Editor) -> None:
    number = await propose_and_approve(world, FACT)
    await editor.edit(number)
    await editor.press_and_read("Save")
    late = CardDriver(world, editor.member)
    late.card = editor.card
    custom_id = late.buttons["Undo"]["custom_id"]
    world.env.backend.clock.advance(5)
    second = Editor(world, add_admin(world))
    await second.edit(number, text="The harbour lantern is made of glass.")
    await second.press_and_read("Save")
    result = await editor.member.click(late.card.message, custom_id=custom_id)
    assert "changed or retracted in the meantime" in card_text(result.response)
    assert "glass" in await read_slash_response(world, "fact", about="lantern")


async def test_what_a_member_withdrew_is_neither_saved_nor_undone(
    world: World, editor: Editor
) -> None:
    number = await propose_and_approve(world, quote_draft("Bob", member_id=world.bob.id))
    shorter = {"words": "I would fold it all", "occasion": "in the lobby", "topic": "cast"}
    await editor.open_edit_form(str(number))
    await editor.submit(shorter)
    await editor.press_and_read("Save")
    undo = editor.buttons["Undo"]["custom_id"]
    second = Editor(world, add_admin(world))
    await second.open_edit_form(str(number))
    await second.submit({**shorter, "words": "I would fold"})

    store = world.bot.store
    scope = MemberDataScope(world.bob.id, world.guild.id)
    await store.member_erasure.erase(scope, world.env.now())
    assert "That draft is gone" in card_text((await second.press("Save")).response)
    result = await editor.member.click(editor.card.message, custom_id=undo)
    assert "changed or retracted in the meantime" in card_text(result.response)
    assert await list_active_entries(world.bot.store, world.guild.id) == []
    bodies = await store.database.fetch("SELECT before FROM deed WHERE before <> ''")
    assert bodies == []


async def test_a_preview_from_before_a_restart_is_still_saved_and_undone(
    tmp_path: Path, platform_document: Any
) -> None:
    settings = build_settings(tmp_path)
    async with open_world(settings, platform_document) as world:
        editor = Editor(world, add_admin(world))
        number = await propose_and_approve(world, FACT)
        await editor.edit(number)
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            world.bot = successor
            assert "Saved. Every card says this now." in await editor.press_and_read("Save")
            assert "silk" in await read_slash_response(world, "fact", about="lantern")
            await editor.press_and_read("Undo")
            assert "rice paper" in await read_slash_response(world, "fact", about="lantern")
