"""The server's channels as the bot sees them, for tests of messaging."""

from __future__ import annotations

import discord
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType

from tests.world import World


def get_guild(world: World) -> discord.Guild:
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    return guild


def get_channel(world: World) -> discord.TextChannel:
    channel = get_guild(world).get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    return channel


def deny(world: World, channel: ChannelHandle, **denied: bool) -> None:
    """Withdraw permissions from everybody in a channel."""
    overwrite = discord.PermissionOverwrite(**{name: not on for name, on in denied.items()})
    allow, deny_ = overwrite.pair()
    role_id = world.guild.default_role.id
    world.env.backend.set_overwrite(
        channel.id, Overwrite(role_id, OverwriteType.ROLE, allow.value, deny_.value)
    )
