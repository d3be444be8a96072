"""News that dates the release has its date, and `/status` counts down to it."""

from __future__ import annotations

from pathlib import Path

from tests.drivers.canon import NEWS as NEWS_DRAFT
from tests.drivers.canon import CardDriver, propose, read_slash_response
from tests.drivers.drafts import NEWS, DraftDriver
from tests.e2e.canon.history.editor import Editor
from tests.last_version.world import open_last_version
from tests.posting import add_admin, list_posts
from tests.world import World

SECOND_FORM = "What the news is about"
DATED = {"topic": "season-two", "stage": "dated", "certainty": "confirmed"}


async def send_in_and_approve(world: World, writer: DraftDriver) -> CardDriver:
    await writer.press_and_read("Send it in")
    reviewer = CardDriver(world, add_admin(world))
    await reviewer.open()
    await reviewer.press_and_read("Approve")
    return reviewer


async def test_dated_asks_for_the_date_and_status_counts_down_to_it(world: World) -> None:
    news = world.guild.create_text_channel("news")
    await world.bot.store.guild_settings.update(world.guild.id, news_channel_id=news.id)
    writer = DraftDriver(world)
    await writer.open_add_form("news", topic="season-two", stage="dated")
    text = await writer.submit(NEWS)
    assert "It needs the release date that was announced: write it like 2026-03-14" in text
    assert "Send it in" not in writer.buttons
    for typed, problem in (
        ("spring 2026", "spring 2026 could be March to June"),
        ("2025", ""),
        ("2019", "The release date is before the news of it: check both dates."),
    ):
        text = await writer.reopen_and_submit({**DATED, "release_date": typed}, SECOND_FORM)
        assert problem in text
    text = await writer.reopen_and_submit({**DATED, "release_date": "May 1, 2026"}, SECOND_FORM)
    line = "**Release date:** May 1, 2026 (in 120 days)."
    assert line in text
    await send_in_and_approve(world, writer)
    assert line in await read_slash_response(world, "status")
    assert line in list_posts(news)[-1]
    shown = (await world.alice.slash(world.channel, "status")).response
    assert shown is not None
    pictured = str(shown.components)
    assert "Release: May 1, 2026, in 120 days." in pictured
    history = (await world.alice.click(shown.message, label="History")).response
    assert history is not None
    assert "release May 1, 2026" in str(history.components)
    await world.env.advance_time(119 * 86_400)
    assert "May 1, 2026 (tomorrow)." in await read_slash_response(world, "status")
    await world.env.advance_time(3 * 86_400)
    assert "(2 days ago). I haven't heard that it's out." in await read_slash_response(
        world, "status"
    )


async def test_the_command_takes_the_date_too_and_an_edit_can_move_it(world: World) -> None:
    writer = DraftDriver(world)
    await writer.open_add_form(
        "news", topic="season-two", stage="filming", release_date="March 2027"
    )
    assert "**Release date:** March 2027" in await writer.submit(NEWS)
    await send_in_and_approve(world, writer)
    assert "March 2027 (in about 1 year and 2 months)." in await read_slash_response(
        world, "status"
    )
    editor = Editor(world, add_admin(world))
    await editor.open_edit_form("1")
    await editor.submit(NEWS)
    editor.form = await editor.press(SECOND_FORM)
    assert editor.prefilled["release_date"] == "2027-03"
    await editor.submit({**DATED, "stage": "filming", "release_date": "2028"})
    await editor.press_and_read("Save")
    assert "**Release date:** 2028 (in 2 years)." in await read_slash_response(world, "status")


async def test_a_date_without_a_stage_is_asked_about(world: World) -> None:
    writer = DraftDriver(world)
    await writer.open_add_form("news", topic="season-two", release_date="2027")
    text = await writer.submit(NEWS)
    assert "Choose how far it is now, or clear the release date." in text


async def test_a_proposal_without_its_date_is_edited_before_it_counts(world: World) -> None:
    await propose(world, NEWS_DRAFT.model_copy(update={"stage": "dated"}))
    reviewer = DraftDriver(world, add_admin(world))
    text = await reviewer.open()
    assert "**It can't count the way it is:** Dated needs the release date." in text
    assert "Dated needs the release date" in await reviewer.press_and_read("Approve")
    reviewer.form = await reviewer.press("Edit")
    await reviewer.submit(NEWS)
    await reviewer.reopen_and_submit({**DATED, "release_date": "2027"}, SECOND_FORM)
    await reviewer.press_and_read("Save")
    assert "Approved" in await reviewer.press_and_read("Approve")
    assert "2027 (next year)" in await read_slash_response(world, "status")


async def test_news_of_the_last_version_gets_a_date(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        world, rita = last.world(), DraftDriver(last.world(), last.member("rita"))
        rita.form = await rita.member.slash(last.channel(), "review edit", id="2")
        await rita.submit(NEWS)
        await rita.reopen_and_submit({**DATED, "release_date": "2027"}, SECOND_FORM)
        assert "Saved" in await rita.press_and_read("Save")
        text = await read_slash_response(world, "status")
        assert "**Release date:** 2027 (next year)." in text
