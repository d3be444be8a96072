"""The owner is told what needs them: soon, at most once an hour, and no member's name."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest

import bot.owner_messages.hourly_checks
import bot.owner_messages.reporter
from bot.health.limits import HealthLimits
from bot.health.monitor import Monitor
from bot.health.state import HealthState
from bot.instrumentation.concerns import Subject
from bot.markdown import Markdown
from bot.owner_messages.reporter import OwnerReporter, find_owner_id
from storage.feeds.feeds import PollFailure
from storage.feeds.subscriptions import NewFeed
from tests.drivers.trivia import inject_errors
from tests.posting import list_posts
from tests.world import World, build_settings, open_world

CALLBACK = "/interactions/*/*/callback"
FULL = ("I can't save anything: database or disk is full.", "Make room on the disk.")
DEAF = ("Discord sends me no events on shard 0, and I have connected again.", "Restart me.")


class Owner:
    """The owner of the application, and the bot that tells them what is wrong."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.channel = world.alice.user.dm_channel
        application: Any = world.bot.application
        application.owner = discord.Object(world.alice.id)
        self._reporter = OwnerReporter(world.bot)

    async def wait(self, **duration: float) -> None:
        """Let time pass, and have the bot report every minute of it for four minutes."""
        self.world.env.backend.clock.advance(timedelta(**duration).total_seconds())
        for _ in range(4):
            self.world.env.backend.clock.advance(60)
            await self._reporter.report(self.world.env.now())

    @property
    def messages(self) -> list[str]:
        return list_posts(self.channel)

    def raise_concern(self, subject: Subject, concern: tuple[Markdown, Markdown]) -> None:
        self.world.bot.concerns.raise_concern(subject, *concern)


@pytest.fixture
def owner(world: World, monkeypatch: pytest.MonkeyPatch) -> Owner:
    # How much room this computer has decides nothing here.
    monkeypatch.setattr(bot.owner_messages.hourly_checks, "MIN_FREE", 0)
    return Owner(world)


async def test_while_all_is_well_nothing_is_said(owner: Owner) -> None:
    await owner.wait()
    await owner.wait(days=3)
    assert owner.messages == []


async def test_what_needs_a_person_is_told_with_what_to_do(owner: Owner) -> None:
    owner.raise_concern(Subject.DATABASE, FULL)
    owner.raise_concern(Subject.GATEWAY, DEAF)
    await owner.wait()
    assert owner.messages == [
        "**I need your help.**\n"
        "- I can't save anything: database or disk is full. Make room on the disk.\n"
        "- Discord sends me no events on shard 0, and I have connected again. Restart me.\n"
        "-# I write to you at most once an hour. `BOT_OWNER_MESSAGES=off` turns this off."
    ]


async def test_what_passes_by_itself_is_not_told(owner: Owner) -> None:
    owner.raise_concern(Subject.DATABASE, FULL)
    await owner._reporter.report(owner.world.env.now())
    owner.world.bot.concerns.clear(Subject.DATABASE)
    await owner.wait()
    assert owner.messages == []


async def test_there_is_an_hour_between_two_messages(owner: Owner) -> None:
    owner.raise_concern(Subject.DATABASE, FULL)
    await owner.wait()
    owner.raise_concern(Subject.GATEWAY, DEAF)
    await owner.wait(minutes=40)
    assert len(owner.messages) == 1
    await owner.wait(minutes=20)
    [_, second] = owner.messages
    assert "shard 0" in second
    assert "disk is full" not in second, "it was told already"


async def test_what_is_still_wrong_is_told_again_the_next_day(owner: Owner) -> None:
    owner.raise_concern(Subject.DATABASE, FULL)
    await owner.wait()
    await owner.wait(hours=23)
    assert len(owner.messages) == 1
    await owner.wait(hours=1)
    assert len(owner.messages) == 2


async def test_what_comes_again_after_it_was_over_is_told_again(owner: Owner) -> None:
    owner.raise_concern(Subject.BACKUP, FULL)
    await owner.wait()
    owner.world.bot.concerns.clear(Subject.BACKUP)
    await owner.wait(hours=1)
    owner.raise_concern(Subject.BACKUP, FULL)
    await owner.wait(hours=1)
    assert len(owner.messages) == 2


async def test_errors_that_members_met_are_counted_and_the_last_can_be_looked_up(
    owner: Owner, caplog: pytest.LogCaptureFixture
) -> None:
    world = owner.world
    for _ in range(3):
        world.env.inject_error("POST", CALLBACK, status=500)
        await world.bob.slash(world.channel, "quote")
    world.take_errors()
    await owner.wait()

    codes = re.findall(r"incident ([0-9a-f]{6}) in /quote \(server \d+\)", caplog.text)
    assert len(codes) == 3
    [told] = owner.messages
    assert re.search(r"- Members have run into 3 errors since <t:\d+:f>\.", told)
    assert f"run `python -m bot incident {codes[-1]}`." in told
    assert "bob" not in told
    assert str(world.bob.id) not in told

    await owner.wait(days=1)
    assert len(owner.messages) == 1, "none happened since"


async def test_a_team_has_an_owner_too(world: World) -> None:
    application: Any = world.bot.application
    application.owner = discord.Object(1)
    assert find_owner_id(application) == 1
    application.team = SimpleNamespace(owner_id=2)
    assert find_owner_id(application) == 2
    assert find_owner_id(None) is None


async def test_what_discord_does_not_take_now_is_told_later(owner: Owner) -> None:
    world = owner.world
    owner.raise_concern(Subject.DATABASE, FULL)
    with inject_errors(world, "POST", "/channels/*/messages", status=503):
        await owner.wait()
    assert owner.messages == []
    world.env.backend.clock.advance(120)
    await world.bot.scheduler.run_due(world.env.now())
    assert len(owner.messages) == 1


