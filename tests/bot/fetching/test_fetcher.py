"""Fetching from servers that are well and from servers that are not."""

from __future__ import annotations

import asyncio
import gzip
import socket
import tracemalloc
import zlib
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from aiohttp import web

from bot.fetching import fetcher as fetcher_module
from bot.fetching.fetcher import FEED_TYPES, MAX_BYTES, Condition, Fetcher, FetchError
from bot.fetching.resolver import CheckedResolver, UnreachableNameError
from tests.loopback.web_server import WebServer, open_web_server


@pytest.fixture
async def server() -> AsyncGenerator[WebServer]:
    async with open_web_server() as opened:
        yield opened


@pytest.fixture
async def fetcher(server: WebServer) -> AsyncGenerator[Fetcher]:
    opened = server.build_fetcher(timeout_s=1.0)
    yield opened
    await opened.close()


async def get_reason(fetcher: Fetcher, address: str) -> str:
    """Return why an address is not fetched."""
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(address)
    return str(caught.value)


def redirect(target: str, status: int = 302) -> web.Response:
    return web.Response(status=status, headers={"Location": target})


async def test_a_request_names_the_bot_and_a_contact_and_sends_no_cookies(
    server: WebServer, fetcher: Fetcher
) -> None:
    server.pages["/feed"] = web.Response(
        body=b"<rss/>", headers={"Set-Cookie": "id=1", "ETag": '"a"', "Content-Type": "text/xml"}
    )
    first = await fetcher.fetch(server.url("/feed"), FEED_TYPES)
    await fetcher.fetch(server.url("/feed"), FEED_TYPES, Condition(first.etag, "Mon"))
    sent, again = (one.headers for one in server.requests)
    assert sent["User-Agent"] == "TestBot/1 (+mailto:owner@example.org)"
    assert "Cookie" not in again
    assert (again["If-None-Match"], again["If-Modified-Since"]) == ('"a"', "Mon")
    assert first.content == b"<rss/>"


async def test_an_unchanged_feed_is_not_sent_again(server: WebServer, fetcher: Fetcher) -> None:
    server.pages["/feed"] = web.Response(status=304)
    assert (await fetcher.fetch(server.url("/feed"), FEED_TYPES, Condition('"a"'))).is_unchanged


async def test_redirects_are_followed_to_where_they_end(
    server: WebServer, fetcher: Fetcher
) -> None:
    server.pages["/old"] = redirect("/new", 301)
    server.pages["/new"] = "<rss/>"
    found = await fetcher.fetch(server.url("/old"))
    assert (found.content, found.address) == (b"<rss/>", server.url("/new"))


async def test_a_loop_of_redirects_ends_after_five(server: WebServer, fetcher: Fetcher) -> None:
    server.pages["/a"] = redirect("/b")
    server.pages["/b"] = redirect("/a")
    assert await get_reason(fetcher, server.url("/a")) == "it redirects more than 5 times"
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1]/",
        "http://224.0.0.1/",
        "http://127.0.0.1:22/",
        "file:///etc/passwd",
        "http://user:secret@example.org/",
        "http://localhost/",
    ],
)
async def test_a_redirect_into_a_network_is_not_followed(
    server: WebServer, fetcher: Fetcher, target: str
) -> None:
    server.pages["/feed"] = redirect(target)
    reason = await get_reason(fetcher, server.url("/feed"))
    assert reason == "its address is not one on the public web"


async def test_a_name_that_leads_into_a_network_is_not_connected_to(server: WebServer) -> None:
    public = Fetcher("TestBot/1")
    try:
        reason = await get_reason(public, "http://localhost.localdomain/")
        assert reason in (
            "its name leads into a network that is not public",
            "its name is not known",
        )
        with pytest.raises(UnreachableNameError):
            await CheckedResolver().resolve("localhost", 80)
        assert await get_reason(public, server.url("/")) == (
            "its address is not one on the public web"
        )
    finally:
        await public.close()
    assert server.requests == []


