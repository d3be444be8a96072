"""Reviewers edit approved entries; the history keeps old versions, and edits can be undone."""

from __future__ import annotations

from typing import Any

from seeds.schema import Quote
from tests.drivers.canon import (
    FACT,
    NEWS,
    QUESTION,
    CardDriver,
    list_active_entries,
    propose,
    propose_and_approve,
    quote_draft,
    read_slash_response,
)
from tests.e2e.canon.history.editor import SILK, Editor
from tests.posting import add_admin
from tests.world import World, card_text, show_command


async def ids(world: World) -> list[str]:
    return [one.id for one in await list_active_entries(world.bot.store, world.guild.id)]


async def test_the_form_holds_what_is_approved_and_saving_changes_every_card(
    world: World, editor: Editor
) -> None:
    number = await propose_and_approve(world, FACT)
    await editor.open_edit_form(f"own-{number}")
    assert editor.prefilled["text"] == FACT.text
    assert editor.prefilled["publisher"] == "The Lamp Post"
    assert editor.prefilled["date"] == "2025"
    preview = await editor.submit(SILK)
    assert "made of silk" in preview
    assert "Every card shows it as soon as you save" in preview
    assert "Maybe the same" not in preview
    assert "Someone may have beaten you to it" not in preview
    assert "rice paper" in await read_slash_response(world, "fact", about="lantern")

    before = await ids(world)
    saved = await editor.press_and_read("Save")
    assert "Saved. Every card says this now." in saved
    assert await ids(world) == before
    assert "silk" in await read_slash_response(world, "fact", about="lantern")
    assert "rice paper" not in await read_slash_response(world, "fact", about="lantern")


async def test_an_edited_status_is_what_status_and_timeline_say_and_nothing_is_announced(
    world: World, editor: Editor
) -> None:
    number = await propose_and_approve(world, NEWS)
    await editor.open_edit_form(f"status.own-{number}")
    await editor.submit(
        {
            "headline": "Cameras stop",
            "text": "The crew went home.",
            "date": "2025-12-31",
            "publisher": "The Lamp Post",
            "link": "https://lantern.example/shooting",
        }
    )
    await editor.reopen_and_submit(
        {"topic": "season-two", "stage": "stalled", "certainty": "reported"},
        "What the news is about",
    )
    await editor.press_and_read("Save")
    status = await read_slash_response(world, "status")
    assert "Cameras stop" in status
    assert "Stalled" in status
    timeline = await read_slash_response(world, "timeline")
    assert "Cameras stop" in timeline
    assert "Cameras roll" not in timeline
    text = await editor.open("review history", id=str(number))
    assert "> Before (stage): Filming" in text
    assert "> After (stage): Stalled" in text
    assert await world.bot.store.announcements.list_open() == []


async def test_an_entry_keeps_its_own_source_when_another_has_the_same_page(
    world: World, editor: Editor
) -> None:
    number = await propose_and_approve(world, NEWS)
    await propose_and_approve(world, NEWS.model_copy(update={"headline": "The set is built"}))
    before = await ids(world)
    await editor.open_edit_form(str(number))
    text = await editor.submit({**editor.prefilled, "headline": "Cameras stop"})
    assert "Cameras stop" in text
    await editor.press_and_read("Save")
    assert await ids(world) == before
    assert "Cameras stop" in await read_slash_response(world, "timeline")


async def test_an_edited_question_is_asked_as_it_is_now(world: World, editor: Editor) -> None:
    number = await propose_and_approve(world, QUESTION)
    cog: Any = world.bot.get_cog("Trivia")
    assert any(QUESTION.text == one.text for one in await cog.banks.get(world.guild.id))
    await editor.open_edit_form(str(number))
    await editor.submit(
        {
            "text": "What are harbour lanterns made of?",
            "answers": "Rice paper",
            "wrong": "",
            "explanation": "The prop maker said so.",
            "topic": "cast",
        }
    )
    await editor.press_and_read("Save")
    asked = {one.text for one in await cog.banks.get(world.guild.id)}
    assert "What are harbour lanterns made of?" in asked
    assert QUESTION.text not in asked


async def test_of_two_reviewers_who_edit_at_once_the_second_is_refused(
    world: World, editor: Editor
) -> None:
    number = await propose_and_approve(world, FACT)
    second = Editor(world, add_admin(world))
    await editor.edit(number)
    await second.edit(number, text="The harbour lantern is made of glass.")
    await editor.press_and_read("Save")
    assert "changed or retracted in the meantime" in await second.press_and_read("Save")
    assert "silk" in await read_slash_response(world, "fact", about="lantern")
    assert (
        len(await world.bot.store.guild_entries.list_history(world.guild.id, f"fact.own-{number}"))
        == 2
    )


