"""The result of a daily question is shared in a line that gives nothing away, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.app import open_bot
from tests.cogs.trivia.rules.games import choice_question, typed_question
from tests.drivers.setup import open_setup
from tests.drivers.trivia import TriviaDriver, replace_questions
from tests.posting import add_admin, list_posts
from tests.world import World, build_settings, card_text, iter_buttons, iter_texts

SEND = "/interactions/*/callback"


@pytest.fixture(autouse=True)
def _table(world: World) -> TriviaDriver:
    return TriviaDriver(world, questions=[choice_question(f"question.{n}") for n in range(8)])


async def show(world: World, member: Any) -> Any:
    """Have the question of the day shown in private."""
    return await member.slash(world.channel, "trivia daily")


async def press(member: Any, result: Any, label: str) -> Any:
    """Press the button of a private card whose label begins with `label`."""
    found = next(
        one for one in iter_buttons(result.response.components) if one["label"].startswith(label)
    )
    return await member.click(result.response.message, custom_id=found["custom_id"])


async def answer(world: World, member: Any, *, right: bool, after: float = 0) -> Any:
    """Answer today's question so many seconds after it was shown."""
    shown = await show(world, member)
    await world.env.advance_time(after)
    labels = [one["label"] for one in iter_buttons(shown.response.components)]
    by_outcome = {label[3:] == "A candle": label for label in labels}
    return await press(member, shown, by_outcome[right])


def get_line(result: Any) -> str:
    """Return the line that may be shared."""
    [line] = [one for one in card_text(result.response).splitlines() if one.startswith("> ")]
    return line[2:]


async def test_a_right_and_a_wrong_answer_have_a_line_without_the_answer(world: World) -> None:
    right = await answer(world, world.alice, right=True)
    assert get_line(right) == "Daily 1 · 🟩"
    wrong = await answer(world, world.bob, right=False)
    assert get_line(wrong) == "Daily 1 · ⬜"
    assert wrong.ephemeral


async def test_it_counts_the_days_the_streak_and_those_who_took_longer(world: World) -> None:
    admin = add_admin(world)
    for _ in range(2):
        await answer(world, world.alice, right=True)
        await world.env.advance_time(24 * 3600)
    others = [world.guild.add_member(world.env.create_user(f"fan {n}")) for n in range(3)]
    for seconds, member in zip((2, 9, 30), others, strict=True):
        await answer(world, member, right=True, after=seconds)
    await answer(world, admin, right=False, after=60)
    own = await answer(world, world.alice, right=True, after=5)
    assert get_line(own) == "Daily 3 · 🟩 · streak 3 · faster than 2 of 3 others"


async def test_among_many_the_others_are_a_percentage(world: World) -> None:
    others = [world.guild.add_member(world.env.create_user(f"fan {n}")) for n in range(12)]
    for number, member in enumerate(others):
        await answer(world, member, right=True, after=2 if number < 4 else 9)
    own = await answer(world, world.alice, right=True, after=5)
    assert get_line(own) == "Daily 1 · 🟩 · faster than 66%"
    fastest = await answer(world, world.bob, right=True, after=1)
    assert get_line(fastest) == "Daily 1 · 🟩 · fastest of 14"


async def test_the_slowest_right_answer_is_compared_with_none(world: World) -> None:
    await answer(world, world.bob, right=True, after=2)
    own = await answer(world, world.alice, right=True, after=5)
    assert get_line(own) == "Daily 1 · 🟩"


async def test_one_press_posts_it_and_the_second_says_so(world: World) -> None:
    told = await answer(world, world.alice, right=True)
    shared = await press(world.alice, told, "Share")
    assert not shared.ephemeral
    text = card_text(shared.response)
    assert text == f"## Daily 1\n<@{world.alice.id}>  🟩"
    assert "A candle" not in text
    again = await press(world.alice, told, "Share")
    assert again.ephemeral
    assert card_text(again.response) == "You've shared this one already. Tomorrow brings another."
    assert len(list_posts(world.channel)) - count_private(world) == 1


def count_private(world: World) -> int:
    """Return how many private messages there are in the channel."""
    return sum(one.flags.ephemeral for one in world.channel.history())


async def test_it_can_be_shared_later_too(world: World) -> None:
    await answer(world, world.alice, right=True)
    later = await show(world, world.alice)
    shared = await press(world.alice, later, "Share")
    assert "🟩" in card_text(shared.response)


async def test_it_can_be_shared_after_a_restart_and_still_only_once(
    world: World, tmp_path: Path
) -> None:
    told = await answer(world, world.alice, right=True)
    async with open_bot(build_settings(tmp_path), world.env.now, shard_count=1) as successor:
        await world.env.restart_bot(successor)
        world.bot = successor
        shared = await press(world.alice, told, "Share")
        assert "## Daily 1" in card_text(shared.response)
        again = await press(world.alice, told, "Share")
        assert "already" in card_text(again.response)


async def test_what_could_not_be_posted_can_be_shared_again(world: World) -> None:
    told = await answer(world, world.alice, right=True)
    world.env.inject_error("POST", SEND, status=500)
    failed = await press(world.alice, told, "Share")
    assert "Try again." in card_text(failed.response)
    shared = await press(world.alice, told, "Share")
    assert "## Daily 1" in card_text(shared.response)


async def test_in_private_messages_there_is_no_one_to_share_it_with(world: World) -> None:
    shown = await world.alice.user.slash("trivia daily")
    told = await press(world.alice.user, shown, "A")
    assert "> Daily 1 · " in card_text(told.response)
    assert not list(iter_buttons(told.response.components))


async def test_a_typed_answer_is_measured_from_when_the_question_was_shown(world: World) -> None:
    replace_questions(world, [typed_question()])
    for member, seconds in ((world.bob, 40), (world.alice, 5)):
        shown = await show(world, member)
        form = await press(member, shown, "Answer")
        await world.env.advance_time(seconds)
        told = await member.submit_modal(form, {"text": "Vera"})
    assert get_line(told) == "Daily 1 · 🟩 · fastest of 2"


async def test_the_table_of_a_day_comes_with_the_next_question(world: World) -> None:
    for member, seconds in ((world.bob, 12), (world.alice, 4.5)):
        await answer(world, member, right=True, after=seconds)
    await world.env.advance_time(24 * 3600)
    shown = await show(world, world.bob)
    text = "\n".join(iter_texts(shown.response.components))
    assert (
        f"**Right, fastest first:**\n1. <@{world.alice.id}> · 4.5 s\n2. <@{world.bob.id}> · 12 s\n"
    ) in text


async def test_what_was_picked_is_named_where_no_one_was_right(world: World) -> None:
    for member in (world.bob, world.alice):
        labels = [
            one["label"] for one in iter_buttons((await show(world, member)).response.components)
        ]
        wrong = next(label for label in labels if label[3:] == "Oil")
        await press(member, await show(world, member), wrong)
    await world.env.advance_time(24 * 3600)
    text = card_text((await show(world, world.bob)).response)
    assert "No one got it. Picked: “Oil” (2)." in text


async def test_the_next_question_is_said_to_be_posted_only_while_it_is(world: World) -> None:
    panel = await open_setup(world, add_admin(world), "Daily question")
    await panel.choose("channel", world.channel)
    told = await answer(world, world.alice, right=True)
    assert "I'll post everyone's results with the next question." in card_text(told.response)
    await panel.press("Pause")
    told = await answer(world, world.bob, right=False)
    assert "You'll see the answer with tomorrow's question." in card_text(told.response)
