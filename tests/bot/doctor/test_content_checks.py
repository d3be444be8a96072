"""`doctor` on packs and feeds that cannot be read."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest

from storage.feeds.feeds import PollFailure
from storage.feeds.subscriptions import NewFeed
from tests.bot.doctor.installation import SetUp, open_store
from tests.loopback.objects import GUILD_ID
from tests.world import TINY_PACK

pytestmark = pytest.mark.slow


async def test_a_pack_with_a_fault(set_up: SetUp) -> None:
    pack = set_up.folder / "pack"
    shutil.copytree(TINY_PACK, pack)
    with (pack / "entries.toml").open("a") as file:
        file.write("\n[[fact]]\nid = 'fact.empty'\n")
    set_up.environment["BOT_SEEDS"] = str(pack)
    code, check, text = await set_up.find_one()
    assert (code, check) == (2, "pack")
    assert text.startswith(f"{pack} has ")
    assert " 1 problems" not in text
    assert text.endswith(f"Run `python -m bot seeds check {pack}`.")


async def test_a_feed_that_fails(set_up: SetUp) -> None:
    failed_at = datetime(2026, 1, 1, tzinfo=UTC)
    async with open_store(set_up) as store:
        feed = NewFeed("https://example.org/feed", "Lamps", "RSS 2.0", 3_600)
        assert await store.subscriptions.add(GUILD_ID, feed, "en", failed_at)
        await store.feeds.fail_poll(
            1, PollFailure("no such host", failed_at, failed_at, is_broken=False)
        )
    assert await set_up.find_one() == (
        1,
        "feeds",
        "https://example.org/feed has failed since 2026-01-01: no such host. See for yourself with "
        "`python -m bot news look --feed https://example.org/feed`.",
    )
