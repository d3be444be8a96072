"""Entries of a guild are shown by all commands in that guild, and in no other."""

from __future__ import annotations

from typing import Any

import pytest

from tests.drivers.canon import (
    FACT,
    NEWS,
    QUESTION,
    change_at,
    propose_and_approve,
    quote_draft,
    read_slash_response,
)
from tests.posting import add_admin, list_posts, run_due_at, set_up_anniversaries
from tests.world import World, card_text


@pytest.fixture
async def elsewhere(world: World) -> Any:
    """Uses commands in another guild of the same bot."""
    guild = world.env.create_guild("Others")
    channel = guild.create_text_channel("general")
    member = guild.add_member(world.env.create_user("otto"))

    async def ask(command: str, **options: Any) -> str:
        return card_text((await member.slash(channel, command, **options)).response)

    return ask


async def test_news_with_a_stage_is_the_new_status_here_and_nowhere_else(
    world: World, elsewhere: Any
) -> None:
    before = await elsewhere("status")
    await propose_and_approve(world, NEWS)
    card = await read_slash_response(world, "status")
    assert "Cameras roll on season three" in card
    assert "Filming" in card
    assert "**Confirmed**, as of December 30, 2025" in card
    assert "[The Lamp Post](<https://lantern.example/shooting>)" in card
    assert await elsewhere("status") == before


async def test_it_stands_in_the_timeline_and_comes_back_next_year(
    world: World, elsewhere: Any
) -> None:
    await propose_and_approve(world, NEWS)
    assert "Cameras roll on season three" in await read_slash_response(world, "timeline", year=2025)
    assert "Cameras roll" not in await elsewhere("timeline")
    card = await read_slash_response(world, "onthisday", date="December 30, 2026")
    assert card.count("Cameras roll on season three") == 1
    assert "1 year ago" in card or "One year ago" in card
    assert "Cameras roll" not in await elsewhere("onthisday", date="December 30, 2026")


async def test_next_years_post_tells_it(world: World) -> None:
    await set_up_anniversaries(world, add_admin(world))
    await propose_and_approve(world, NEWS)
    await run_due_at(world, "2026-12-30 09:00")
    assert any("Cameras roll on season three" in post for post in list_posts(world.channel))


async def test_quotes_of_people_only_this_server_knows(world: World, elsewhere: Any) -> None:
    await propose_and_approve(world, quote_draft("Bob of the Harbour"))
    card = await read_slash_response(world, "quote", speaker="Bob of the Harbour")
    assert "I would fold it all again." in card
    assert card.startswith("## Bob of the Harbour")
    assert "I don't have any quotes from" in await elsewhere("quote", speaker="Bob of the Harbour")
    assert "I would fold" not in await elsewhere("quote", about="fold")


async def test_facts_are_found_by_their_words(world: World, elsewhere: Any) -> None:
    await propose_and_approve(world, FACT)
    assert "made of rice paper" in await read_slash_response(world, "fact", about="rice paper")
    assert "rice paper." not in await elsewhere("fact", about="rice paper")


async def test_trivia_asks_what_was_written_and_not_when_news_was_reported(world: World) -> None:
    number = await propose_and_approve(world, QUESTION)
    await propose_and_approve(world, NEWS)
    cog: Any = world.bot.get_cog("Trivia")
    bank = await cog.banks.get(world.guild.id)
    assert f"question.own-{number}" in {question.key for question in bank}
    assert not any("Cameras roll" in f"{one.text} {one.options}" for one in bank)
    assert len(bank) > len(cog.banks.shared)


async def test_what_is_retracted_is_gone_everywhere_at_once(world: World) -> None:
    before = await read_slash_response(world, "status")
    number = await propose_and_approve(world, NEWS)
    own = world.bot.store.guild_entries
    change = change_at(0, world.guild.id, 2, "was not true")
    await own.retract(change, [f"event.own-{number}", f"status.own-{number}"])
    assert await read_slash_response(world, "status") == before
    assert "Cameras roll" not in await read_slash_response(world, "timeline")
    cog: Any = world.bot.get_cog("Trivia")
    assert not any("Cameras roll" in one.text for one in await cog.banks.get(world.guild.id))
