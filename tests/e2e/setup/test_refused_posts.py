"""Posts that Discord refuses for good: told once with a remedy, diagnosed, and in one log."""

from __future__ import annotations

from simcord.actors import MemberActor

from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.setup import SetupDriver, open_setup
from tests.drivers.trivia import TriviaDriver
from tests.posting import MESSAGES_PATH, get_post_log, list_posts, run_due_at, set_up_anniversaries
from tests.world import World

AUTOMOD = "AutoMod of this server blocked it"
REMEDY = "In Server Settings, AutoMod, exempt my role or the channel from the rule."


def block(world: World) -> None:
    """Let AutoMod block what is posted to the channel, but no direct message."""
    path = MESSAGES_PATH.replace("*", str(world.channel.id))
    world.env.inject_error("POST", path, status=400, code=200000, message="Blocked.", times=None)


async def open_log(world: World, admin: MemberActor) -> SetupDriver:
    return await open_setup(world, admin, "Diagnosis", "Log")


async def test_a_post_that_automod_blocks_is_told_once_and_stands_in_the_diagnosis(
    world: World, admin: MemberActor
) -> None:
    await set_up_anniversaries(world, admin)
    block(world)
    await run_due_at(world, "2026-03-01 09:00")
    await run_due_at(world, "2026-05-01 09:00")
    rows = await get_post_log(world)
    assert {str(row.reason) for row in rows.values()} == {AUTOMOD}
    [notice] = list_posts(admin.user.dm_channel)
    assert notice == (
        f"Anniversary posts of March 1, 2026 could not be sent to {world.channel.mention}: "
        f"{AUTOMOD}. {REMEDY}"
    )
    panel = await open_setup(world, admin)
    assert "1 thing is in the way" in panel.text
    await panel.press("Diagnosis")
    assert f"Anniversary posts of May 1, 2026 failed: {AUTOMOD}. {REMEDY}" in panel.text


async def test_the_finding_goes_once_a_post_has_been_sent(world: World, admin: MemberActor) -> None:
    await set_up_anniversaries(world, admin)
    block(world)
    await run_due_at(world, "2026-03-01 09:00")
    world.env.backend.faults.clear()
    await run_due_at(world, "2026-05-01 09:00")
    panel = await open_setup(world, admin, "Diagnosis")
    assert AUTOMOD not in panel.text


async def test_a_game_whose_card_automod_blocks_is_told_once_and_diagnosed_until_one_is_played(
    world: World, admin: MemberActor
) -> None:
    table = TriviaDriver(world, questions=[choice_question(f"question.{n}") for n in range(9)])
    for _ in range(2):
        await table.open_lobby(rounds=1)
        block(world)
        await table.press(world.alice, "Start now")
        await table.wait(2)
        assert not table.is_running
        world.env.backend.faults.clear()
    [notice] = list_posts(world.guild.owner.dm_channel)
    assert notice == (
        f"The trivia game in {world.channel.mention} had to end because Discord refused a card: "
        f"{AUTOMOD}. {REMEDY}"
    )
    panel = await open_setup(world, admin, "Diagnosis")
    assert f"Trivia games of January 1, 2026 failed: {AUTOMOD}. {REMEDY}" in panel.text
    log = await open_log(world, admin)
    assert f"**January 1, 2026** Trivia games: failed · {AUTOMOD}" in log.text

    await table.start_game(world.bob, rounds=1)
    await table.answer(world.alice)
    await table.answer(world.bob)
    await table.skip_pause()
    assert "Final scores" in table.text
    assert AUTOMOD not in (await open_setup(world, admin, "Diagnosis")).text


async def test_one_log_has_every_kind_of_post(world: World, admin: MemberActor) -> None:
    await set_up_anniversaries(world, admin)
    panel = await open_setup(world, admin, "Daily question")
    await panel.choose("channel", world.channel)
    await run_due_at(world, "2026-02-28 09:00")
    block(world)
    await run_due_at(world, "2026-03-01 09:00")
    log = await open_log(world, admin)
    lines = log.text.splitlines()
    assert f"**March 1, 2026** Daily questions: failed · {AUTOMOD}" in lines
    assert f"**March 1, 2026** Anniversary posts: failed · {AUTOMOD}" in lines
    assert any(line.startswith("**February 28, 2026** Daily questions: posted ·") for line in lines)


async def test_the_log_has_pages(world: World, admin: MemberActor) -> None:
    panel = await open_setup(world, admin, "Daily question")
    await panel.choose("channel", world.channel)
    for day in range(2, 18):
        await run_due_at(world, f"2026-01-{day:02} 09:00")
    log = await open_log(world, admin)
    assert "January 17, 2026" in log.text
    assert "January 2, 2026" not in log.text
    await log.press("Older")
    assert "**January 2, 2026** Daily questions: posted" in log.text
    await log.press("Newer")
    assert "January 17, 2026" in log.text


async def test_an_empty_log_says_so(world: World, admin: MemberActor) -> None:
    assert "Nothing yet." in (await open_log(world, admin)).text
