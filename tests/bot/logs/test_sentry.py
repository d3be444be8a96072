"""Sentry gets an error without names, texts and tokens: looked at where it arrives."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.cli.exit_codes import CANNOT_START
from bot.cli.main import main
from bot.health.limits import HealthLimits
from tests.bot_process import TOKEN, run_bot_process
from tests.conftest import skip_unless_ci
from tests.loopback.objects import GUILD_ID
from tests.platform_server import open_platform_server

pytestmark = pytest.mark.slow

WORDS = "Alice keeps her lamp in the attic"
FAULTY_STATUS = f"""
import bot.client
load = bot.client.FanBot.load_features
async def break_status(self, interaction):
    member, words = interaction.user.name, {WORDS!r}
    try:
        raise KeyError(words)
    except KeyError as error:
        raise ValueError(f"{{member}} wrote {{words}}, token {TOKEN}") from error
async def load_and_break(self):
    await load(self)
    self.tree.get_command("status")._callback = break_status
bot.client.FanBot.load_features = load_and_break
"""


@asynccontextmanager
async def open_sentry() -> AsyncGenerator[tuple[str, list[bytes]]]:
    """Serve what Sentry's SDK talks to; yield its DSN, and the bodies that arrive."""
    bodies: list[bytes] = []

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        assert request.path == "/api/17/envelope/"
        assert "sentry_key=lampkey" in request.headers["X-Sentry-Auth"]
        bodies.append(body)
        return web.json_response({"id": "0" * 32})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", take)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"http://lampkey@127.0.0.1:{runner.addresses[0][1]}/17", bodies
    finally:
        await runner.cleanup()


def list_events(bodies: list[bytes]) -> list[dict[str, Any]]:
    """Return the events in envelopes: https://develop.sentry.dev/sdk/data-model/envelopes/."""
    events: list[dict[str, Any]] = []
    for body in bodies:
        _, *lines = [line for line in body.split(b"\n") if line]
        for head, content in zip(lines[::2], lines[1::2], strict=True):
            assert json.loads(head)["type"] == "event"
            events.append(json.loads(content))
    return events


@pytest.fixture
def _sdk() -> None:
    if find_spec("sentry_sdk") is None:
        skip_unless_ci("sentry-sdk is not installed: what is sent to Sentry is not tested")


@pytest.mark.usefixtures("_sdk")
async def test_an_error_arrives_before_the_process_ends_without_what_is_private(
    tmp_path: Path,
) -> None:
    async with (
        open_sentry() as (dsn, bodies),
        open_platform_server() as platform,
        run_bot_process(
            platform,
            tmp_path,
            HealthLimits(beat=0.1),
            FAULTY_STATUS,
            {"BOT_SENTRY_DSN": dsn},
            ends_as_process=True,
        ) as bot,
    ):
        await bot.wait_for_log("ready as")
        for number in range(3):
            await platform.use_command("status", 10**18 + number)
        await bot.wait_for(lambda: bot.log.count("incident ") == 3)
        assert await bot.stop() == 0
        assert dsn not in bot.log

    [event] = list_events(bodies)
    assert event["tags"]["command"] == "/status"
    assert f"incident {event['tags']['incident']} in /status" in bot.log
    assert event["logger"] == "bot.ui.error_replies"
    types = [one["type"] for one in event["exception"]["values"]]
    assert types == ["KeyError", "ValueError"]
    frames = event["exception"]["values"][1]["stacktrace"]["frames"]
    assert frames[-1]["function"] == "break_status"
    assert set(event) <= {
        *("event_id", "timestamp", "level", "platform", "logger", "logentry", "release"),
        *("tags", "exception"),
    }
    sent = b"".join(bodies).decode()
    for private in (WORDS, TOKEN, "alice", str(GUILD_ID), str(tmp_path), "7000001"):
        assert private not in sent


@pytest.mark.usefixtures("_sdk")
async def test_a_server_that_is_not_there_holds_nothing_up(tmp_path: Path) -> None:
    async with (
        open_platform_server() as platform,
        run_bot_process(
            platform,
            tmp_path,
            HealthLimits(beat=0.1),
            FAULTY_STATUS,
            {"BOT_SENTRY_DSN": "http://lampkey@127.0.0.1:1/17"},
            ends_as_process=True,
        ) as bot,
    ):
        await bot.wait_for_log("ready as")
        await platform.use_command("status", 10**18)
        await bot.wait_for_log("incident ")
        assert await bot.stop() == 0


def test_without_the_library_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("BOT_SENTRY_DSN", "https://lampkey@sentry.example/17")
    monkeypatch.setenv("BOT_LOG_FILE", "off")
    before = logging.getLogger().handlers[:]
    assert main(["run"]) == CANNOT_START
    assert capsys.readouterr().err == (
        "BOT_SENTRY_DSN needs sentry_sdk, which isn't installed: run `python -m pip install "
        "--require-hashes -r requirements-sentry.lock`.\n"
    )
    assert logging.getLogger().handlers == before


@pytest.mark.parametrize("dsn", ["lampkey", "https://sentry.example/17", "https://lampkey@/"])
def test_a_dsn_that_is_none_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], dsn: str
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("BOT_SENTRY_DSN", dsn)
    assert main(["run"]) == CANNOT_START
    assert capsys.readouterr().err == (
        "BOT_SENTRY_DSN has a value that doesn't work: copy the DSN again from Sentry, such as "
        "https://key@sentry.example/1.\n"
    )
