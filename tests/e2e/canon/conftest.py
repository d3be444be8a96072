"""Members who review and transfer entries."""

from __future__ import annotations

import discord
import pytest

from tests.drivers.canon import CardDriver
from tests.e2e.canon.transfer.server import Server
from tests.posting import add_admin
from tests.world import World


@pytest.fixture
def panel(world: World) -> CardDriver:
    return CardDriver(world, add_admin(world))


@pytest.fixture
def here(world: World) -> Server:
    return Server(world, world.guild, world.channel, add_admin(world))


@pytest.fixture
def there(world: World) -> Server:
    guild = world.env.create_guild("The *Others*")
    mods = guild.create_role("mods", permissions=discord.Permissions(manage_guild=True))
    admin = guild.add_member(world.env.create_user("otto"), roles=[mods])
    return Server(world, guild, guild.create_text_channel("general"), admin)
