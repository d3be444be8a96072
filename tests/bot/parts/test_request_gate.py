"""Who may have lost its part reads, and sends nothing that changes anything."""

from __future__ import annotations

import aiohttp
import pytest

from bot.messaging.sending import REQUEST_ERRORS
from bot.parts.request_gate import refuse_requests
from tests.loopback.objects import CHANNEL_ID
from tests.platform_server import PlatformServer


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
async def test_a_request_that_changes_something_does_not_leave_while_the_part_may_be_lost(
    platform: PlatformServer, method: str
) -> None:
    held = [True]
    trace = aiohttp.TraceConfig()
    refuse_requests(trace, lambda: held[-1])
    url = f"http://127.0.0.1:{platform.port}/api/channels/{CHANNEL_ID}/messages"
    async with aiohttp.ClientSession(trace_configs=[trace]) as session:
        await session.request(method, url)
        held.append(False)
        with pytest.raises(REQUEST_ERRORS, match="another process may have my shards"):
            await session.request(method, url)
        await session.get(url)
        held.append(True)
        await session.request(method, url)
    assert [one for one, _ in platform.requests] == [method, "GET", method]
