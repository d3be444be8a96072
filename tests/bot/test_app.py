"""The start, when Discord's proxy answers in place of Discord."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from discord.http import Route
from pydantic import SecretStr

import bot.app
from bot.app import run_on_discord
from bot.errors import BlockedError, StartError, UnreachableError
from tests.world import TINY_PACK, build_settings

PAGE = """<!DOCTYPE html>
<html lang="en-US"><head><title>Access denied</title></head>
<body><h1>Error 1015</h1><p>You are being rate limited</p></body>
</html>"""


@asynccontextmanager
async def serve(monkeypatch: pytest.MonkeyPatch, *answers: web.Response) -> AsyncGenerator[None]:
    """Answer each login with the next of `answers`."""
    remaining = iter(answers)

    async def answer(_request: web.Request) -> web.Response:
        return next(remaining)

    application = web.Application()
    application.router.add_get("/users/@me", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{runner.addresses[0][1]}")
    try:
        yield
    finally:
        await runner.cleanup()


async def run(tmp_path: Path) -> None:
    settings = build_settings(tmp_path, TINY_PACK)
    await run_on_discord(settings.model_copy(update={"token": SecretStr("a.b.c")}))


def blocked(
    status: int, text: str, content_type: str = "text/html", **headers: str
) -> web.Response:
    return web.Response(status=status, text=text, content_type=content_type, headers=headers)


@pytest.mark.parametrize(
    ("response", "details"),
    [
        (blocked(429, PAGE), "HTTP 429, code 1015"),
        (blocked(403, PAGE), "HTTP 403, code 1015"),
        (blocked(429, "error code: 1015", "text/plain"), "HTTP 429, code 1015"),
        (blocked(429, "<html>no code</html>"), "HTTP 429"),
    ],
)
async def test_a_blocked_address_is_one_line_and_waits_before_it_knocks_again(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    response: web.Response,
    details: str,
) -> None:
    monkeypatch.setattr(bot.app, "FIRST_BLOCK_WAIT_S", 0.3)
    async with serve(monkeypatch, response, web.Response(status=401)):
        began = asyncio.get_running_loop().time()
        with caplog.at_level(logging.ERROR), pytest.raises(StartError, match="doesn't accept"):
            await run(tmp_path)

    assert asyncio.get_running_loop().time() - began >= 0.3
    assert [record.getMessage() for record in caplog.records] == [
        f"Discord is blocking this computer's address for now ({details}), as it does after too "
        "many requests from it. I try again in 0 minutes."
    ]


async def test_the_wait_doubles_and_is_no_shorter_than_what_the_proxy_asks_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(bot.app, "FIRST_BLOCK_WAIT_S", 0.2)
    responses = [
        blocked(429, PAGE),
        blocked(429, PAGE),
        blocked(429, PAGE, **{"Retry-After": "9000"}),
    ]
    async with serve(monkeypatch, *responses), asyncio.timeout(20):
        running = asyncio.create_task(run(tmp_path))
        while "150 minutes" not in caplog.text:
            await asyncio.sleep(0.01)
        # Waiting, it can still be stopped.
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running


async def test_another_failure_of_the_proxy_is_told_without_its_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serve(monkeypatch, blocked(503, PAGE)):
        with pytest.raises(UnreachableError) as caught:
            await run(tmp_path)

    assert not isinstance(caught.value, BlockedError)
    assert str(caught.value) == (
        "I can't reach Discord: 503 Service Unavailable (error code: 0): [HTML page]."
    )
