"""`doctor` on applications that are not as the bot needs them in the Developer Portal."""

from __future__ import annotations

import pytest

from tests.bot.doctor.installation import SetUp, open_store

pytestmark = pytest.mark.slow

COMMANDS = f"/applications/{4_000_000}/commands"


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
        "0 of 1000 starts are left for 1 shard. Wait 1.5 hours before you start me.",
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
