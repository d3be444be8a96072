from __future__ import annotations

import gc

import pytest

from bot.base import GuildLocks, ResourceKey, Resources


async def test_a_guilds_lock_is_one_and_another_guilds_is_another() -> None:
    locks = GuildLocks()
    first, again, other = locks.get(1), locks.get(1), locks.get(2)
    assert first is again
    assert first is not other


async def test_a_lock_that_no_task_uses_is_forgotten() -> None:
    locks = GuildLocks()
    async with locks.get(1):
        assert len(locks._locks) == 1
    gc.collect()
    assert len(locks._locks) == 0


def test_a_resource_is_found_by_its_key_until_its_feature_is_unloaded() -> None:
    lamps, other_lamps = ResourceKey[int]("lamps"), ResourceKey[int]("lamps")
    resources = Resources()
    resources[lamps] = 3
    assert resources[lamps] == 3
    assert resources.get(other_lamps) is None
    del resources[lamps]
    assert resources.get(lamps) is None
    with pytest.raises(KeyError):
        resources[lamps]
