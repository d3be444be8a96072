"""*Show me around*: five private cards that a member can try, one after the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord
import pytest

from bot.app import open_bot
from cogs.setup.welcome import build_welcome_card
from tests.drivers.canon import CardDriver
from tests.platform_rules.document import PlatformDocument
from tests.posting import list_posts
from tests.world import World, build_settings, card_text, open_world

SHOWN = (
    "## Where the second season stands",
    "## The story so far",
    "> “",
    "## This month, years ago",
    "## Question of the day",
)
"""What is read on each card; the quote may be any."""


class Visitor(CardDriver):
    """Drives a member through the tour."""

    async def begin(self) -> str:
        """Post the welcome and press its button."""
        channel = self.world.bot.get_channel(self.world.channel.id)
        assert isinstance(channel, discord.TextChannel)
        sent = await channel.send(
            view=build_welcome_card().build_view(self.world.bot.packs.get(None).colour)
        )
        text = await self.start_at(sent)
        assert self.card.ephemeral
        return text

    async def start_at(self, message: Any) -> str:
        """Press the button under a message."""
        self.card = (await self.member.click(message, label="Show me around")).response
        return self.text


@pytest.fixture
def visitor(world: World) -> Visitor:
    return Visitor(world, world.alice)


async def test_five_cards_are_shown_one_after_the_other_and_back(visitor: Visitor) -> None:
    text = await visitor.begin()
    for number, shown in enumerate(SHOWN, start=1):
        assert f"**{number} of 5**" in text
        assert shown in text
        assert visitor.buttons["Back"].get("disabled", False) is (number == 1)
        if number < len(SHOWN):
            text = await visitor.press_and_read("Next stop")
    assert "Next stop" not in visitor.buttons
    assert SHOWN[3] in await visitor.press_and_read("Back")
    await visitor.press_and_read("Next stop")
    assert "**1 of 5**" in await visitor.press_and_read("Start over")


async def test_what_a_button_of_a_card_shows_comes_below_and_the_tour_stays(
    visitor: Visitor,
) -> None:
    tour = await visitor.begin()
    for label in ("History", "Promises vs. reality", "Sources"):
        shown = await visitor.press(label)
        assert shown.ephemeral
        assert card_text(shown.response) != tour
        assert visitor.text == tour
    await visitor.press_and_read("Next stop")
    await visitor.press_and_read("Next stop")
    quote = visitor.text
    another = await visitor.press("Another")
    assert another.ephemeral
    assert "3 of 5" not in card_text(another.response)
    assert visitor.text == quote


async def test_the_question_of_the_day_is_answered_from_the_tour(visitor: Visitor) -> None:
    await visitor.begin()
    for _ in range(4):
        await visitor.press_and_read("Next stop")
    asked = visitor.text
    [first, *_] = visitor.buttons
    answered = await visitor.press(first)
    assert answered.ephemeral
    assert "right" in card_text(answered.response)
    assert visitor.text == asked
    await visitor.press_and_read("Back")
    text = await visitor.press_and_read("Next stop")
    verdict = card_text(answered.response).splitlines()[1].partition(" I'll post")[0]
    assert verdict in text
    assert list(visitor.buttons) == ["Share", "Back", "Start over"]


async def test_nothing_of_it_is_seen_by_others(world: World, visitor: Visitor) -> None:
    await visitor.begin()
    await visitor.press_and_read("Next stop")
    assert len(list_posts(world.channel)) == 1
    assert "**1 of 5**" in await Visitor(world, world.bob).begin()


async def test_the_tour_goes_on_after_a_restart(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> None:
    settings = build_settings(tmp_path)
    async with open_world(settings, platform_document) as world:
        visitor = Visitor(world, world.alice)
        await visitor.begin()
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            assert SHOWN[1] in await visitor.press_and_read("Next stop")


async def test_help_leads_to_the_tour_in_its_place(world: World, visitor: Visitor) -> None:
    shown = (await world.alice.slash(world.channel, "help")).response
    assert "**1 of 5**" in await visitor.start_at(shown)
    assert card_text(shown) == visitor.text
