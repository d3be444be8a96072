"""`init`, as a person at a terminal uses it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from aiohttp import web

from tests.bot.cli.installation.owner import (
    CTRL_C,
    TOKEN,
    read_file,
    read_settings_file,
    run,
    type_in,
    write_file,
)
from tests.platform_server import PlatformServer

UNUSED_PORT = 9
MOUNTS = """
import bot.hosting.data_place
from pathlib import Path
bot.hosting.data_place._MOUNTS = Path({!r})
"""


async def test_a_person_is_asked_for_everything_and_the_token_is_not_shown(
    platform: PlatformServer, tmp_path: Path
) -> None:
    folder = tmp_path / "my lamps"

    done = await type_in(platform, str(folder), TOKEN, "n", "", "y", "", arguments=("init",))

    assert done.code == 0
    assert TOKEN not in done.out
    assert f"Folder for everything the bot keeps [{tmp_path}]: " in done.out
    assert done.out.endswith(f"Then start it: python -m bot --folder '{folder}' run\n")
    assert "Manage Roles" in done.out
    assert read_settings_file(folder / ".env") == {
        "DISCORD_TOKEN": TOKEN,
        "BOT_PICTURES": "off",
        "BOT_MESSAGE_CONTENT": "false",
    }


async def test_a_person_who_keeps_the_file_loses_nothing(platform: PlatformServer) -> None:
    write_file("DISCORD_TOKEN=old\n")

    done = await type_in(platform, "", "", arguments=("init",))

    assert done.code == 2
    assert "is there already. Change its token? [y/N]" in done.out
    assert done.out.endswith("Nothing was changed.\n")
    assert read_file() == "DISCORD_TOKEN=old\n"


async def test_an_answer_that_is_neither_yes_nor_no_is_asked_for_again(
    platform: PlatformServer,
) -> None:
    answers = ("", TOKEN, "maybe", "Yes", "nope", "N", "", "")

    done = await type_in(platform, *answers, arguments=("init",))

    assert done.code == 0
    assert done.out.count("Answer y or n.\n") == 2
    assert done.out.count("Pictures on cards") == done.out.count("Pin the status card") == 2
    assert read_settings_file()["BOT_PICTURES"] == "on"


async def test_a_person_who_types_a_wrong_token_is_asked_again(platform: PlatformServer) -> None:
    done = await type_in(platform, "", "nonsense", TOKEN, "", "", "", "", arguments=("init",))

    assert done.code == 0
    assert "That isn't a bot token: copy the token again" in done.out
    assert read_settings_file()["DISCORD_TOKEN"] == TOKEN


async def test_the_third_wrong_token_is_the_last(platform: PlatformServer, tmp_path: Path) -> None:
    platform.answers["GET", "/users/@me"] = web.Response(status=401)
    folder = tmp_path / "new" / "lamps"

    done = await type_in(platform, str(folder), "x", TOKEN, "x", TOKEN, arguments=("init",))

    assert done.code == 2
    assert done.out.count("Token (it isn't shown): ") == 3
    assert done.out.count("Discord doesn't accept this token") == 1
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("answered", [0, 1, 2])
async def test_ctrl_c_at_any_question_writes_nothing_and_says_so(
    platform: PlatformServer, tmp_path: Path, answered: int
) -> None:
    folder = tmp_path / "new" / "lamps"
    answers = (str(folder), TOKEN)[:answered]

    done = await type_in(platform, *answers, CTRL_C, arguments=("init",))

    assert done.code == 130
    assert done.out.endswith("\nNothing was written.\n")
    assert "Traceback" not in done.out
    assert os.listdir(tmp_path) == []


async def test_while_discord_cannot_be_reached_init_is_what_to_run_again(
    platform: PlatformServer,
) -> None:
    platform.port = UNUSED_PORT

    done = await run(platform, "init", "--token", TOKEN)

    assert done.code == 75
    assert done.err.startswith("I can't reach Discord: ")
    assert done.err.endswith("Check this computer's network, then run init again.\n")
    assert read_file() is None


async def test_in_a_container_it_asks_for_no_folder_and_prints_what_to_type_on_the_host(
    platform: PlatformServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    volume, mounts = tmp_path / "data", tmp_path / "mountinfo"
    volume.mkdir()
    source = "/var/lib/docker/volumes/lamp-data/_data"
    mounts.write_text(f"78 74 254:0 {source} {volume} rw - ext4 /dev/vda rw\n", "utf-8")
    for name, value in {"FOLDER": "", "VOLUME": "", "DATABASE": "/bot.sqlite3"}.items():
        monkeypatch.setenv(f"BOT_{name}", f"{volume}{value}")

    done = await type_in(
        platform, TOKEN, "", "", "", "", arguments=("init",), setup=MOUNTS.format(str(mounts))
    )

    assert done.code == 0
    assert "Folder for everything" not in done.out
    assert done.out.endswith(
        "Then start it: docker run --detach --name fan-bot --restart unless-stopped --read-only "
        f"--tmpfs /tmp --volume lamp-data:{volume} fan-community-bot\n"
    )
    assert read_settings_file(volume / ".env")["DISCORD_TOKEN"] == TOKEN
