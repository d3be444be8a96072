"""News settles promises once a reviewer has approved it, and every card tells the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.app import open_bot
from tests.drivers.canon import CardDriver, read_slash_response
from tests.drivers.drafts import NEWS, DraftDriver
from tests.e2e.canon.promises.news import (
    HARBOUR,
    LANTERNS,
    SETTLES,
    add_promises,
    approve,
    get_keys,
    read_promises,
    settle,
    write_news,
)
from tests.e2e.canon.transfer.server import Server
from tests.last_version.world import open_last_version
from tests.posting import add_admin, list_posts
from tests.world import World, build_settings, card_text


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
