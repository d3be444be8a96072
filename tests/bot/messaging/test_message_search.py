"""Finding a post that was sent before the bot was stopped."""

from __future__ import annotations

from datetime import date, timedelta

import discord

from bot.messaging.message_search import find_message
from bot.ui.card import Card
from tests.bot.messaging.channels import deny, get_channel, get_guild
from tests.bot.scheduling.lamps import LampButton
from tests.world import NOW, World

FIRST, SECOND = date(2026, 1, 1), date(2026, 1, 2)


async def light(world: World, day: date) -> discord.Message:
    card = Card("A lamp is lit", "").with_buttons(LampButton(day))
    return await get_channel(world).send(view=card.build_view(world.bot.packs.get(None).colour))


async def search(world: World, prefix: str, **after: float) -> discord.Message | None:
    since = NOW + timedelta(**after)
    return await find_message(get_guild(world), world.channel.id, prefix, since)


async def test_the_message_with_the_button_is_found_among_others(world: World) -> None:
    await light(world, FIRST)
    wanted = await light(world, SECOND)
    await world.alice.send(world.channel, "lamp:2026-01-02")
    found = await search(world, "lamp:2026-01-02")
    assert found is not None
    assert found.id == wanted.id


async def test_nothing_is_found_before_it_was_sent(world: World) -> None:
    await light(world, FIRST)
    assert await search(world, "lamp:2026-01-02") is None


async def test_a_message_from_before_the_claim_does_not_count(world: World) -> None:
    await light(world, FIRST)
    assert await search(world, "lamp:2026-01-01", seconds=30) is not None, "clocks may differ"
    assert await search(world, "lamp:2026-01-01", hours=1) is None


async def test_a_channel_that_is_gone_or_unreadable_has_no_message(world: World) -> None:
    await light(world, FIRST)
    deny(world, world.channel, read_message_history=True)
    assert await search(world, "lamp:2026-01-01") is None
    deny(world, world.channel)
    guild = get_guild(world)
    world.env.backend.delete_channel(world.channel.id)
    assert await find_message(guild, world.channel.id, "lamp:", NOW) is None
