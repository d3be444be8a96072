"""News settles promises once a reviewer has approved it, and every card tells the same."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from simcord.actors import _component_interaction

from bot.app import open_bot
from tests.drivers.canon import CardDriver, read_slash_response
from tests.drivers.drafts import NEWS, DraftDriver
from tests.e2e.canon.history.editor import Editor
from tests.e2e.canon.transfer.server import Server
from tests.last_version.world import open_last_version
from tests.packs.pack_on_disk import PackOnDisk
from tests.posting import add_admin, list_posts
from tests.world import World, build_settings, card_text, open_world

LANTERNS = "A thousand lanterns are lit"
HARBOUR = "It is shot at the harbour"
PROMISES = f"""
[[status.promises]]
text = "{LANTERNS}"
due = "2025"
outcome = "open"
what_happened = "Nothing more was said."

[[status.promises]]
text = "{HARBOUR}"
outcome = "unknown"
what_happened = "No one has said so since."
"""
SETTLES = "Promises it settles"


def add_promises(parent: Path) -> PackOnDisk:
    """Return a copy of the tiny pack with two open promises more."""
    pack = PackOnDisk.copy_tiny(parent)
    pack.change("status.writing", "[[question]]", f"{PROMISES}\n[[question]]")
    return pack


@pytest.fixture
async def world(tmp_path: Path, platform_document: Any) -> AsyncGenerator[World]:
    """A guild whose pack has two promises that are open."""
    pack = add_promises(tmp_path)
    async with open_world(build_settings(tmp_path, pack.folder), platform_document) as running:
        yield running


async def get_keys(driver: DraftDriver) -> dict[str, str]:
    """Return the values of the open promises that the form lists, by their texts."""
    assert driver.form.modal is not None
    fields = [one["component"] for one in driver.form.modal["components"]]
    return {option["label"]: option["value"] for option in fields[0]["options"]}


async def write_news(world: World, stage: str = "none", **settled: Any) -> DraftDriver:
    """Write news up to its preview; `settled` are the fields, with the texts of promises."""
    writer = DraftDriver(world)
    await writer.open_add_form("news", topic="season-two", stage=stage)
    await writer.submit(NEWS)
    await settle(writer, **settled)
    return writer


async def settle(writer: DraftDriver, **settled: Any) -> str:
    """Open the form of promises and submit it; return the text of the card that follows."""
    writer.form = await writer.press(SETTLES)
    return await settle_open_form(writer, **settled)


async def settle_open_form(writer: DraftDriver, **settled: Any) -> str:
    keys = await get_keys(writer)
    values = {
        name: [keys[text] for text in value] if isinstance(value, list) else value
        for name, value in settled.items()
    }
    return await writer.submit(values)


async def approve(world: World, writer: DraftDriver) -> CardDriver:
    await writer.press_and_read("Send it in")
    reviewer = CardDriver(world, add_admin(world))
    await reviewer.open()
    await reviewer.press_and_read("Approve")
    return reviewer


async def read_promises(world: World) -> str:
    """Return the card of promises and the description of its picture."""
    shown = (await world.alice.slash(world.channel, "status")).response
    assert shown is not None
    card = (await world.bob.click(shown.message, label="Promises vs. reality")).response
    assert card is not None
    galleries = [
        item["description"]
        for container in card.components
        for one in container.get("components", ())
        for item in one.get("items", ())
    ]
    return "\n".join((card_text(card), *galleries))


async def read_day(world: World, day: date) -> str:
    return await read_slash_response(world, "onthisday", date=f"{day.day} {day:%B}")


async def test_news_that_settles_nothing_leaves_every_promise_open(world: World) -> None:
    writer = DraftDriver(world)
    await writer.open_add_form("news", topic="season-two")
    await writer.submit(NEWS)
    writer.form = await writer.press(SETTLES)
    assert set(await get_keys(writer)) == {LANTERNS, HARBOUR}
    assert not any(
        option.get("default")
        for label in writer.form.modal["components"]
        for option in label["component"].get("options", ())
    )
    await writer.submit({"keeps": [], "breaks": [], "moves": []})
    assert "Promise kept" not in writer.text
    await approve(world, writer)
    assert "**Promises:** 1 kept, 1 still open, 1 with no word yet." in await read_slash_response(
        world, "status"
    )


async def test_a_kept_promise_is_told_as_kept_everywhere_and_undone_with_the_approval(
    world: World,
) -> None:
    writer = await write_news(world, "filming", keeps=[LANTERNS])
    assert f"**Promise kept:** {LANTERNS}" in writer.text
    assert "still open" in await read_slash_response(world, "status"), "no one has decided yet"

    reviewer = await approve(world, writer)
    assert f"**Promise kept:** {LANTERNS}" in reviewer.text
    assert "**Promises:** 2 kept, 1 with no word yet." in await read_slash_response(world, "status")
    promises = await read_promises(world)
    assert f"**{LANTERNS}**\nReported March 2021, due 2025. **Kept.** Cameras roll" in promises
    assert f"“{LANTERNS}”: reported March 2021, due 2025. Kept." in promises
    assert "The Lamp Post" in promises
    anniversary = await read_day(world, date(2026, 3, 1))
    assert "**What happened next:** Cameras roll on season three." in anniversary
    history = CardDriver(world, reviewer.member)
    assert f"**Promise kept:** {LANTERNS}" in await history.open("review history", id="1")

    await reviewer.press_and_read("Undo")
    assert "**Promises:** 1 kept, 1 still open, 1 with no word yet." in await read_slash_response(
        world, "status"
    )
    assert f"“{LANTERNS}”: reported March 2021, due 2025. Still open." in await read_promises(world)
    assert "Cameras roll" not in await read_day(world, date(2026, 3, 1))


async def test_a_broken_promise_is_told_as_broken(world: World) -> None:
    await approve(world, await write_news(world, breaks=[HARBOUR]))
    promises = await read_promises(world)
    assert f"**{HARBOUR}**\nReported March 2021. **Broken.** Cameras roll" in promises
    assert f"“{HARBOUR}”: reported March 2021, no date given. Broken." in promises
    assert "1 kept, 1 broken, 1 still open" in await read_slash_response(world, "status")


async def test_a_promise_that_was_put_off_has_a_new_date_and_can_be_kept_by_then(
    world: World,
) -> None:
    writer = await write_news(world, moves=[LANTERNS], moved_to="June 2027")
    assert f"**Promise put off to June 2027:** {LANTERNS}" in writer.text
    await approve(world, writer)
    promises = await read_promises(world)
    assert "due 2025, then June 2027. **Slipped.** Cameras roll" in promises
    assert f"“{LANTERNS}”: reported March 2021, due 2025, then June 2027. Slipped." in promises
    assert "Promises vs. reality, 2020 to 2027." in promises

    await approve(world, await write_news(world, keeps=[LANTERNS]))
    assert "due 2025, then June 2027. **Kept.**" in await read_promises(world)


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


async def test_the_announcement_says_what_the_news_settles(world: World) -> None:
    news = world.guild.create_text_channel("news")
    await world.bot.store.guild_settings.update(world.guild.id, news_channel_id=news.id)
    await approve(world, await write_news(world, "filming", keeps=[LANTERNS]))
    assert f"**Promise kept:** {LANTERNS}" in list_posts(news)[-1]


async def test_only_that_server_settled_it(world: World) -> None:
    await approve(world, await write_news(world, keeps=[LANTERNS]))
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("general")
    member = elsewhere.add_member(world.env.create_user("erin"))
    text = card_text((await member.slash(channel, "status")).response)
    assert "**Promises:** 1 kept, 1 still open, 1 with no word yet." in text


async def test_a_restart_keeps_it_and_a_reworded_promise_is_open_again(
    tmp_path: Path, world: World
) -> None:
    await approve(world, await write_news(world, keeps=[LANTERNS]))
    entries = tmp_path / "pack" / "entries.toml"
    settings = build_settings(tmp_path, tmp_path / "pack")
    for text, counts in (
        (LANTERNS, "**Promises:** 2 kept, 1 with no word yet."),
        (
            "Two thousand lanterns are lit",
            "**Promises:** 1 kept, 1 still open, 1 with no word yet.",
        ),
    ):
        entries.write_text(entries.read_text("utf-8").replace(LANTERNS, text), "utf-8")
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            world.bot = successor
            assert counts in await read_slash_response(world, "status")


async def test_an_export_takes_it_along_to_a_server_with_the_same_promises(
    world: World, there: Server
) -> None:
    await approve(world, await write_news(world, keeps=[LANTERNS]))
    here = Server(world, world.guild, world.channel, add_admin(world))
    _, content = await here.export()
    await there.bring_in(content)
    text = card_text((await there.admin.slash(there.channel, "status")).response)
    assert "**Promises:** 2 kept, 1 with no word yet." in text
    assert await there.ids() == ["source.own-1", "event.own-1"]


async def test_news_of_the_last_version_settles_a_promise(tmp_path: Path) -> None:
    pack = add_promises(tmp_path)
    async with open_last_version(tmp_path, pack=pack.folder) as last:
        world, rita = last.world(), DraftDriver(last.world(), last.member("rita"))
        assert "1 kept, 1 still open" in await read_slash_response(world, "status")
        await rita.open()
        while "proposal 17" not in rita.text:
            await rita.press_and_read("Next")
        rita.form = await rita.press("Edit")
        await rita.submit({**rita.prefilled, "date": "2026-10-01"})
        await settle(rita, keeps=[LANTERNS])
        await rita.press_and_read("Save")
        await rita.press_and_read("Approve")
        assert "**Promises:** 2 kept, 1 with no word yet." in await read_slash_response(
            world, "status"
        )
        assert "**Kept.** The trailer is cut." in await read_promises(world)