async def test_what_was_retracted_meanwhile_stays_as_it_was(world: World, editor: Editor) -> None:
    number = await propose_and_approve(world, FACT)
    await editor.edit(number)
    await CardDriver(world, editor.member).retract(str(number))
    assert "changed or retracted in the meantime" in await editor.press_and_read("Save")
    assert "It's retracted" in await editor.is_refused(str(number))
    assert await ids(world) == []


async def test_what_changes_nothing_is_not_saved(world: World, editor: Editor) -> None:
    number = await propose_and_approve(world, FACT)
    await editor.edit(number, text=FACT.text)
    assert "Nothing is different" in await editor.press_and_read("Save")
    assert (
        len(await world.bot.store.guild_entries.list_history(world.guild.id, f"fact.own-{number}"))
        == 1
    )


async def test_the_packs_entries_and_what_is_not_there_cannot_be_edited(
    world: World, editor: Editor
) -> None:
    await propose_and_approve(world, FACT)
    assert "came with me" in await editor.is_refused("fact.ida-plays-vera")
    assert "hasn't added anything called" in await editor.is_refused("own-99")


async def test_an_edit_neither_adds_nor_takes_away_a_stage(world: World, editor: Editor) -> None:
    number = await propose_and_approve(world, NEWS.model_copy(update={"stage": None}))
    await editor.open_edit_form(str(number))
    await editor.submit({**editor.prefilled})
    text = await editor.reopen_and_submit(
        {"topic": "season-two", "stage": "filming", "certainty": "reported"},
        "What the news is about",
    )
    assert "can't add or remove a stage" in text
    assert "Save" not in editor.buttons


async def test_only_reviewers_edit_save_and_undo(world: World) -> None:
    role = world.guild.create_role("helpers")
    helper = world.guild.add_member(world.env.create_user("helper"), roles=[role])
    settings, guild_id = world.bot.store.guild_settings, world.guild.id
    number = await propose_and_approve(world, FACT)
    show_command(world, "review", role)
    editor = Editor(world, helper)
    assert "Only reviewers" in await editor.is_refused(str(number))

    await settings.update(guild_id, reviewer_role_id=role.id)
    await editor.edit(number)
    await settings.update(guild_id, reviewer_role_id=None)
    assert "Only reviewers" in await editor.press_and_read("Save")
    assert "rice paper" in await read_slash_response(world, "fact", about="lantern")

    await settings.update(guild_id, reviewer_role_id=role.id)
    await editor.press_and_read("Save")
    await settings.update(guild_id, reviewer_role_id=None)
    assert "Only reviewers" in card_text((await editor.press("Undo")).response)
    assert "silk" in await read_slash_response(world, "fact", about="lantern")


async def test_own_entries_are_suggested_to_reviewers_alone(world: World, editor: Editor) -> None:
    number = await propose_and_approve(world, FACT)
    found = await editor.member.autocomplete(world.channel, "review edit", "id", "lantern")
    assert [one["value"] for one in found] == [f"own-{number}"]
    show_command(world, "review", world.alice)
    assert await world.alice.autocomplete(world.channel, "review edit", "id", "lantern") == []


async def test_a_members_words_can_only_be_shortened(world: World, editor: Editor) -> None:
    number = await propose_and_approve(world, quote_draft("Bob", member_id=world.bob.id))
    await editor.open_edit_form(str(number))
    assert set(editor.prefilled) == {"words", "occasion", "topic"}
    longer = {"words": "I would never fold.", "occasion": "in the lobby", "topic": "cast"}
    assert "Keep the words as they are" in await editor.submit(longer)
    await editor.reopen_and_submit({**longer, "words": "I would fold it all"})
    await editor.press_and_read("Save")
    [quote] = [
        one
        for one in await world.bot.store.canon.for_guild(world.guild.id).list_all(Quote)
        if one.id == f"quote.own-{number}"
    ]
    assert (quote.words, quote.speaker, quote.occasion) == (
        "I would fold it all",
        "bob",
        "in the lobby",
    )


async def test_what_cites_a_source_on_record_goes_on_citing_it(
    world: World, editor: Editor
) -> None:
    first = await propose_and_approve(world, NEWS)
    cites = FACT.model_copy(update={"known_source": f"source.own-{first}"})
    second = await propose_and_approve(world, cites)
    await editor.edit(second, link="https://lantern.example/elsewhere", publisher="Another")
    await editor.press_and_read("Save")
    [fact] = [
        one
        for one in await list_active_entries(world.bot.store, world.guild.id)
        if one.id == f"fact.own-{second}"
    ]
    assert fact.references == (f"source.own-{first}",)
    assert "silk" in await read_slash_response(world, "fact", about="lantern")


async def test_a_proposal_that_waits_is_no_entry_yet(world: World, editor: Editor) -> None:
    number = await propose(world, FACT)
    assert "hasn't added anything called" in await editor.is_refused(str(number))
