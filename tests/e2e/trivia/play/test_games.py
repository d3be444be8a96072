"""Whole games as their players see them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cogs.trivia.questions.bank_inputs import question_from_import
from seeds.schema import Source
from seeds.trivia_lists.models import TriviaListQuestion
from seeds.trivia_question import QuestionKind
from storage.trivia.lists import ImportedList, ImportedQuestion
from tests.cogs.trivia.rules.games import choice_question, typed_question
from tests.drivers.trivia import TriviaDriver, parse_ranking, replace_questions
from tests.posting import get_raw_components
from tests.world import World, build_settings, card_text, iter_buttons, open_world


@pytest.fixture
def table(world: World) -> TriviaDriver:
    """A quick table with three questions that have options."""
    return TriviaDriver(world, questions=[choice_question(f"question.{n}") for n in range(3)])


async def test_a_full_game_for_everyone(world: World, table: TriviaDriver) -> None:
    lobby = await table.open_lobby(rounds=2)
    assert "Everyone gets one private answer." in card_text(lobby.response)
    assert "You're in." in card_text((await table.press(world.bob, "Join")).response)
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

    await table.skip_pause()
    assert "Round 2 of 2" in table.text
    await table.answer(world.bob)
    await table.answer(world.alice)
    await table.skip_pause()
    assert "Final scores" in table.text
    [(first, most), (second, least)] = parse_ranking(table.text)
    assert (first, second) == (1, 2)
    assert 400 <= most <= 410, "two quick answers, the second one's streak"
    assert 190 <= least <= 200
    assert not table.is_running


async def test_a_game_that_nobody_answers_announces_its_end(table: TriviaDriver) -> None:
    await table.start_game(rounds=3)
    await table.let_question_expire()
    assert "Next question" not in table.text, "it would stay on the old card for ever"
    assert "Join" not in table.labels
    await table.skip_pause()
    await table.let_question_expire()
    assert table.labels == ["Report"]
    await table.skip_pause()
    assert "everyone went dancing" in table.text


async def test_first_right_answer_takes_the_round(world: World, table: TriviaDriver) -> None:
    await table.start_game(world.bob, rounds=1, style="first")
    await table.answer(world.alice, right=False)
    await table.answer(world.bob)
    assert f"Fastest: <@{world.bob.id}>" in table.text
    assert table.score(world.bob) == 200


async def test_typed_answers_come_through_a_form(world: World) -> None:
    table = TriviaDriver(world, questions=[typed_question()])
    await table.start_game(world.bob, rounds=1)
    assert table.labels == ["Answer", "Hint", "Skip", "Join"]
    early = await table.press(world.bob, "Hint")
    assert "halfway through" in card_text(early.response)
    await table.wait(11)
    hint = await table.press(world.bob, "Hint")
    assert "V___ D___" in card_text(hint.response)
    assert "press *Answer* again" in await table.type_answer(world.alice, "   ")
    assert "is locked in" in await table.type_answer(world.alice, "VERA DAHL!")
    assert "is locked in" in await table.type_answer(world.bob, "vera")
    assert "Answer: Vera Dahl" in table.text
    assert table.score(world.alice) > 100 > table.score(world.bob) > 0


async def test_every_kind_of_question_is_played(world: World) -> None:
    table = TriviaDriver(world)
    cites = {"sources": ("source.lamp-post",)}
    listing = {"text": "Put these in order.\n1. Fair\n2. Parade", "options": ("1 → 2", "2 → 1")}
    ordered = choice_question().model_copy(update={"kind": QuestionKind.ORDER, **listing, **cites})
    others = [
        choice_question().model_copy(update={"kind": kind, "key": kind.value, **cites})
        for kind in QuestionKind
        if kind not in (QuestionKind.ORDER, QuestionKind.TYPED)
    ]
    typed = typed_question().model_copy(update=cites)
    questions = [*table.bank, ordered, typed, *others]
    replace_questions(world, list({question.kind: question for question in questions}.values()))
    seen: set[QuestionKind] = set()
    await table.start_game(rounds=30)
    while table.is_running:
        question = table._question
        seen.add(question.kind)
        if question.is_typed:
            await table.type_answer(world.alice, question.answer)
        else:
            await table.answer(world.alice)
        assert "Answer: " in table.text
        assert "Source" in table.text
        await table.skip_pause()
    assert seen == set(QuestionKind)


async def test_nothing_on_the_wire_tells_the_answer_before_the_reveal(
    world: World, table: TriviaDriver
) -> None:
    await table.start_game(world.bob)
    await table.wait(1)
    await table.answer(world.alice)
    sent = [
        json.dumps(one.json) for one in world.env.http_requests if one.path.endswith("/messages")
    ]
    assert any("What burns in the lantern?" in one for one in sent)
    question = table.game.round
    assert question is not None
    others = {f"trivia:skip:{table.game.id}:1", f"trivia:join:{table.game.id}"}
    ids = {one["custom_id"] for one in iter_buttons(get_raw_components(table.card))}
    place = f"trivia:answer:{table.game.id}:1:"
    assert ids == {f"{place}{n}" for n in range(4)} | others
    assert question.question.explanation not in "".join(sent)


@pytest.mark.parametrize("place", ["thread", "voice", "direct message"])
async def test_games_are_played_wherever_people_talk(world: World, place: str) -> None:
    player: Any = world.alice
    if place == "thread":
        world.env.backend.create_thread(world.channel.id, "quiz", world.alice.id)
        channel: Any = world.channel.threads[0]
    elif place == "voice":
        channel = world.guild.create_voice_channel("talk")
    else:
        player = world.alice.user
        await player.send_dm("hello")
        channel = player.dm_channel
    table = TriviaDriver(world, channel, [choice_question()])
    await (
        player.slash("trivia play", rounds=1)
        if place == "direct message"
        else table.open_lobby(rounds=1)
    )
    await table.press(player, "Start now")
    await table.answer(player)
    assert "Answer: " in table.text
    await table.skip_pause()
    assert "Final scores" in table.text


async def test_two_channels_play_without_hearing_each_other(
    world: World, table: TriviaDriver
) -> None:
    other = TriviaDriver(world, world.guild.create_text_channel("other"))
    await table.start_game(rounds=1)
    await other.start_game(rounds=1)
    await table.answer(world.alice)
    assert "Answer: " in table.text
    assert "Answer: " not in other.text
    assert len(table.sessions) == 2


async def test_topics_are_found_by_name_and_suggested(world: World) -> None:
    later = choice_question("question.later").model_copy(update={"topic": "season-two"})
    table = TriviaDriver(world, questions=[choice_question("question.early"), later])
    offered = await world.alice.autocomplete(world.channel, "trivia play", "topic", "cas")
    assert "Cast" in {one["name"] for one in offered}
    unknown = await table.open_lobby(topic="submarines")
    assert "I don't know the topic “submarines”." in unknown.response.content
    found = await table.open_lobby(topic="Season two")
    assert "about “Season two”, easy to hard" in card_text(found.response)
    assert table.game.rules.topic == "season-two"


async def test_a_game_asks_no_more_than_there_is(table: TriviaDriver) -> None:
    await table.open_lobby(rounds=30)
    assert table.game.rules.rounds == 3


async def test_a_lobby_can_be_called_off(world: World, table: TriviaDriver) -> None:
    await table.open_lobby()
    refused = await table.press(world.bob, "Cancel")
    assert "or a moderator" in card_text(refused.response)
    await table.press(world.alice, "Cancel")
    assert not table.is_running
    assert "canceled before it started" in table.text
    assert "Final scores" not in table.text
    assert "0 rounds" not in table.text
    assert table.labels == []


async def test_the_grace_is_the_owners_to_set(tmp_path: Path) -> None:
    async with open_world(build_settings(tmp_path, trivia_grace=2.0), None) as world:
        await world.alice.slash(world.channel, "trivia play")
        cog: Any = world.bot.get_cog("Trivia")
        assert cog.sessions.get(world.channel.id).game.rules.grace == 2.0


async def test_the_sources_of_a_question_are_those_of_every_entry_it_rests_on(
    world: World,
) -> None:
    sources = await world.bot.store.canon.for_guild(None).list_all(Source)
    assert len(sources) > 1
    cites = {"about": ("fact.one-of-them",), "sources": tuple(one.id for one in sources)}
    table = TriviaDriver(world, questions=[choice_question().model_copy(update=cites)])
    await table.start_game(rounds=1)
    await table.answer(world.alice)
    shown = await table.press(world.bob, "Sources")
    assert shown.ephemeral
    assert all(source.title in card_text(shown.response) for source in sources)


async def test_a_question_of_an_imported_list_says_where_it_is_from(world: World) -> None:
    question = TriviaListQuestion("Who keeps the light?", ("Vera",))
    imported = ImportedQuestion(ImportedList(1, 0, "harbour", "cast", "Ida", "", 1), question)
    table = TriviaDriver(world, questions=[question_from_import(imported)])
    await table.start_game(rounds=1, topic="cast")
    await table.type_answer(world.alice, "vera")
    assert "**Answer: Vera**\n\n1 of 1 answer right." in table.text
    assert "From the list harbour by Ida, which cites no source." in table.text
    assert table.labels == ["Report"]


async def test_no_hint_is_offered_where_nothing_can_be_hidden(world: World) -> None:
    dots = typed_question().model_copy(update={"accepted": ("...",)})
    table = TriviaDriver(world, questions=[dots])
    await table.start_game(rounds=1)
    assert table.labels == ["Answer", "Skip", "Join"]


async def test_options_stand_on_the_buttons_or_if_one_is_long_on_the_card_but_never_on_both(
    world: World,
) -> None:
    table = TriviaDriver(world, questions=[choice_question()])
    await table.start_game(rounds=1)
    assert sum(label[1:] == ". A candle" for label in table.labels) == 1
    assert "A candle" not in table.text
    await world.alice.slash(world.channel, "trivia stop")
    long = "A candle in a paper bag that somebody has folded by hand on the eve of the parade"
    replace_questions(
        world, [choice_question().model_copy(update={"options": ("Oil", long, "Gas", "Nothing")})]
    )
    await table.start_game(rounds=1)
    assert long in table.text
    assert "Nothing" in table.text
    assert table.labels[:4] == ["A", "B", "C", "D"]
    assert "is locked in" in await table.answer(world.alice)
