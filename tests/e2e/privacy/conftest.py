"""Members who have done everything."""

from __future__ import annotations

import pytest

from tests.databases.traces import leave_traces_in_dm, leave_traces_in_guild
from tests.world import World


@pytest.fixture
async def busy(world: World) -> World:
    """Alice and bob have done everything, here, in another server, and alice in messages."""
    store, bob = world.bot.store, world.bob.id
    there = world.env.create_guild("Lamp lighters")
    for guild_id in (world.guild.id, there.id):
        await leave_traces_in_guild(store, guild_id, world.alice.id, bob)
    await leave_traces_in_dm(store, world.alice.user.dm_channel.id, world.alice.id)
    return world
