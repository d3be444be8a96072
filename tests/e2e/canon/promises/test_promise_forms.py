"""The form of promises: one outcome for each, which edits and second presses keep."""

from __future__ import annotations

import pytest
from simcord.actors import _component_interaction

from tests.drivers.canon import CardDriver
from tests.drivers.drafts import NEWS, DraftDriver
from tests.e2e.canon.history.editor import Editor
from tests.e2e.canon.promises.news import (
    HARBOUR,
    LANTERNS,
    SETTLES,
    approve,
    get_keys,
    read_promises,
    settle,
    settle_open_form,
    write_news,
)
from tests.posting import add_admin
from tests.world import World, card_text


async def test_one_promise_has_one_outcome_and_a_new_date_belongs_to_one_put_off(
    world: World,
) -> None:
    writer = await write_news(world, keeps=[LANTERNS], breaks=[LANTERNS])
    assert f"Choose one outcome for “{LANTERNS}”." in writer.text
    text = await settle(writer, keeps=[LANTERNS], breaks=[], moved_to="2027")
    assert "Choose the promise that has a new date, or clear that date." in text
    text = await settle(writer, keeps=[LANTERNS], breaks=[], moved_to="")
    assert "Send it in" in writer.buttons


async def test_of_two_that_settle_one_promise_the_second_is_told_so(world: World) -> None:
    first = await write_news(world, keeps=[LANTERNS])
    second = await write_news(world, breaks=[LANTERNS])
    await second.press_and_read("Send it in")
    await first.press_and_read("Send it in")
    reviewer = CardDriver(world, add_admin(world))
    await reviewer.open()
    await reviewer.press_and_read("Approve")
    await reviewer.press_and_read("Next")
    problem = f"“{LANTERNS}” isn't an open promise anymore"
    assert problem in reviewer.text
    assert problem in await reviewer.press_and_read("Approve")
    assert "**Broken.**" in await read_promises(world)


async def test_a_reviewers_edit_of_a_proposal_changes_what_it_settles(world: World) -> None:
    writer = await write_news(world, keeps=[LANTERNS])
    await writer.press_and_read("Send it in")
    reviewer = DraftDriver(world, add_admin(world))
    await reviewer.open()
    reviewer.form = await reviewer.press("Edit")
    await reviewer.submit(NEWS)
    reviewer.form = await reviewer.press(SETTLES)
    [chosen] = [
        option["label"]
        for option in reviewer.form.modal["components"][0]["component"]["options"]
        if option.get("default")
    ]
    assert chosen == LANTERNS
    keys = await get_keys(reviewer)
    await reviewer.submit({"keeps": [], "breaks": [keys[LANTERNS]], "moves": []})
    await reviewer.press_and_read("Save")
    await reviewer.press_and_read("Approve")
    assert f"**{LANTERNS}**\nReported March 2021, due 2025. **Broken.**" in await read_promises(
        world
    )


async def test_an_edit_of_what_counts_can_settle_otherwise_and_be_undone(world: World) -> None:
    await approve(world, await write_news(world, keeps=[LANTERNS]))
    editor = Editor(world, add_admin(world))
    await editor.open_edit_form("1")
    await editor.submit(NEWS)
    await settle(editor, keeps=[], breaks=[LANTERNS])
    await editor.press_and_read("Save")
    assert f"**{LANTERNS}**\nReported March 2021, due 2025. **Broken.**" in await read_promises(
        world
    )
    history = await editor.open("review history", id="1")
    assert f"Before (settles): “{LANTERNS}” kept" in history
    assert f"After (settles): “{LANTERNS}” broken" in history
    await editor.press_and_read("Undo")
    assert "due 2025. **Kept.**" in await read_promises(world)


async def test_every_button_of_the_forms_is_answered_when_pressed_twice(world: World) -> None:
    writer = await write_news(world, keeps=[LANTERNS])
    first, second = await writer.press(SETTLES), await writer.press(SETTLES)
    writer.form = first
    await settle_open_form(writer, keeps=[], breaks=[LANTERNS])
    writer.form = second
    assert "Your draft has changed since" in await settle_open_form(writer, keeps=[LANTERNS])
    await settle(writer, keeps=[LANTERNS], breaks=[])
    await press_twice(writer, "Send it in")
    reviewer = CardDriver(world, add_admin(world))
    await reviewer.open()
    await press_twice(reviewer, "Approve")
    assert "**Kept.** Cameras roll" in await read_promises(world)
    await press_twice(reviewer, "Undo")
    assert "**Kept.** Cameras roll" not in await read_promises(world)


async def press_twice(driver: CardDriver, label: str) -> None:
    """Press a button, and the same button again on a device that still shows it."""
    custom_id, message = driver.buttons[label]["custom_id"], driver.card.message
    await driver.press_and_read(label)
    stored = driver.world.env.backend.get_message(message.channel.id, message.id)
    again = await _component_interaction(
        driver.member, stored, {"component_type": 2, "custom_id": custom_id}
    )
    assert "This card changed in the meantime" in card_text(again.response)


async def test_news_of_a_further_stage_asks_whether_it_keeps_a_promise(world: World) -> None:
    question = f"**Does this keep “{LANTERNS}” or “{HARBOUR}”?**"
    writer = DraftDriver(world)
    await writer.open_add_form("news", topic="season-two", stage="filming")
    text = await writer.submit(NEWS)
    assert f"{question} If it does, choose it below." in text
    assert SETTLES in writer.buttons
    await writer.press_and_read("Send it in")
    reviewer = DraftDriver(world, add_admin(world))
    assert f"{question} If it does, choose it with *Edit*." in await reviewer.open()
    reviewer.form = await reviewer.press("Edit")
    await reviewer.submit(NEWS)
    text = await settle(reviewer, keeps=[HARBOUR])
    assert "Does this keep" not in text
    assert f"**Promise kept:** {HARBOUR}" in text
    assert "Does this keep" not in await reviewer.press_and_read("Save")


@pytest.mark.parametrize("stage", ["none", "writing", "rumoured", "stalled"])
async def test_news_of_no_further_stage_asks_nothing(world: World, stage: str) -> None:
    assert "Does this keep" not in (await write_news(world, stage, keeps=[])).text
