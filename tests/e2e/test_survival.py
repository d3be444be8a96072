"""Restarts, failing platforms, withdrawn permissions: members or admins always get a sentence."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import discord
import pytest

from bot.app import open_bot
from tests.platform_rules.document import PlatformDocument
from tests.world import World, build_settings, card_text, open_world

CALLBACK = "/interactions/*/callback"


def command_puts(world: World) -> int:
    return sum(r.method == "PUT" and r.path.endswith("/commands") for r in world.env.http_requests)


async def test_buttons_of_cards_sent_before_a_restart_still_work(
    home: Path, platform_document: PlatformDocument | None
) -> None:
    settings = build_settings(home)
    async with open_world(settings, platform_document) as world:
        status = (await world.alice.slash(world.channel, "status")).response
        quote = (await world.alice.slash(world.channel, "quote")).response
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            history = await world.bob.click(status.message, label="History")
            assert "How it got here" in card_text(history.response)
            before = card_text(quote)
            await world.alice.click(quote.message, label="Another")
            assert card_text(quote) != before
        assert command_puts(world) == 1, "an unchanged definition is not sent twice"


async def test_a_changed_definition_is_sent_again(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> None:
    settings = build_settings(tmp_path)
    async with open_world(settings, platform_document) as world:
        async with world.bot.store.database.transaction() as transaction:
            await transaction.fetch("UPDATE command_sync SET digest = 'of an older version'")
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            assert command_puts(world) == 2


async def test_a_development_server_gets_the_commands_at_once_and_alone(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> None:
    async with open_world(build_settings(tmp_path), platform_document) as world:
        there = build_settings(tmp_path, dev_guild=world.guild.id)
        async with open_bot(there, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            scopes = world.env.backend.commands
            assert not scopes.get(None), "none may show up twice"
            assert ("status", 1) in scopes[world.guild.id]
            assert "status" in world.alice.available_commands(world.channel)


@pytest.mark.parametrize("status", [403, 404, 500, 503])
async def test_a_failing_platform_ends_in_a_log_line_and_the_next_command_works(
    world: World, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("POST", CALLBACK, status=status, times=None)
    with caplog.at_level(logging.WARNING):
        result = await world.alice.slash(world.channel, "status")
    world.take_errors()
    assert not result.acknowledged
    assert "could not tell the member about an error" in caplog.text

    world.env.backend.faults.clear()
    again = await world.alice.slash(world.channel, "status")
    assert "Where the second season stands" in card_text(again.response)


async def test_an_interaction_that_expired_is_a_debug_line(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("POST", CALLBACK, status=404, code=10062, times=None)
    with caplog.at_level(logging.DEBUG, "bot"):
        await world.alice.slash(world.channel, "status")
    world.take_errors()
    assert {record.levelname for record in caplog.records} == {"DEBUG"}
    assert "too late to answer /status" in caplog.text


async def test_one_refused_answer_becomes_a_sentence_with_an_incident_the_log_knows(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("POST", CALLBACK, status=500)
    result = await world.alice.slash(world.channel, "quote")
    world.take_errors()
    assert result.ephemeral
    incident = result.response.content.rsplit(" ", 1)[1].rstrip(".")
    assert f"incident {incident} in /quote" in caplog.text


async def test_a_table_that_is_missing_is_an_incident_and_no_full_disk(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.bot.store.database.write("ALTER TABLE entry RENAME TO lost")
    result = await world.alice.slash(world.channel, "quote")
    world.take_errors()
    assert "tell a moderator this code: incident" in result.response.content
    assert "StatementError: no such table: entry" in caplog.text


async def test_a_broken_button_answers_too(world: World, caplog: pytest.LogCaptureFixture) -> None:
    shown = (await world.alice.slash(world.channel, "status")).response
    world.env.inject_error("POST", CALLBACK, status=500)
    result = await world.bob.click(shown.message, label="History")
    assert "incident" in result.response.content
    assert "component 'status:history:0'" in caplog.text


async def test_answers_need_no_permission_to_send_messages(world: World) -> None:
    quiet = world.guild.create_text_channel(
        "quiet",
        overwrites={
            world.guild.default_role: discord.PermissionOverwrite(send_messages=False),
        },
    )
    result = await world.alice.slash(quiet, "fact")
    assert "lamp maker" in card_text(result.response)


async def test_a_refused_command_sync_does_not_stop_the_start(
    tmp_path: Path,
    platform_document: PlatformDocument | None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings = build_settings(tmp_path)
    async with open_world(settings, platform_document) as world:
        async with world.bot.store.database.transaction() as transaction:
            await transaction.fetch("DELETE FROM command_sync")
        world.env.inject_error("PUT", "/applications/*/commands", status=503)
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            assert "the next start tries again" in caplog.text
            assert (
                await successor.store.command_syncs.get_digests(successor.application_id or 0) == {}
            )


async def test_a_database_that_was_deleted_meanwhile_is_missed_in_the_log_once_an_hour(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    chores, now = world.bot.scheduler.periodic_jobs, world.env.now()
    await chores.run_due(now)
    assert "was deleted or replaced" not in caplog.text
    assert isinstance(world.bot.settings.database, Path)
    world.bot.settings.database.unlink()
    for minutes in (30, 60, 90):
        await chores.run_due(now + timedelta(minutes=minutes))
    assert caplog.text.count("was deleted or replaced while the bot runs") == 1
