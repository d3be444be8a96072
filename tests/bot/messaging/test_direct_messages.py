"""Direct messages: sent, or known not to have been."""

from __future__ import annotations

from bot.messaging.direct_messages import send_direct_message
from bot.ui.card import Card
from tests.posting import list_posts
from tests.world import World


async def test_text_and_cards_are_delivered(world: World) -> None:
    assert await send_direct_message(world.bot, world.alice.id, "A lamp is lit.")
    view = Card("A lamp is lit", "It burns.").build_view(world.bot.packs.get(None).colour)
    assert await send_direct_message(world.bot, world.alice.id, view)
    text, card = list_posts(world.alice.user.dm_channel)
    assert text == "A lamp is lit."
    assert "It burns." in card


async def test_a_member_who_takes_none_is_told_apart_by_the_answer(world: World) -> None:
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)
    assert not await send_direct_message(world.bot, world.alice.id, "A lamp is lit.")


async def test_an_unreachable_platform_is_a_failure_too(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=None)
    assert not await send_direct_message(world.bot, world.alice.id, "A lamp is lit.")