async def test_a_name_is_resolved_once_and_one_bad_address_refuses_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    async def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        addresses = ["93.184.216.34", "10.0.0.1"] if host == "mixed.example" else ["1.1.1.1"]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
    with pytest.raises(UnreachableNameError):
        await CheckedResolver().resolve("mixed.example", 443)
    [pinned] = await CheckedResolver().resolve("good.example", 443)
    assert (pinned["host"], asked) == ("1.1.1.1", ["mixed.example", "good.example"])


async def test_a_page_that_is_too_large_is_not_read_to_its_end(
    server: WebServer, fetcher: Fetcher
) -> None:
    server.pages["/feed"] = b"x" * (MAX_BYTES + 1)
    assert await get_reason(fetcher, server.url("/feed")) == "it is larger than 2 MiB"
    server.pages["/feed"] = b"x" * MAX_BYTES
    assert len((await fetcher.fetch(server.url("/feed"))).content) == MAX_BYTES


async def test_compressed_pages_are_read(server: WebServer, fetcher: Fetcher) -> None:
    for name, content in (
        ("gzip", gzip.compress(b"<rss/>")),
        ("deflate", zlib.compress(b"<rss/>")),
    ):
        server.pages["/feed"] = web.Response(body=content, headers={"Content-Encoding": name})
        assert (await fetcher.fetch(server.url("/feed"))).content == b"<rss/>"


async def test_a_bomb_of_compressed_zeros_takes_no_memory(
    server: WebServer, fetcher: Fetcher
) -> None:
    bomb = gzip.compress(bytes(200 * 2**20))
    server.pages["/feed"] = web.Response(body=bomb, headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    try:
        assert await get_reason(fetcher, server.url("/feed")) == "it is larger than 2 MiB"
        assert tracemalloc.get_traced_memory()[1] < 16 * 2**20
    finally:
        tracemalloc.stop()


async def test_broken_compression_and_unknown_one_are_faults(
    server: WebServer, fetcher: Fetcher
) -> None:
    server.pages["/feed"] = web.Response(body=b"junk", headers={"Content-Encoding": "gzip"})
    assert (await get_reason(fetcher, server.url("/feed"))).startswith("the connection failed")
    server.pages["/feed"] = web.Response(body=b"junk", headers={"Content-Encoding": "br"})
    assert "compressed" in await get_reason(fetcher, server.url("/feed"))


async def test_a_server_that_drips_is_left_after_its_time(
    server: WebServer, fetcher: Fetcher
) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(100):
            await response.write(b"x")
            await asyncio.sleep(0.1)
        return response

    server.pages["/feed"] = drip
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert await get_reason(fetcher, server.url("/feed")) == "it took more than 1 seconds"
    assert loop.time() - began < 5


async def test_a_server_may_say_when_to_come_again(server: WebServer, fetcher: Fetcher) -> None:
    server.pages["/feed"] = web.Response(status=429, headers={"Retry-After": "7200"})
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(server.url("/feed"))
    assert caught.value.retry_after_s == 7200
    server.pages["/feed"] = web.Response(status=503, headers={"Retry-After": "99999999"})
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(server.url("/feed"))
    assert caught.value.retry_after_s == fetcher_module.MAX_RETRY_AFTER_S


async def test_one_host_gets_one_request_at_a_time_with_a_pause_between(server: WebServer) -> None:
    open_now: list[int] = [0, 0]

    async def page(_request: web.Request) -> web.Response:
        open_now[0] += 1
        open_now[1] = max(open_now)
        await asyncio.sleep(0.02)
        open_now[0] -= 1
        return web.Response(body=b"<rss/>")

    server.pages["/feed"] = page
    paced = server.build_fetcher(host_gap_s=0.05)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await asyncio.gather(*(paced.fetch(server.url("/feed")) for _ in range(5)))
    await paced.close()
    assert open_now[1] == 1
    assert loop.time() - began >= 4 * 0.05


async def test_what_does_not_answer_gets_a_clause(fetcher: Fetcher, server: WebServer) -> None:
    assert await get_reason(fetcher, server.url("/none")) == "there is nothing at that address"
    closed = Fetcher("TestBot/1", local_ports=(1,))
    assert await get_reason(closed, "http://127.0.0.1:1/") == "nothing answers there"
    await closed.close()
