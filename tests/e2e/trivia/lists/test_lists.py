"""Question lists that a server adds in `/setup`, and the games that ask them."""

from __future__ import annotations

import json

import pytest
from simcord.actors import MemberActor

from bot.setup.registry import SETUP_REGISTRY
from cogs.trivia.lists import limits
from cogs.trivia.lists.setup_page import QuestionListsPage
from cogs.trivia.questions.bank_inputs import question_from_import
from seeds.trivia_lists.models import TriviaListQuestion
from storage.trivia.lists import ALL_GUILDS_ID, ImportedList, ImportedQuestion, NewList
from tests.drivers.setup import open_setup
from tests.drivers.trivia import TriviaDriver
from tests.e2e.trivia.lists.sending import add, send
from tests.world import World, card_text

LAMPS = (
    b"AUTHOR: Per\nDESCRIPTION: All about lamps\nCONFIG:\n  timeout: 20\n"
    b"Who folds the lamps?:\n- Vera\nWhat burns?:\n- A candle\nWho?: []\n"
)


async def test_an_owner_sees_what_would_be_taken_before_it_is(
    world: World, admin: MemberActor
) -> None:
    panel = await open_setup(world, admin, "Question lists")
    assert "This server has no lists yet." in panel.text

    text = await send(panel, "lamps.yaml", LAMPS)

    assert "Add lamps?" in text
    assert "**2 questions** about “lamps”, by Per.\nAll about lamps" in text
    assert "- Who folds the lamps? ||Vera||" in text
    assert "**2 things left out:**\n- line 3: CONFIG is for another bot" in text
    assert "- line 9: a question needs an answer" in text
    assert await world.bot.store.trivia_lists.list_all() == []

    await panel.press("Add it")

    assert panel.note == ("Added 2 questions. /trivia play with the topic “lamps” asks them now.")
    assert "**lamps** · 2 questions about “lamps”" in panel.text
    assert "2 questions" in await panel.open()


async def test_a_list_is_asked_by_its_topic_and_on_that_server_alone(
    world: World, admin: MemberActor
) -> None:
    panel = await open_setup(world, admin, "Question lists")
    await add(panel, "lamps.yaml", LAMPS, "Harbour lights")
    game = TriviaDriver(world)

    suggested = await world.bob.autocomplete(world.channel, "trivia play", "topic", "harb")
    assert [one["name"] for one in suggested] == ["Harbour lights"]
    await game.start_game(topic="Harbour lights", rounds=5)
    assert "Round 1 of 2" in game.text
    assert any(text in game.text for text in ("Who folds the lamps?", "What burns?"))

    other = world.env.create_guild("Elsewhere")
    channel = other.create_text_channel("games")
    member = other.add_member(world.env.create_user("carol"))
    refused = await member.slash(channel, "trivia play", topic="Harbour lights")
    assert "I don't know the topic “Harbour lights”." in card_text(refused.response)


async def test_games_without_a_topic_ask_lists_only_where_that_is_chosen(
    world: World, admin: MemberActor
) -> None:
    panel = await open_setup(world, admin, "Question lists")
    await add(panel, "lamps.yaml", LAMPS)
    assert "I ask questions from lists when a game is about their topic" in panel.text

    async def count_rounds() -> int:
        """Start a game with as many rounds as there are questions, and return how many."""
        game = TriviaDriver(world)
        await game.start_game(rounds=30, difficulty="medium")
        rounds = int(game.text.partition("Round 1 of ")[2].split()[0])
        await world.alice.slash(world.channel, "trivia stop")
        return rounds

    without = await count_rounds()
    await panel.press("Ask them in every game")
    assert panel.note == "I ask questions from lists in every game, and as daily questions too."
    assert await count_rounds() == without + 2
    await panel.press("Only by their topic")
    assert await count_rounds() == without


async def test_a_list_of_the_same_name_is_replaced_and_said_to_be(
    world: World, admin: MemberActor
) -> None:
    panel = await open_setup(world, admin, "Question lists")
    await add(panel, "lamps.yaml", LAMPS)

    text = await send(panel, "lamps.yml", b"Who?: Ida\n")

    assert "They replace this server's list with that name, which has 2 questions." in text
    await panel.press("Add it")
    assert "**lamps** · 1 question about “lamps”" in panel.text


async def test_a_list_is_removed_after_one_question(world: World, admin: MemberActor) -> None:
    panel = await open_setup(world, admin, "Question lists")
    await add(panel, "lamps.yaml", LAMPS)
    [stored] = await world.bot.store.trivia_lists.list_for_guild(world.guild.id)

    await panel.choose("list", str(stored.id))
    assert "2 questions about “lamps”, by Per." in panel.text
    await panel.press("Keep it")
    assert "**lamps**" in panel.text
    await panel.choose("list", str(stored.id))
    await panel.press("Remove it")

    assert panel.note == "lamps is removed."
    assert "This server has no lists yet." in panel.text
    game = TriviaDriver(world)
    refused = await game.open_lobby(topic="lamps")
    assert "I don't know the topic “lamps”." in card_text(refused.response)


