"""The question of the day, posted by the scheduler."""

from __future__ import annotations

import pytest

from cogs.anniversaries.digest import KIND as ANNIVERSARIES
from cogs.trivia.daily.question_of_the_day import DAILY_QUESTION_KIND
from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.setup import open_setup
from tests.drivers.trivia import TriviaDriver
from tests.posting import (
    add_admin,
    get_raw_components,
    list_posts,
    parse_utc,
    run_due_at,
    set_up_anniversaries,
)
from tests.world import World, card_text, iter_buttons


@pytest.fixture(autouse=True)
def _questions(world: World) -> None:
    cited = {"sources": ("source.lamp-post",)}
    questions = [choice_question(f"question.{n}").model_copy(update=cited) for n in range(5)]
    TriviaDriver(world, questions=questions)


async def states(world: World) -> list[str]:
    """What became of each day, newest first."""
    rows = await world.bot.store.post_log.list_newest(
        world.guild.id, DAILY_QUESTION_KIND, offset=0, limit=9
    )
    return [row.state.value for row in rows]


async def test_it_comes_once_a_day_with_the_last_ones_answer(world: World) -> None:
    admin = add_admin(world)
    panel = await open_setup(world, admin, "Daily question")
    told = await panel.choose("channel", world.channel)
    assert told == f"Daily questions now go to <#{world.channel.id}>."
    assert "**Next:** <t:1767258000:F>" in panel.text  # 1 January 2026, 09:00 in UTC
    for minute in ("09:00", "09:01", "12:00"):
        await run_due_at(world, f"2026-01-01 {minute}")
    [post] = list_posts(world.channel)
    assert "What burns in the lantern?" in post
    assert "A candle, since" not in post, "nothing leaks before the next one"

    card = world.channel.history()[-1]
    opened = await world.alice.click(card, label="Answer in private")
    assert opened.ephemeral
    found = next(iter_buttons(opened.response.components))["custom_id"]
    sent = await world.alice.click(opened.response.message, custom_id=found)
    assert "with the next question." in card_text(sent.response), "it is going to be posted"

    await run_due_at(world, "2026-01-02 09:00")
    assert "**The question from January 1:**" in list_posts(world.channel)[-1]
    posted = list_posts(world.channel)[-1]
    assert ("1 of 1 answer right." in posted) != ("No one got it. Picked: “" in posted)
    assert "\n-# Source: The Lamp Post" in list_posts(world.channel)[-1]
    assert await states(world) == ["sent", "sent"]
    assert not {one["label"] for one in iter_buttons(get_raw_components(card))} - {
        "Answer in private"
    }


async def test_it_stops_when_an_admin_says_so_and_goes_on_the_next_day(world: World) -> None:
    panel = await open_setup(world, add_admin(world), "Daily question")
    await panel.choose("channel", world.channel)
    await panel.press("Pause")
    assert "Daily questions are paused" in panel.note
    assert "**Paused:**" in panel.text
    await run_due_at(world, "2026-01-01 09:00")
    await run_due_at(world, "2026-01-04 12:00")
    assert list_posts(world.channel) == []
    await panel.press("Resume")
    await run_due_at(world, "2026-01-04 12:01")
    assert list_posts(world.channel) == []
    await run_due_at(world, "2026-01-05 09:00")
    assert len(list_posts(world.channel)) == 1
    assert await states(world) == ["sent", "skipped", "skipped", "skipped", "skipped"]


async def test_another_channel_or_hour_does_not_end_a_pause(world: World) -> None:
    other = world.guild.create_text_channel("other")
    panel = await open_setup(world, add_admin(world), "Daily question")
    await panel.choose("channel", world.channel)
    await panel.press("Pause")
    await panel.choose("channel", other)
    await panel.choose("hour", "15:00")
    await run_due_at(world, "2026-01-01 15:00")
    assert list_posts(other) == []
    await panel.press("Resume")
    await run_due_at(world, "2026-01-02 15:00")
    assert len(list_posts(other)) == 1


async def test_moving_it_to_a_later_hour_posts_once(world: World) -> None:
    panel = await open_setup(world, add_admin(world), "Daily question")
    await panel.choose("channel", world.channel)
    await run_due_at(world, "2026-01-01 09:00")
    assert await panel.choose("hour", "15:00") == "Daily questions now go out at 15:00."
    await run_due_at(world, "2026-01-01 15:00")
    assert len(list_posts(world.channel)) == 1
    assert world.env.now() >= parse_utc("2026-01-01 15:00")
    await run_due_at(world, "2026-01-02 15:00")
    assert len(list_posts(world.channel)) == 2


async def test_choosing_an_hour_that_is_past_surprises_nobody_on_the_first_day(
    world: World,
) -> None:
    await run_due_at(world, "2026-01-01 08:00")
    panel = await open_setup(world, add_admin(world), "Daily question")
    await panel.choose("channel", world.channel)
    await panel.choose("hour", "07:00")
    await run_due_at(world, "2026-01-01 08:01")
    assert list_posts(world.channel) == []
    await run_due_at(world, "2026-01-02 07:00")
    assert len(list_posts(world.channel)) == 1


async def test_a_server_has_one_zone_for_all_that_is_posted(world: World) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin, zone="Europe/London")
    panel = await open_setup(world, admin, "Daily question")
    assert "at 09:00 in Europe/London" in panel.text
    await panel.choose("channel", world.channel)
    await panel.submit_text("Time zone", "tokyo")
    for kind in (DAILY_QUESTION_KIND, ANNIVERSARIES):
        schedule = await world.bot.store.schedules.get(world.guild.id, kind)
        assert schedule is not None
        assert schedule.zone == "Asia/Tokyo"
