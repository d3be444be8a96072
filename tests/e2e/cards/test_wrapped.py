"""`/wrapped` as members see it."""

from __future__ import annotations

from typing import Any

from seeds.trivia_question import WHO_SAID_PREFIX
from storage.trivia.games import GameChange
from storage.trivia.rounds import SettledRound, StoredAnswer
from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.trivia import TriviaDriver
from tests.posting import get_raw_components
from tests.world import World, card_text


def describe_picture(message: Any) -> str:
    [container] = get_raw_components(message)
    [gallery] = [one for one in container["components"] if one["type"] == 12]
    return gallery["items"][0]["description"]


async def play(world: World) -> None:
    questions = [choice_question(f"question.{n}") for n in range(8)]
    await TriviaDriver(world, questions=questions).play_two_rounds()


async def test_the_year_of_the_server_is_for_all(world: World) -> None:
    await play(world)
    shown = await world.bob.slash(world.channel, "wrapped")

    assert not shown.ephemeral
    text = card_text(shown.response)
    assert "## 2026: Fans\n**1 game** · " in text
    assert "3 of 4 right, 75%" in text
    assert f"**1.** <@{world.alice.id}>" in text
    assert f"**Closest game:** <@{world.alice.id}> ahead of <@{world.bob.id}>, by " in text
    told = describe_picture(shown.response.message)
    assert told.startswith("2026: Fans. 1 game, 4 answers, 75% right, 2 players.")
    assert "Closest game: alice ahead of bob (by " in told


async def test_the_year_of_a_member_is_for_them_alone(world: World) -> None:
    await play(world)
    shown = await world.bob.slash(world.channel, "wrapped", mine=True)

    assert shown.ephemeral
    assert "Place 2 on this server." in card_text(shown.response)
    told = describe_picture(shown.response.message)
    assert told.startswith("2026: bob. 1 game, 2 answers, 50% right, #2 on the server.")
    assert "Most missed: What burns in the lantern? (0 of 1 right)" in told


async def test_a_year_without_a_game_says_how_to_start_one(world: World) -> None:
    shown = await world.bob.slash(world.channel, "wrapped", year=2020)

    assert card_text(shown.response).startswith(f"## 2020: {world.guild.name}")
    assert "No trivia was played in 2020. Start a game: /trivia play." in card_text(shown.response)


async def test_it_answers_in_a_direct_message(world: World) -> None:
    assert "No trivia was played in 2026" in card_text(
        (await world.alice.user.slash("wrapped")).response
    )


async def test_the_quote_whose_speaker_was_named_most_often_is_told(world: World) -> None:
    await settle_quote(world, "never-dark", right=3, game_id=1)
    await settle_quote(world, "more-to-tell", right=1, game_id=2)
    shown = await world.bob.slash(world.channel, "wrapped")

    line = "“It was never dark on that set.” — Per Lund"
    assert f"**Best-known quote:** {line} (3 of 4 right)" in card_text(shown.response)
    told = describe_picture(shown.response.message)
    assert f"Best-known quote: {line} (3 of 4 right)" in told


async def test_a_quote_that_is_gone_is_not_told(world: World) -> None:
    await settle_quote(world, "taken-back", right=4, game_id=1)
    shown = await world.bob.slash(world.channel, "wrapped")

    assert "Best-known quote" not in card_text(shown.response)


async def settle_quote(world: World, name: str, *, right: int, game_id: int) -> None:
    """Settle a round in which four members were asked who said a quote."""
    answers = [StoredAnswer(7 + n, "A", n < right, 100 * (n < right), 2.0) for n in range(4)]
    key, body = f"{WHO_SAID_PREFIX}{name}", choice_question().model_dump_json()
    settled = SettledRound(1, key, "cast", body, world.env.now(), answers)
    change = GameChange(world.channel.id, game_id, world.guild.id, "{}", settled_round=settled)
    await world.bot.store.trivia_games.write([change])
