"""Games in threads: one that is archived reopens, a lock ends the game."""

from __future__ import annotations

from typing import Any

from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.trivia import TriviaDriver
from tests.posting import deny_manage_threads
from tests.world import World

QUESTIONS = [choice_question(f"question.{n}") for n in range(6)]


def open_thread(world: World) -> Any:
    """Open a thread that the bot may not manage, in the channel."""
    deny_manage_threads(world)
    world.env.backend.create_thread(world.channel.id, "quiz", world.alice.id)
    [thread] = world.channel.threads
    return thread


async def test_a_card_in_a_thread_that_was_archived_is_posted_anew(world: World) -> None:
    thread = open_thread(world)
    game = TriviaDriver(world, thread, questions=QUESTIONS)
    await game.start_game(rounds=2)
    await game.answer(world.alice)
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
    await game.let_question_expire()
    assert game.is_running
    assert "Round 1 of 2" in game.text
    await game.skip_pause()
    assert "Round 2 of 2" in game.all_text


async def test_only_a_lock_ends_a_game_in_a_thread(world: World) -> None:
    thread = open_thread(world)
    game = TriviaDriver(world, thread, questions=QUESTIONS)
    await game.start_game(rounds=2)
    await game.answer(world.alice)
    locked = {"archived": True, "locked": True}
    world.env.backend.edit_channel(thread.id, {}, thread_metadata=locked)
    await game.let_question_expire()
    await game.skip_pause()
    assert not game.is_running
    assert (
        "had to end because its thread is locked"
        in world.alice.user.dm_channel.history()[-1].content
    )
