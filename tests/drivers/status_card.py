"""Sets the status card of a guild up, and lets time pass for it."""

from __future__ import annotations

from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from storage.posts.status_cards import StatusCard
from tests.drivers.setup import SetupDriver, open_setup
from tests.posting import list_posts, run_due_at
from tests.world import World


async def set_up_card(
    world: World, admin: MemberActor, channel: ChannelHandle | None = None
) -> SetupDriver:
    """Choose the channel of the card in the panel, and return the panel."""
    panel = await open_setup(world, admin, "Status card")
    await panel.choose("channel", channel or world.channel)
    return panel


async def look_at(world: World, text: str) -> None:
    """Set the clock to `text`, in UTC, run what is due, and wait until the cards are looked at."""
    await run_due_at(world, text)
    cog: Any = world.bot.get_cog("Status card")
    with world.env.time_context():
        await cog.rounds.wait()


async def get_stored_card(world: World) -> StatusCard | None:
    """Return what is stored about the guild's card."""
    return await world.bot.store.status_cards.get(world.guild.id)


def list_cards(channel: ChannelHandle) -> list[str]:
    """Return the texts of the status cards in a channel, oldest first."""
    return [text for text in list_posts(channel) if text.startswith("## Where ")]


def get_card(channel: ChannelHandle) -> discord.Message:
    """Return the newest message in a channel."""
    return channel.history()[-1]
