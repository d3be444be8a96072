"""Answers of Discord that cannot be read, over a real socket."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest
from aiohttp import web
from discord.http import HTTPClient, Route

from bot.instrumentation.response_check import check_responses
from bot.messaging.sending import REQUEST_ERRORS, RetryLater, classify_error

MESSAGE = b'{"id": "1"}'
JSON = "application/json"


async def request(monkeypatch: pytest.MonkeyPatch, answer: web.Response) -> object:
    """Log in, request a message over a real socket, and return what the library has read."""
    app = web.Application()

    async def log_in(_request: web.Request) -> web.Response:
        return respond(b'{"id": "1", "username": "bot"}')

    async def handle(_request: web.Request) -> web.Response:
        return answer

    app.router.add_get("/api/v10/users/@me", log_in)
    app.router.add_post("/{path:.*}", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}/api/v10"
    monkeypatch.setattr(Route, "BASE", base)
    trace = aiohttp.TraceConfig()
    check_responses(trace)
    client = HTTPClient(asyncio.get_running_loop(), http_trace=trace)
    await client.static_login("token")
    try:
        return await client.request(Route("POST", "/channels/1/messages"), json={})
    finally:
        await client.close()
        await runner.cleanup()


def respond(body: bytes, content_type: str = JSON, status: int = 200) -> web.Response:
    return web.Response(body=body, headers={"Content-Type": content_type}, status=status)


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b'{"id": "12', JSON, 200),
        (b"", JSON, 200),
        (b"", "text/plain", 200),
        (b"<html>Attention required!</html>", "text/html", 200),
        (b'"a sentence"', JSON, 200),
        (b"\xff\xfe", JSON, 200),
        (b"{", JSON, 400),
        (b"{", JSON, 502),
        (b"{}", JSON, 429),
        (b"\xff", "text/html", 403),
    ],
)
async def test_an_answer_that_cannot_be_read_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
    body: bytes,
    content_type: str,
    status: int,
) -> None:
    with pytest.raises(REQUEST_ERRORS) as raised:
        await request(monkeypatch, respond(body, content_type, status))
    assert isinstance(classify_error(raised.value), RetryLater)
    assert "POST /api/v10/channels/1/messages is unreadable" in str(raised.value)


async def test_answers_in_json_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert await request(monkeypatch, respond(MESSAGE)) == {"id": "1"}


async def test_an_answer_without_content_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert await request(monkeypatch, web.Response(status=204)) == ""


async def test_a_refusal_is_read_as_json_or_as_a_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(discord.Forbidden) as raised:
        await request(monkeypatch, respond(b'{"code": 50013}', JSON, 403))
    assert raised.value.code == 50013


async def test_a_page_of_a_proxy_is_a_refusal_without_a_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(discord.Forbidden) as raised:
        await request(monkeypatch, respond(b"<html></html>", "text/html", 403))
    assert raised.value.code == 0


async def test_files_at_other_addresses_are_not_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Route, "BASE", "https://discord.com/api/v10")
    trace = aiohttp.TraceConfig()
    check_responses(trace)
    app = web.Application()

    async def handle(_request: web.Request) -> web.Response:
        return respond(b"\xff\xd8", "image/jpeg")

    app.router.add_get("/a.jpg", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/a.jpg"
    try:
        async with aiohttp.ClientSession(trace_configs=[trace]) as session:
            assert await (await session.get(address)).read() == b"\xff\xd8"
    finally:
        await runner.cleanup()
