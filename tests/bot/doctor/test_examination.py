"""`doctor` in a process of its own, on set-ups that are broken in one way each."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sqlite3
import sys
import time as time_module
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.connection.login_errors import BAD_LOGIN_ADVICE
from bot.health.limits import HealthLimits
from cogs.anniversaries.digest import KIND as ANNIVERSARIES
from storage.backups.rotation import back_up_daily
from storage.feeds.feeds import LookFailure
from storage.feeds.subscriptions import NewFeed
from storage.posts.models import Occurrence, ScheduleSettings
from storage.store import Store
from tests.bot_process import ROOT, TOKEN, run_bot_process
from tests.loopback.objects import CHANNEL_ID, GUILD_ID, build_answer, build_role
from tests.platform_server import PlatformServer, open_platform_server
from tests.processes.mounts import build_mount_prefix
from tests.world import TINY_PACK

PROGRAM = """
import sys, warnings
warnings.simplefilter("ignore")
{patch}
from bot.cli.main import main
sys.exit(main(["doctor", *sys.argv[1:]]))
"""
COMMANDS = f"/applications/{4_000_000}/commands"


@dataclass
class SetUp:
    """A folder with a bot's database, and the Discord that it talks to."""

    folder: Path
    platform: PlatformServer
    environment: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def database(self) -> Path:
        return self.folder / "bot.sqlite3"

    async def run(self, *arguments: str) -> tuple[int, str]:
        """Run the command; return its exit code and what it prints."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", PROGRAM.replace("{patch}", self.platform.patch), *arguments),
            cwd=self.folder,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={
                **{name: text for name, text in os.environ.items() if not name.startswith("BOT_")},
                "PYTHONPATH": str(ROOT),
                # The data that come with the bot, whatever this system has.
                "PYTHONTZPATH": "",
                "DISCORD_TOKEN": TOKEN,
                "BOT_DATABASE": str(self.database),
                "BOT_SEEDS": str(TINY_PACK),
                **self.environment,
            },
        )
        printed, errors = await process.communicate()
        assert process.returncode is not None
        assert TOKEN not in printed.decode() + errors.decode()
        return process.returncode, printed.decode() + errors.decode()

    async def examine(self) -> tuple[int, list[dict[str, str]]]:
        """Return the exit code and the rows that are not good."""
        code, printed = await self.run("--json")
        rows = json.loads(printed)
        return code, [row for row in rows if row["verdict"] != "good"]

    async def find_one(self) -> tuple[int, str, str]:
        """Return the exit code, and check and text of the only row that is not good."""
        code, rows = await self.examine()
        [row] = rows
        return code, row["check"], f"{row['text']} {row['remedy']}".strip()


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[Any]]]:
    """Run a bot once; return its database and the commands that it has registered."""
    folder = tmp_path_factory.mktemp("first run")

    async def run() -> dict[str, list[Any]]:
        async with (
            open_platform_server() as platform,
            run_bot_process(platform, folder, HealthLimits(beat=0.1)) as bot,
        ):
            await bot.wait_for_log("ready as")
            await bot.wait_for_log("command definitions")
            assert await bot.stop() == 0
            return platform.commands

    return folder / "bot.sqlite3", asyncio.run(run())


@pytest.fixture
async def set_up(
    first_run: tuple[Path, dict[str, list[Any]]], tmp_path: Path
) -> AsyncGenerator[SetUp]:
    """Set everything up as it should be."""
    database, commands = first_run
    shutil.copy(database, tmp_path / "bot.sqlite3")
    back_up_daily(tmp_path / "bot.sqlite3", date(2026, 1, 1), 7)
    async with open_platform_server() as platform:
        platform.commands = json.loads(json.dumps(commands))
        yield SetUp(tmp_path, platform)


@asynccontextmanager
async def open_store(set_up: SetUp) -> AsyncGenerator[Store]:
    store = await Store.open(set_up.database, Random())
    try:
        yield store
    finally:
        await store.close()


async def set_up_anniversaries(set_up: SetUp) -> None:
    """Store that a server has its anniversaries in a channel."""
    async with open_store(set_up) as store:
        due_at = datetime(2030, 3, 1, 9, tzinfo=UTC)
        await store.schedules.save(
            GUILD_ID,
            ANNIVERSARIES,
            ScheduleSettings(CHANNEL_ID, time(9), None, {}, 1),
            Occurrence(date(2030, 3, 1), due_at, due_at + timedelta(hours=12)),
        )


async def test_where_all_is_well_each_row_is_good_and_nothing_is_changed(set_up: SetUp) -> None:
    before = set_up.database.read_bytes()
    code, printed = await set_up.run()

    assert {line.split()[0] for line in printed.splitlines() if line[0] != " "} == {"good"}
    assert code == 0
    for check in ("application", "intents", "install link", "gateway", "commands", "clock"):
        assert f"good    {check}" in printed
    for check in ("servers", "feeds", "writable", "file system", "free space", "database"):
        assert f"good    {check}" in printed
    for check in ("database version", "backup", "pack", "time zones", "release"):
        assert f"good    {check}" in printed
    assert set_up.database.read_bytes() == before
    assert {method for method, _ in set_up.platform.requests} == {"GET"}


async def test_it_works_while_the_bot_runs(set_up: SetUp) -> None:
    async with run_bot_process(set_up.platform, set_up.folder, HealthLimits()) as bot:
        await bot.wait_for_log("ready as")
        assert (await set_up.examine()) == (0, [])
        assert await bot.stop() == 0


async def test_a_token_that_was_reset_hides_nothing_that_can_be_told_without_it(
    set_up: SetUp,
) -> None:
    refused = build_answer({"message": "401: Unauthorized", "code": 0}, 401)
    set_up.platform.answers["GET", "/users/@me"] = refused
    assert await set_up.find_one() == (2, "Discord", BAD_LOGIN_ADVICE)


async def test_a_missing_token_is_said_to_be_missing(set_up: SetUp) -> None:
    set_up.environment["DISCORD_TOKEN"] = ""
    code, check, text = await set_up.find_one()
    assert (code, check) == (2, "token")
    assert text.startswith("DISCORD_TOKEN isn't set: ")
    assert set_up.platform.requests == []


async def test_a_setting_that_does_not_work_is_one_sentence(set_up: SetUp) -> None:
    set_up.environment["BOT_HTTP"] = "8080"
    code, printed = await set_up.run()
    assert code == 2
    assert printed.startswith("BOT_HTTP has a value that doesn't work: ")


async def test_an_intent_that_is_asked_for_and_not_allowed(set_up: SetUp) -> None:
    set_up.environment["BOT_MESSAGE_CONTENT"] = "true"
    set_up.platform.application["flags"] = 0
    assert await set_up.find_one() == (
        2,
        "intents",
        "BOT_MESSAGE_CONTENT is on, but the application may not read messages. Turn on Message "
        "Content Intent on its Bot page, or set BOT_MESSAGE_CONTENT=false.",
    )


async def test_an_application_that_sends_its_commands_elsewhere(set_up: SetUp) -> None:
    set_up.platform.application["interactions_endpoint_url"] = "https://example.org/discord"
    code, check, text = await set_up.find_one()
    assert (code, check) == (2, "application")
    assert text.endswith(
        "Clear that field on the General Information page of the Developer Portal."
    )


async def test_an_application_that_cannot_be_added_as_the_bot_needs(set_up: SetUp) -> None:
    application = set_up.platform.application
    application["bot_require_code_grant"] = True
    application["integration_types_config"] = {
        "0": {"oauth2_install_params": {"scopes": ["bot"], "permissions": "3072"}}
    }
    code, rows = await set_up.examine()
    assert code == 2
    assert [(row["check"], row["verdict"]) for row in rows] == [
        ("application", "broken"),
        ("install link", "warning"),
    ]
    assert rows[1]["text"] == (
        "It lacks applications.commands, Read Message History, Send Messages in Threads, Embed "
        "Links, Attach Files."
    )


async def test_no_starts_that_are_left_today(set_up: SetUp) -> None:
    set_up.platform.session_starts.update(remaining=0, reset_after=5_400_000)
    assert await set_up.find_one() == (
        2,
        "gateway",
        "0 of 1000 starts are left for 1 shards. Wait 1.5 hours before you start me.",
    )


async def test_a_command_that_another_program_replaced(set_up: SetUp) -> None:
    commands = set_up.platform.commands[COMMANDS]
    commands[:] = [one for one in commands if one["name"] != "status"]
    next(one for one in commands if one["name"] == "quote")["description"] = "Something else"
    commands.append({"type": 1, "name": "music", "description": "Plays music", "options": []})
    code, check, text = await set_up.find_one()
    assert (code, check) == (2, "commands")
    assert text.startswith(
        "Discord's differ from mine: it lacks status; it has other versions of quote; I don't have "
        "music. Start the bot once with BOT_DEV_GUILD"
    )


async def test_commands_of_an_older_version_are_sent_by_the_next_start(set_up: SetUp) -> None:
    async with open_store(set_up) as store:
        await store.command_syncs.save_digest(4_000_000, 0, "of an older version")
    del set_up.platform.commands[COMMANDS][0]
    code, check, text = await set_up.find_one()
    assert (code, check) == (1, "commands")
    assert text.endswith("Start the bot: it sends them.")


@pytest.mark.parametrize(
    ("ahead", "code", "said"),
    [(timedelta(seconds=40), 1, "38 seconds behind"), (timedelta(hours=2), 2, "behind")],
)
async def test_a_clock_that_is_wrong(set_up: SetUp, ahead: timedelta, code: int, said: str) -> None:
    set_up.platform.headers["Date"] = format_datetime(datetime.now(UTC) + ahead, usegmt=True)
    found_code, check, text = await set_up.find_one()
    assert (found_code, check) == (code, "clock")
    assert said.partition(" ")[2] in text


async def test_a_damaged_database(set_up: SetUp) -> None:
    content = bytearray(set_up.database.read_bytes())
    content[20_000:120_000] = os.urandom(100_000)
    set_up.database.write_bytes(content)
    code, rows = await set_up.examine()
    assert code == 2
    assert rows[-1]["check"] == "database"
    [backup] = (set_up.folder / "backups").iterdir()
    remedy = f"Stop the bot, then run `python -m bot restore {backup}`."
    assert rows[-1]["remedy"].startswith(remedy)


async def test_a_database_of_a_newer_version(set_up: SetUp) -> None:
    with closing(sqlite3.connect(set_up.database)) as connection, connection:
        connection.execute("INSERT INTO migration VALUES (9000, 'later')")
    code, rows = await set_up.examine()
    assert code == 2
    found = next(row for row in rows if row["check"] == "database version")
    assert found["text"].startswith("A newer version of the bot wrote it: its format is 9000")
    assert found["remedy"] == "Update the bot."


async def test_a_database_of_an_older_version_is_left_as_it_is(set_up: SetUp) -> None:
    with closing(sqlite3.connect(set_up.database)) as connection, connection:
        connection.execute("DELETE FROM migration WHERE version >= 21")
    before = set_up.database.read_bytes()
    code, rows = await set_up.examine()
    assert code == 1
    found = next(row for row in rows if row["check"] == "database version")
    assert found["remedy"].endswith("it updates the database on its own.")
    assert set_up.database.read_bytes() == before


async def test_a_database_that_another_program_holds(set_up: SetUp) -> None:
    with closing(sqlite3.connect(set_up.database, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE migration SET name = name")
        code, rows = await set_up.examine()
    assert code == 2
    assert rows[-1]["text"] == f"Another program holds {set_up.database}."


async def test_a_backup_that_is_old_or_missing(set_up: SetUp) -> None:
    [copy] = (set_up.folder / "backups").iterdir()
    long_ago = time_module.time() - 9 * 86_400
    os.utime(copy, (long_ago, long_ago))
    code, check, text = await set_up.find_one()
    assert (code, check) == (1, "backup")
    assert text.startswith(f"The newest is {copy}, of ")
    assert "Read in my log why there is no newer one" in text

    copy.unlink()
    set_up.environment["BOT_BACKUPS"] = "0"
    assert await set_up.find_one() == (
        1,
        "backup",
        "There is none. Set BOT_BACKUPS to a number of days, and I make one each day that I run.",
    )


async def test_a_pack_with_a_fault(set_up: SetUp) -> None:
    pack = set_up.folder / "pack"
    shutil.copytree(TINY_PACK, pack)
    with (pack / "entries.toml").open("a") as file:
        file.write("\n[[fact]]\nid = 'fact.empty'\n")
    set_up.environment["BOT_SEEDS"] = str(pack)
    code, check, text = await set_up.find_one()
    assert (code, check) == (2, "pack")
    assert text.endswith(f"Run `python -m bot seeds check {pack}`.")


async def test_a_feed_that_fails(set_up: SetUp) -> None:
    failed_at = datetime(2026, 1, 1, tzinfo=UTC)
    async with open_store(set_up) as store:
        feed = NewFeed("https://example.org/feed", "Lamps", "RSS 2.0", 3_600)
        assert await store.subscriptions.add(GUILD_ID, feed, "en", failed_at)
        await store.feeds.fail_look(
            1, LookFailure("no such host", failed_at, failed_at, is_broken=False)
        )
    assert await set_up.find_one() == (
        1,
        "feeds",
        "https://example.org/feed has failed since 2026-01-01: no such host. See for yourself with "
        "`python -m bot news look --feed https://example.org/feed`.",
    )


async def test_a_server_that_does_not_let_the_bot_post(set_up: SetUp) -> None:
    await set_up_anniversaries(set_up)
    set_up.platform.roles[:] = [build_role(GUILD_ID, "@everyone", str(0x400))]
    code, check, text = await set_up.find_one()
    assert (code, check) == (1, f"server {GUILD_ID}")
    assert text.startswith("Fans: ")
    assert "Send Messages" in text
    assert text.endswith("Its admins see the same under Diagnosis in /setup.")


async def test_a_server_whose_channel_is_gone(set_up: SetUp) -> None:
    await set_up_anniversaries(set_up)
    set_up.platform.channels.clear()
    gone = build_answer({"message": "Unknown Channel", "code": 10003}, 404)
    set_up.platform.answers["GET", f"/channels/{CHANNEL_ID}"] = gone
    _, _, text = await set_up.find_one()
    assert "The channel for anniversaries is gone: choose another on its page." in text


async def test_a_disk_in_memory_that_is_nearly_full(set_up: SetUp, tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *build_mount_prefix(tmp_path, "size=20m"),
        *(sys.executable, "-c", PROGRAM.replace("{patch}", set_up.platform.patch), "--json"),
        stdout=asyncio.subprocess.PIPE,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONTZPATH": "",
            "DISCORD_TOKEN": TOKEN,
            "BOT_DATABASE": str(set_up.database),
        },
    )
    printed, _ = await process.communicate()
    rows = {row["check"]: row for row in json.loads(printed)}
    assert process.returncode == 2
    assert rows["file system"]["verdict"] == rows["free space"]["verdict"] == "broken"
    assert "kept in memory only (tmpfs)" in rows["file system"]["text"]
    assert rows["database"]["text"] == f"There is none at {set_up.database} yet."
