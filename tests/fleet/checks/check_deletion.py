"""A member who deletes their data in one process is on no card of another a second later."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from storage.engines.location import PostgresUrl
from tests.databases.traces import MIA, OLE, leave_traces_in_guild
from tests.fleet.checks.conftest import RunParts
from tests.fleet.community import FIRST_GUILD
from tests.fleet.parts import Layout
from tests.loopback.interactions import SentInteraction
from tests.loopback.objects import make_id
from tests.platform_server import PlatformServer
from tests.world import open_tiny_store

LAYOUT = Layout(2, 2, 2, 0, has_standby=False)
SECOND = 1.0
NAME, WORDS = "Mia Moss", "I never left."


class Member:
    """Mia, in a channel of one guild."""

    def __init__(self, platform: PlatformServer, guild_number: int) -> None:
        self._platform = platform
        self.guild_id = guild_number << 22
        self._channel_id = self.guild_id + 500_000

    async def use_command(self, name: str, **options: str) -> SentInteraction:
        """Use a command, and wait for its answer."""
        values: list[dict[str, Any]] = [
            {"type": 3, "name": key, "value": value} for key, value in options.items()
        ]
        sent = await self._platform.use_command(
            name,
            make_id(),
            guild_id=self.guild_id,
            channel_id=self._channel_id,
            member_id=MIA,
            options=values,
        )
        assert await sent.wait_for_text(20), f"no answer to /{name}"
        return sent

    async def ask_for_quote(self) -> str:
        """Return what the bot shows of Mia's words."""
        return (await self.use_command("quote", speaker=NAME)).texts[0]

    async def click(self, shown: SentInteraction, custom_id: str) -> SentInteraction:
        """Click a button of an answer, and wait for the answer to that."""
        sent = await self._platform.click(shown.answers[-1], custom_id, make_id(), MIA)
        assert await sent.wait_for_text(20), f"no answer to {custom_id}"
        return sent

    async def delete_everything(self) -> None:
        """Delete what is kept about Mia, everywhere."""
        overview = await self.use_command("privacy")
        question = await self.click(overview, f"privacy:delete:everywhere:{MIA}")
        done = await self.click(question, f"privacy:sure:everywhere:{MIA}")
        assert "deleted" in done.texts[-1].lower()


async def test_a_deleted_member_is_on_no_card_of_another_process_a_second_later(
    platform: PlatformServer, url: PostgresUrl, run_parts: RunParts, tell: Callable[[str], None]
) -> None:
    here, there = (Member(platform, FIRST_GUILD + number) for number in range(2))
    async with open_tiny_store(url) as store:
        await leave_traces_in_guild(store, there.guild_id, MIA, OLE, NAME)
    async with run_parts(layout=LAYOUT) as parts:
        await parts.community.stop_games()
        holders = [parts.fleet.find_holder(number) for number in range(2)]
        assert holders[0] is not holders[1], parts.fleet.describe()
        assert WORDS in await there.ask_for_quote()

        await here.delete_everything()
        deleted_at = time.monotonic()
        while WORDS in (shown := await there.ask_for_quote()):
            assert time.monotonic() - deleted_at < SECOND, shown
            await asyncio.sleep(0.02)
        took = time.monotonic() - deleted_at
        assert "don't have any quotes" in shown
    tell(f"deleted in one process: gone from the cards of another after {took:.2f} s")
