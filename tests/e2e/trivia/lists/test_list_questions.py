"""What a list brings is asked with its choices, pictures and long answers."""

from __future__ import annotations

import json
from typing import Any

from simcord.actors import MemberActor

from cogs.trivia.questions.bank_inputs import question_from_import
from seeds.trivia_lists.models import TriviaListQuestion
from storage.trivia.lists import ALL_GUILDS_ID, ImportedList, ImportedQuestion
from tests.drivers.setup import open_setup
from tests.drivers.trivia import TriviaDriver
from tests.e2e.trivia.lists.sending import add, send
from tests.posting import get_raw_components
from tests.world import World, card_text


async def test_what_opentdb_sends_is_asked_with_its_choices(
    world: World, admin: MemberActor
) -> None:
    panel = await open_setup(world, admin, "Question lists")
    item = {
        "type": "multiple",
        "difficulty": "hard",
        "category": "Art",
        "question": "Which isn&#039;t a lamp?",
        "correct_answer": "Rope",
        "incorrect_answers": ["Gas", "Oil", "Paper"],
    }
    boolean = {**item, "question": "Lit?", "correct_answer": "False", "incorrect_answers": ["True"]}
    content = json.dumps({"response_code": 0, "results": [item, boolean]}).encode()
    await add(panel, "api.json", content)
    game = TriviaDriver(world)
    await game.start_game(topic="Art")
    seen = set()
    for _ in range(2):
        seen.add(tuple(label[3:] for label in game.labels if label not in ("Skip", "Join")))
        assert "Hard" in game.text or "hard" in game.text
        await game.answer(world.alice)
        await game.skip_pause()
    assert {frozenset(one) for one in seen} == {
        frozenset({"Rope", "Gas", "Oil", "Paper"}),
        frozenset({"True", "False"}),
    }
    assert ("True", "False") in seen, "true stays before false"


async def test_a_picture_is_shown_with_the_question_as_its_description(
    world: World, admin: MemberActor
) -> None:
    panel = await open_setup(world, admin, "Question lists")
    url = "https://i.example.com/flag.png"
    text = await send(panel, "flags.yaml", f"Which flag is this? {url}:\n- Norway\n".encode())
    assert "- Which flag is this? (with a picture) ||Norway||" in text
    await panel.press("Add it")
    game = TriviaDriver(world)
    await game.start_game(topic="flags")

    assert "**Which flag is this?**" in game.text
    assert url not in game.text
    assert list_pictures(get_raw_components(game.card)) == [(url, "Which flag is this?")]
    await game.type_answer(world.alice, "norway")
    assert "**Answer: Norway**" in game.text
    assert list_pictures(get_raw_components(game.card)) == [(url, "Which flag is this?")]


def list_pictures(components: list[Any]) -> list[tuple[str, str]]:
    """Return the addresses and descriptions of all pictures of a card."""
    items = [item for one in components for item in one.get("items", ())]
    found = [(item["media"]["url"], item["description"]) for item in items]
    inner = (list_pictures(one.get("components", [])) for one in components)
    return found + [picture for pictures in inner for picture in pictures]


async def test_the_daily_question_shows_its_picture(world: World) -> None:
    url = "https://i.example.com/flag.png"
    stored = ImportedList(1, ALL_GUILDS_ID, "flags", "flags", "", "", 1)
    question = TriviaListQuestion(f"{url}", ("Norway",))
    TriviaDriver(world, questions=[question_from_import(ImportedQuestion(stored, question))])

    shown = await world.bob.slash(world.channel, "trivia daily")
    assert "I don't have any questions" in card_text(shown.response)
    await world.bot.store.guild_settings.update(world.guild.id, asks_lists_always=True)
    shown = await world.bob.slash(world.channel, "trivia daily")

    assert "**What is in the picture?**" in card_text(shown.response)
    assert list_pictures(shown.response.components) == [(url, "What is in the picture?")]


async def test_a_long_answer_is_shown_and_its_short_form_is_right(
    world: World, admin: MemberActor
) -> None:
    panel = await open_setup(world, admin, "Question lists")
    long = f"Alex Plante, who played ten games{' and then some' * 20}"
    await add(panel, "hockey.yaml", f"Who?:\n- {long}\n- Plante\n".encode())
    game = TriviaDriver(world)
    await game.start_game(topic="hockey")
    await game.type_answer(world.alice, "plante")
    assert f"**Answer: {long}**" in game.text
    assert "1 of 1 answer right." in game.text