async def test_a_list_that_another_admin_has_removed_is_gone_already(
    world: World, admin: MemberActor
) -> None:
    panel = await open_setup(world, admin, "Question lists")
    await add(panel, "lamps.yaml", LAMPS)
    [stored] = await world.bot.store.trivia_lists.list_for_guild(world.guild.id)
    await panel.choose("list", str(stored.id))
    other = await open_setup(world, admin, "Question lists")
    await other.choose("list", str(stored.id))
    await other.press("Remove it")
    await panel.press("Remove it")
    assert panel.note == "That list is already gone."


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<html></html>", "looks like a web page"),
        (b"A?: []\n", "line 1: a question needs an answer"),
        (b"\xff\xfe\xff", "is not UTF-8 text"),
        (b'A?: "\\UFFFFFFFF"\n', "is not a Unicode character"),
        (b"[" * 100_000, "has lists inside lists"),
        (b"", "there is no question in it"),
    ],
)
async def test_a_file_without_questions_is_refused_in_sentences(
    world: World, admin: MemberActor, content: bytes, why: str
) -> None:
    panel = await open_setup(world, admin, "Question lists")
    text = await send(panel, "bad.yaml", content)
    assert "No list in bad.yaml" in text
    assert why in text
    assert panel.labels == ["Send another", "Question lists"]


async def test_limits_are_told_in_the_form_and_kept(
    world: World, admin: MemberActor, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = await open_setup(world, admin, "Question lists")
    assert "20 lists with 3,000 questions in all" in panel.text
    form = await panel.press("Add a list")
    assert "At most 300 kB" in json.dumps(form._interaction.modal)
    await panel.admin.submit_modal(form, {"file": ("big.yaml", b"x" * 300_001), "text": ""})
    assert panel.note == "That file is over 300 kB: split it and send the parts."
    many = "".join(f"Question {n}?: a\n" for n in range(2_999))
    await add(panel, "many.yaml", many.encode())
    await send(panel, "lamps.yaml", LAMPS)
    assert panel.note == (
        "That list has 2 questions, and I only have room for 1 more here: remove a list first, or "
        "send less."
    )
    monkeypatch.setattr(limits, "MAX_LISTS", 1)
    await send(panel, "one.yaml", b"Who?: Ida\n")
    assert panel.note.startswith("This server already has 1 list")


async def test_only_those_who_manage_the_server_may_add_lists(
    world: World, admin: MemberActor
) -> None:
    panel = await open_setup(world, admin, "Question lists")
    form = await panel.press("Add a list")
    roles = world.env.backend.guilds[world.guild.id].roles
    for role in [one for one in roles.values() if one.id != world.guild.id]:
        world.env.backend.edit_role(world.guild.id, role.id, {"permissions": 0})
    refused = await panel.admin.submit_modal(form, {"file": ("lamps.yaml", LAMPS), "text": ""})
    assert card_text(refused.response) == "You need Manage Server to do that here."
    assert await world.bot.store.trivia_lists.list_all() == []


async def test_a_preview_does_not_outlive_a_restart_and_says_so(
    world: World, admin: MemberActor
) -> None:
    panel = await open_setup(world, admin, "Question lists")
    await send(panel, "lamps.yaml", LAMPS)
    world.bot.resources[SETUP_REGISTRY].register_settings_page(QuestionListsPage(world.bot))
    await panel.press("Add it")
    assert panel.note.startswith("I no longer have that file")
    assert await world.bot.store.trivia_lists.list_all() == []


async def test_a_file_that_discord_does_not_hand_out_is_a_sentence(
    world: World, admin: MemberActor, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = await open_setup(world, admin, "Question lists")
    form = await panel.press("Add a list")
    monkeypatch.setattr(type(world.env.backend.cdn), "get", lambda *_: None)
    await panel.admin.submit_modal(form, {"file": ("lamps.yaml", LAMPS), "text": ""})
    assert panel.note == "I couldn't get that file from Discord: send it again."


async def test_a_list_for_all_servers_is_counted_on_the_page(
    world: World, admin: MemberActor
) -> None:
    question = TriviaListQuestion("Who?", ("Ida",))
    new_list = NewList("harbour", "cast", "", "", [question])
    await world.bot.store.trivia_lists.replace(ALL_GUILDS_ID, new_list)
    panel = await open_setup(world, admin, "Question lists")
    assert "I came with 1 more list for all servers." in panel.text
    stored = ImportedList(1, ALL_GUILDS_ID, "harbour", "cast", "", "", 1)
    asked = question_from_import(ImportedQuestion(stored, question))
    assert asked.key == "list.harbour.Who?", "counts of earlier versions go on"
