"""`init`, as a person at a terminal and as a script use it."""

from __future__ import annotations

import asyncio
import os
import pty
import stat
import sys
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from aiohttp import web

from tests.loopback.objects import APPLICATION_ID, build_answer
from tests.platform_server import PlatformServer, open_platform_server

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[4]
TOKEN = "MTE2.GxYzAb.s3cr3t_-s3cr3t"
LINK = (
    f"https://discord.com/oauth2/authorize?client_id={APPLICATION_ID}"
    "&scope=bot+applications.commands&permissions="
)
MESSAGE_CONTENT = 1 << 19


@pytest.fixture
async def platform() -> AsyncGenerator[PlatformServer]:
    async with open_platform_server() as server:
        yield server


class Finished:
    """What an ended process printed, and its exit code."""

    def __init__(self, code: int, out: str, err: str = "") -> None:
        self.code, self.out, self.err = code, out, err


async def start(
    platform: PlatformServer, *arguments: str, stdin: int, stdout: int, stderr: int
) -> asyncio.subprocess.Process:
    """Start the command line in a process that takes `platform` for Discord."""
    program = f"{platform.patch}\nimport sys\nfrom bot.cli.main import main\nsys.exit(main())"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", program, *arguments),
        env=environment,
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
    )


async def run(platform: PlatformServer, *arguments: str, stdin: str = "") -> Finished:
    """Run the command line as a script does."""
    pipe = asyncio.subprocess.PIPE
    process = await start(platform, *arguments, stdin=pipe, stdout=pipe, stderr=pipe)
    out, err = await asyncio.wait_for(process.communicate(stdin.encode()), 60)
    return Finished(process.returncode or 0, out.decode(), err.decode())


async def type_in(platform: PlatformServer, *answers: str, arguments: tuple[str, ...]) -> Finished:
    """Run the command line at a terminal, and answer each question when it is asked."""
    ours, theirs = pty.openpty()
    process = await start(platform, *arguments, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = ""
    remaining = list(answers)
    try:
        while True:
            chunk = await asyncio.wait_for(asyncio.to_thread(_read, ours), 60)
            if not chunk:
                break
            shown += chunk.replace("\r\n", "\n")
            if remaining and shown.rstrip(" ").endswith(("]:", "]", "shown):")):
                os.write(ours, f"{remaining.pop(0)}\n".encode())
                shown += "\n"
    finally:
        os.close(ours)
    return Finished(await process.wait(), shown)


def _read(terminal: int) -> str:
    try:
        return os.read(terminal, 4096).decode()
    except OSError:  # the other end is closed
        return ""


def write_file(text: str) -> None:
    Path(".env").write_text(text, "utf-8")


def read_file() -> str | None:
    """Return the text of the file, None when there is none."""
    return Path(".env").read_text("utf-8") if Path(".env").exists() else None


def get_mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def read_settings_file(path: Path = Path(".env")) -> dict[str, str]:
    lines = path.read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


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
        (web.Response(status=401), 2, "Discord doesn't accept DISCORD_TOKEN: reset the token"),
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
    assert done.err.startswith("DISCORD_TOKEN doesn't look like a bot token: ")
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
        "There is no one to ask for the token: give it with --token, or - and standard input.\n"
    )
    assert os.listdir(tmp_path) == []


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
    assert "Nothing was changed" in done.out
    assert read_file() == "DISCORD_TOKEN=old\n"
