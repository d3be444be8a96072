"""Members delete what is stored about them, and no card has a trace of it afterwards."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from simcord.actors import _component_interaction

from bot.app import open_bot
from storage.epoch import from_epoch
from storage.privacy.member_data import MemberDataScope
from tests.cogs.trivia.rules.games import choice_question
from tests.databases.traces import (
    find_columns_with,
    leave_traces_in_guild,
    propose_and_approve,
    quote_draft,
    settle_round,
)
from tests.drivers.trivia import TriviaDriver, parse_ranking
from tests.e2e.privacy.card import ask, labels, newest, press, text
from tests.platform_rules.document import PlatformDocument
from tests.posting import (
    add_admin,
    get_raw_components,
    get_schedule,
    list_posts,
    run_due_at,
    set_up_anniversaries,
)
from tests.world import World, build_settings, card_text, iter_buttons, open_world


async def delete(world: World, where: str, member: Any = None) -> Any:
    """Go all the way; gives the result of the last click."""
    who = member or world.alice
    asked = await press(who, await ask(world, who), where)
    return await press(who, asked, "Yes, delete it")


async def test_deleting_here_asks_again_and_says_what_is_gone(busy: World) -> None:
    shown = await ask(busy)
    asked = await press(busy.alice, shown, "Delete what's here")
    assert newest(asked).ephemeral
    assert newest(asked).id != newest(shown).id, "a second card"
    assert "Delete it for good?" in text(asked)
    assert "in one total without names" in text(asked)
    assert "You can't undo this." in text(asked)
    await press(busy.alice, asked, "Yes, delete it")
    assert "## Deleted" in text(asked)
    assert "- 1 trivia answer: 1 right, 120 points" in text(asked)
    assert not labels(asked)
    after = text(await ask(busy))
    assert after.count("Nothing. A blank page") == 1
    assert "- 2 trivia answers: 2 right, 175 points" in after


async def test_deleting_everywhere_leaves_nothing_anywhere(busy: World) -> None:
    await delete(busy, "Delete it everywhere")
    assert text(await ask(busy)).count("Nothing. A blank page") == 2
    assert await find_columns_with(busy.bot.store, busy.alice.id) == set()
    assert await find_columns_with(busy.bot.store, busy.alice.user.dm_channel.id) == set()


async def test_leaderboards_keep_the_points_in_one_quiet_line(busy: World) -> None:
    await settle_round(busy.bot.store, busy.guild.id, {busy.alice.id: 1_120}, game_id=5)
    await delete(busy, "Delete what's here")
    board = await busy.bob.slash(busy.channel, "trivia leaderboard")
    assert parse_ranking(card_text(board.response)) == [(1, 80)]
    assert "and 1,240 points by members who asked me to forget them" in card_text(board.response)
    year = await busy.bob.slash(busy.channel, "trivia leaderboard", period="year")
    assert "asked to be forgotten" not in card_text(year.response)
    stats = await busy.bob.slash(busy.channel, "trivia stats", member=busy.alice)
    assert "hasn't played a game here yet" in card_text(stats.response)


async def test_a_second_click_and_an_old_card_say_that_nothing_is_left(busy: World) -> None:
    shown = await ask(busy)
    asked = await press(busy.alice, shown, "Delete what's here")
    again = await press(busy.alice, shown, "Delete what's here")
    await press(busy.alice, asked, "Yes, delete it")
    for late in (
        await press(busy.alice, again, "Yes, delete it"),
        await press(busy.alice, shown, "Delete what's here"),
    ):
        assert newest(late).content == (
            "I have nothing about you there, so there's nothing to delete."
        )
        assert newest(late).ephemeral
    await delete(busy, "Delete it everywhere")
    late = await press(busy.alice, shown, "Export as a file")
    assert "the file would be empty" in newest(late).content


async def test_two_clicks_at_the_same_moment_delete_once(busy: World) -> None:
    scope = MemberDataScope(busy.alice.id, busy.guild.id)
    forget = busy.bot.store.member_erasure.erase
    first, second = await asyncio.gather(forget(scope, from_epoch(1)), forget(scope, from_epoch(1)))
    assert [first.is_empty, second.is_empty] == [False, True]
    assert await busy.bot.store.trivia_scores.get_erased_points(busy.guild.id) == 120


async def test_another_members_buttons_do_nothing(busy: World) -> None:
    shown = await ask(busy)
    asked = await press(busy.alice, shown, "Delete it everywhere")
    for card in (shown, asked):
        message = newest(card).message
        stored = busy.env.backend.get_message(message.channel.id, message.id)
        for button in iter_buttons(get_raw_components(message)):
            data = {"component_type": 2, "custom_id": button["custom_id"]}
            told = newest(await _component_interaction(busy.bob, stored, data))
            assert told.content.startswith("That card is someone else's.")
    for member in (busy.alice, busy.bob):
        assert "1 trivia answer" in text(await ask(busy, member))


async def test_a_restart_between_the_two_clicks_changes_nothing(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> None:
    settings = build_settings(tmp_path)
    async with open_world(settings, platform_document) as world:
        await leave_traces_in_guild(world.bot.store, world.guild.id, world.alice.id, world.bob.id)
        asked = await press(world.alice, await ask(world), "Delete it everywhere")
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            world.bot = successor
            await press(world.alice, asked, "Yes, delete it")
            assert "## Deleted" in text(asked)
            assert await find_columns_with(successor.store, world.alice.id) == set()


async def test_in_a_running_game_a_sentence_says_to_finish_it_first(busy: World) -> None:
    table = TriviaDriver(busy, questions=[choice_question()])
    await table.start_game(rounds=1)
    shown = await ask(busy)
    assert "- 1 running game you're in" in text(shown)
    for where in ("Delete what's here", "Delete it everywhere"):
        asked = await press(busy.alice, shown, where)
        refused = newest(await press(busy.alice, asked, "Yes, delete it"))
        assert f"still running in <#{busy.channel.id}>: finish it or stop it" in refused.content
    await busy.alice.slash(busy.channel, "trivia stop")
    await delete(busy, "Delete what's here")
    assert text(await ask(busy)).count("Nothing. A blank page") == 1


async def test_a_withdrawn_quote_is_on_no_card_any_more(world: World) -> None:
    store, guild_id = world.bot.store, world.guild.id
    words = quote_draft(world.alice.id, "Alice of the Harbour", "Every lamp hums a little.")
    await propose_and_approve(store, guild_id, world.bob.id, world.bob.id, words)
    shown = await world.bob.slash(world.channel, "quote", about="hums")
    assert "Every lamp hums" in card_text(shown.response)
    assert "Alice of the Harbour" in await speakers(world)
    await delete(world, "Delete what's here")
    after = await world.bob.slash(world.channel, "quote", about="hums")
    assert "I don't have a quote" in card_text(after.response)
    assert "Alice of the Harbour" not in await speakers(world)


async def speakers(world: World) -> list[str]:
    """Whom `/quote` offers."""
    offered = await world.bob.autocomplete(world.channel, "quote", "speaker", "")
    return [one["name"] for one in offered]


async def test_posts_go_on_and_admins_hear_of_trouble_without_whoever_set_them_up(
    world: World,
) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin)
    await delete(world, "Delete it everywhere", admin)
    schedule = await get_schedule(world)
    assert schedule.settings.set_up_by == 0
    world.env.inject_error(
        "POST", f"/channels/{world.channel.id}/messages", status=403, code=50013, times=None
    )
    await run_due_at(world, "2026-03-01 09:00")
    assert list_posts(world.guild.owner.dm_channel)[0].startswith("Anniversary posts are paused")
    assert not list_posts(admin.user.dm_channel)
