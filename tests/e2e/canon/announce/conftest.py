"""A reviewer in a guild that announces news."""

from __future__ import annotations

import pytest

from tests.e2e.canon.announce.desk import Desk
from tests.world import World


@pytest.fixture
async def desk(world: World) -> Desk:
    news = world.guild.create_text_channel("news")
    await world.bot.store.guild_settings.update(world.guild.id, news_channel_id=news.id)
    return Desk(world, news)
