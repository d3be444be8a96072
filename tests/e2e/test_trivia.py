"""Whole games as their players see them."""

from __future__ import annotations

import pytest

from tests.cogs.trivia.games import choice, typed
from tests.trivia import Table, places
from tests.world import World, card_text


@pytest.fixture
def table(world: World) -> Table:
    """A quick table with three questions that have options."""
    return Table(world, questions=[choice(f"question.{n}") for n in range(3)])


async def test_a_full_game_for_everyone(world: World, table: Table) -> None:
    lobby = await table.play(rounds=2)
    assert "Everybody locks one answer in private." in card_text(lobby.response)
    assert "You are in." in card_text((await table.press(world.bob, "Join")).response)
    await table.press(world.alice, "Start now")

    assert "Round 1 of 2" in table.text
    assert "What burns in the lantern?" in table.text
    told = await table.answer(world.alice)
    assert "is locked in" in told
    assert "Answer:" not in table.text, "nothing leaks before the reveal"
    await table.wait(3)
    await table.answer(world.bob, right=False)

    assert "Answer: " in table.text
    assert "A candle" in table.text
    assert "A candle, since the first episode." in table.text
    assert f"Fastest: <@{world.alice.id}>" in table.text
    assert "Report" in table.labels

    await table.go_on()
    assert "Round 2 of 2" in table.text
    await table.answer(world.bob)
    await table.answer(world.alice)
    await table.go_on()
    assert "Final scores" in table.text
    [(first, most), (second, least)] = places(table.text)
    assert (first, second) == (1, 2)
    assert 400 <= most <= 410, "two quick answers, the second one's streak"
    assert 190 <= least <= 200
    assert not table.is_on


async def test_first_right_answer_takes_the_round(world: World, table: Table) -> None:
    await table.begin(world.bob, rounds=1, style="first")
    await table.answer(world.alice, right=False)
    await table.answer(world.bob)
    assert f"Fastest: <@{world.bob.id}>" in table.text
    assert table.score(world.bob) == 200


async def test_typed_answers_come_through_a_form(world: World) -> None:
    table = Table(world, questions=[typed()])
    await table.begin(world.bob, rounds=1)
    assert table.labels == ["Answer", "Hint", "Skip"]
    early = await table.press(world.bob, "Hint")
    assert "half-way" in card_text(early.response)
    await table.wait(11)
    hint = await table.press(world.bob, "Hint")
    assert "V___ D___" in card_text(hint.response)
    assert "is locked in" in await table.type(world.alice, "VERA DAHL!")
    assert "is locked in" in await table.type(world.bob, "vera")
    assert "Answer: Vera Dahl" in table.text
    assert table.score(world.alice) > 100 > table.score(world.bob) > 0


async def test_every_kind_of_question_is_played(world: World) -> None:
    table = Table(world)
    seen: set[str] = set()
    await table.begin(rounds=30)
    while table.is_on:
        question = table._question
        seen.add(question.kind.value)
        if question.is_typed:
            await table.type(world.alice, question.answer)
        else:
            await table.answer(world.alice)
        assert "Answer: " in table.text
        assert "Source" in table.text
        await table.go_on()
    assert seen >= {"choice", "true or false", "who said it", "who played whom", "when"}