async def test_an_owner_who_takes_no_direct_messages_is_told_in_the_log(
    owner: Owner, caplog: pytest.LogCaptureFixture
) -> None:
    world = owner.world
    path = f"/channels/{owner.channel.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50007, times=None)
    owner.raise_concern(Subject.DATABASE, FULL)
    await owner.wait()
    assert "is given up: no place takes it" in caplog.text


async def test_while_nothing_can_be_saved_the_owner_is_told_once_all_the_same(
    owner: Owner, caplog: pytest.LogCaptureFixture
) -> None:
    database = owner.world.bot.store.database
    await database.write("PRAGMA query_only = ON")
    owner.raise_concern(Subject.DATABASE, FULL)
    await owner.wait()
    await owner.wait(minutes=50)
    assert len(owner.messages) == 1
    assert "can't be stored: attempt to write a readonly database" in caplog.text

    await database.write("PRAGMA query_only = OFF")
    owner.raise_concern(Subject.GATEWAY, DEAF)
    await owner.wait(minutes=5)
    assert len(owner.messages) == 2
    told_at = await owner.world.bot.store.owner_notices.get_told_at()
    assert set(told_at) == {"", "database", "gateway"}


async def test_a_restart_forgets_neither_the_hour_nor_the_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.owner_messages.hourly_checks, "MIN_FREE", 0)
    async with open_world(build_settings(tmp_path), None) as world:
        owner = Owner(world)
        owner.raise_concern(Subject.DATABASE, FULL)
        await owner.wait()
        await world.bot.store.owner_notices.add_incidents(2, "1a2b3c", world.env.now())
        assert len(owner.messages) == 1
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as database, database:
        database.execute("DELETE FROM command_sync")

    async with open_world(build_settings(tmp_path), None) as world:
        owner = Owner(world)
        owner.raise_concern(Subject.DATABASE, FULL)
        await owner.wait(minutes=10)
        assert owner.messages == []
        await owner.wait(minutes=50)
        [told] = owner.messages
        assert "Members have run into 2 errors" in told
        assert "disk is full" not in told


async def test_a_disk_that_is_nearly_full_is_told_before_it_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.owner_messages.hourly_checks, "MIN_FREE", 1 << 60)
    owner = Owner(world)
    await owner.wait()
    [told] = owner.messages
    assert re.search(r"- Only [\d,]+ MB are free in /.+\. Make room: soon I can't save", told)


async def test_the_path_of_a_folder_is_shown_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.owner_messages.hourly_checks, "MIN_FREE", 1 << 60)
    folder = tmp_path / "_my_*data*_"
    folder.mkdir()
    async with open_world(build_settings(folder), None) as world:
        owner = Owner(world)
        await owner.wait()
        [told] = owner.messages
    assert "\\_my\\_\\*data\\*\\_. Make room" in told


async def test_feeds_that_all_fail_are_a_fault_of_this_computer(owner: Owner) -> None:
    store, now = owner.world.bot.store, owner.world.env.now()
    for number in (1, 2):
        feed = NewFeed(f"https://lamps{number}.example/feed", "Lamps", "RSS 2.0", 3_600)
        assert await store.subscriptions.add(owner.world.guild.id, feed, "en", now)
    fault = PollFailure("no such host", now, now, is_broken=False)
    await store.feeds.fail_poll(1, fault)
    await owner.wait()
    assert owner.messages == [], "one of them may be gone"
    await store.feeds.fail_poll(2, fault)
    await owner.wait(hours=1)
    [told] = owner.messages
    assert "- I can't read any of the 2 news feeds: no such host. Check this computer's" in told


async def test_a_refused_command_sync_and_a_lost_database_are_concerns(world: World) -> None:
    assert dict(world.bot.concerns.current) == {}
    path = world.bot.store.database.name
    os.rename(path, f"{path}.moved")
    await world.bot._check_database_place(world.env.now())
    assert "was deleted or replaced" in world.bot.concerns.current[Subject.DATABASE_FILE].fault
    os.rename(f"{path}.moved", path)
    await world.bot._check_database_place(world.env.now())
    assert dict(world.bot.concerns.current) == {}

    async with world.bot.store.database.transaction() as transaction:
        await transaction.fetch("DELETE FROM command_sync")
    world.env.inject_error("PUT", "/applications/*/commands", status=400, times=None)
    await world.bot._sync_commands()
    fault, remedy = world.bot.concerns.current[Subject.COMMANDS]
    assert fault.startswith("Discord didn't take my commands: 400")
    assert remedy == "Restart me: I send them again."
    await asyncio.sleep(0)


@pytest.mark.parametrize(("is_on", "messages"), [(True, 1), (False, 0)])
async def test_an_owner_can_turn_it_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_on: bool, messages: int
) -> None:
    monkeypatch.setattr(bot.owner_messages.reporter, "TICK_S", 0.02)
    monkeypatch.setattr(bot.owner_messages.reporter, "MIN_DURATION", timedelta())
    monkeypatch.setattr(bot.owner_messages.hourly_checks, "MIN_FREE", 0)
    async with open_world(build_settings(tmp_path, owner_messages=is_on), None) as world:
        owner = Owner(world)
        owner.raise_concern(Subject.GATEWAY, DEAF)
        limits = HealthLimits(gateway_probe=600)
        watching = asyncio.create_task(
            Monitor(world.bot, HealthState(limits, time.monotonic()), limits).run()
        )
        await asyncio.sleep(0.5)
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        assert len(owner.messages) == messages
