"""`init`, as a script uses it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from aiohttp import web

from tests.bot.cli.installation.owner import (
    TOKEN,
    get_mode,
    read_file,
    read_settings_file,
    run,
    write_file,
)
from tests.loopback.objects import APPLICATION_ID, build_answer
from tests.platform_server import PlatformServer

pytestmark = pytest.mark.slow

LINK = (
    f"https://discord.com/oauth2/authorize?client_id={APPLICATION_ID}"
    "&scope=bot+applications.commands&permissions="
)
MESSAGE_CONTENT = 1 << 19


async def test_a_script_gets_the_file_and_the_link(
    platform: PlatformServer, tmp_path: Path
) -> None:
    folder = tmp_path / "new" / "lamps"

    done = await run(platform, "init", "--folder", str(folder), "--token", TOKEN)

    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "Discord knows the token: it is fan-bot's.",
        f"The settings are in {folder / '.env'}, which only you can read.",
        "",
        "Invite the bot with this link, which asks for View Channel, Send Messages, Read Message "
        "History, Send Messages in Threads, Embed Links, Attach Files:",
        "",
        f"    {LINK}274878024704",
        "",
        f"Then start it: python -m bot --folder {folder} run",
    ]
    assert read_settings_file(folder / ".env") == {
        "DISCORD_TOKEN": TOKEN,
        "BOT_PICTURES": "on",
        "BOT_MESSAGE_CONTENT": "false",
    }
    assert get_mode(folder / ".env") == 0o600
    assert os.listdir(folder) == [".env"]


async def test_the_link_asks_for_what_the_chosen_features_need(platform: PlatformServer) -> None:
    done = await run(platform, "init", "--token", TOKEN, "--no-pictures", "--roles", "--pins")

    attach_files, manage_roles, pin_messages = 1 << 15, 1 << 28, 1 << 51
    permissions = 274878024704 - attach_files + manage_roles + pin_messages
    assert f"{LINK}{permissions}\n" in done.out
    assert "Manage Roles" in done.out
    assert "Attach Files" not in done.out
    assert read_settings_file()["BOT_PICTURES"] == "off"
    assert done.out.endswith("Then start it: python -m bot run\n")


async def test_the_token_can_come_from_standard_input(platform: PlatformServer) -> None:
    done = await run(platform, "init", "--token", "-", stdin=f"{TOKEN}\n")

    assert done.code == 0
    assert read_settings_file()["DISCORD_TOKEN"] == TOKEN


async def test_a_file_that_is_there_is_changed_only_when_that_is_said(
    platform: PlatformServer, tmp_path: Path
) -> None:
    before = "# mine\nBOT_LOG_LEVEL=DEBUG\nexport DISCORD_TOKEN=old\nBOT_TRIVIA_GRACE=1"
    write_file(before)

    refused = await run(platform, "init", "--token", TOKEN)

    assert refused.code == 2
    assert refused.err == (
        f"{tmp_path / '.env'} is there already: add --replace to change its token, or name "
        "another folder with --folder.\n"
    )
    assert read_file() == before
    assert platform.requests == []

    done = await run(platform, "init", "--token", TOKEN, "--replace")

    assert done.code == 0
    assert read_file() == (
        f"# mine\nBOT_LOG_LEVEL=DEBUG\nDISCORD_TOKEN={TOKEN}\nBOT_TRIVIA_GRACE=1\nBOT_PICTURES=on\n"
        "BOT_MESSAGE_CONTENT=false\n"
    )
    assert get_mode(Path(".env")) == 0o600


@pytest.mark.parametrize(
    ("answer", "code", "told"),
    [
        (web.Response(status=401), 2, "Discord doesn't accept this token: reset it on the Bot"),
        (build_answer({"message": "no", "code": 0}, 503), 75, "I can't reach Discord: 503"),
        (web.Response(status=403, text="error code: 1015"), 75, "blocking this computer's address"),
    ],
)
async def test_a_token_that_discord_does_not_take_writes_nothing(
    platform: PlatformServer, answer: web.Response, code: int, told: str
) -> None:
    platform.answers["GET", "/users/@me"] = answer

    done = await run(platform, "init", "--token", TOKEN)

    assert (done.code, done.out) == (code, "")
    assert told in done.err
    assert done.err.count("\n") == 1
    assert TOKEN not in done.err
    assert read_file() is None


async def test_what_cannot_be_a_token_is_not_even_sent(platform: PlatformServer) -> None:
    done = await run(platform, "init", "--token", "nonsense")

    assert done.code == 2
    assert done.err.startswith("That isn't a bot token: copy the token again from the Bot page")
    assert platform.requests == []


async def test_typed_answers_need_the_intent(platform: PlatformServer) -> None:
    platform.application["flags"] = 0

    refused = await run(platform, "init", "--token", TOKEN, "--typed-answers")

    assert refused.code == 2
    assert refused.err == (
        "fan-bot isn't allowed to read messages: turn on Message Content Intent on its Bot page in "
        "the Developer Portal, or leave typed answers out.\n"
    )
    assert read_file() is None

    platform.application["flags"] = MESSAGE_CONTENT
    assert (await run(platform, "init", "--token", TOKEN, "--typed-answers")).code == 0
    assert read_settings_file()["BOT_MESSAGE_CONTENT"] == "true"


async def test_a_folder_that_cannot_be_made_is_one_sentence(
    platform: PlatformServer, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()

    done = await run(platform, "init", "--token", TOKEN, "--folder", str(tmp_path / "file" / "x"))

    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"I can't make {tmp_path / 'file' / 'x'}: Not a directory. Name another folder with "
        "--folder.\n"
    )


async def test_a_script_without_a_token_is_told_how_to_give_it(
    platform: PlatformServer, tmp_path: Path
) -> None:
    done = await run(platform, "init", "--folder", str(tmp_path / "new"))

    assert done.code == 2
    assert done.err == (
        "Give the token with --token TOKEN, or with --token - and the token on standard input.\n"
    )
    assert os.listdir(tmp_path) == []
