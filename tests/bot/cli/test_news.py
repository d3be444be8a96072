"""`python -m bot news look …` as an owner types it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.cli.main import main
from tests.loopback.web_server import WebServer, open_web_server
from tests.world import NOW, TINY_PACK
from tests.worlds.news import build_feed, build_item, build_page


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[WebServer]:
    monkeypatch.setenv("BOT_SEEDS", str(TINY_PACK))
    async with open_web_server() as opened:
        title = "Cameras roll on the second season of Paper Lantern"
        opened.pages["/story"] = build_page(title)
        opened.pages["/feed"] = build_feed(
            build_item(title, opened.url("/story"), NOW),
            build_item("Ten plants for your balcony", opened.url("/plants"), NOW),
        )
        yield opened


async def run(*arguments: str) -> int:
    return await asyncio.to_thread(main, ["news", "look", *arguments])


async def test_it_prints_what_would_be_drafted_and_stores_nothing(
    server: WebServer, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert await run("--feed", server.url("/feed"), "--allow-local") == 0
    printed = capsys.readouterr().out
    assert printed.startswith("The Lamp Post: RSS 2.0, 2 items, 1 would count\n")
    assert "2026-01-01  Cameras roll on the second season of Paper Lantern" in printed
    assert "counts by: Paper Lantern" in printed
    assert "stage: filming, by “Cameras roll" in printed
    assert "quote: Ida Holm, paragraph 4: “We have waited years" in printed
    assert not os.listdir(tmp_path)


async def test_this_computer_is_out_of_reach_without_the_option(
    server: WebServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run("--feed", server.url("/feed")) == 2
    assert "inside of a network" in capsys.readouterr().err
    assert server.requests == []


async def test_a_feed_that_cannot_be_read_gets_a_sentence_and_the_next_goes_on(
    server: WebServer, capsys: pytest.CaptureFixture[str]
) -> None:
    feeds = ("--feed", server.url("/none"), "--feed", server.url("/feed"), "--allow-local")
    assert await run(*feeds) == 75
    printed = capsys.readouterr().out
    assert "/none: cannot be read: there is nothing at that address.\n" in printed
    assert "The Lamp Post" in printed


async def test_a_pack_without_suggestions_needs_a_feed(
    server: WebServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run() == 2
    assert capsys.readouterr().err == "The pack suggests no feeds: name one with --feed.\n"
    assert server.requests == []
