"""An owner finds the error behind a code, in the bot's own log or in what they give it."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.cli.exit_codes import CANNOT_START, OK
from bot.cli.main import main
from bot.health.limits import HealthLimits
from tests.bot_process import TOKEN, run_bot_process
from tests.loopback.objects import GUILD_ID
from tests.platform_server import open_platform_server

pytestmark = pytest.mark.slow

FAULTY_STATUS = """
import bot.client
load = bot.client.FanBot.load_features
async def break_status(self, interaction):
    raise ValueError("no oil in {token}")
async def load_and_break(self):
    await load(self)
    self.tree.get_command("status")._callback = break_status
bot.client.FanBot.load_features = load_and_break
""".replace("{token}", TOKEN)
"""A feature whose command fails, with the token in its error."""
LINES = """\
2026-11-28 23:15:02,456 ERROR   bot.ui.error_replies: incident 1a2b3c in /status (server 42)
Traceback (most recent call last):
  File "bot/lamps.py", line 3, in light
ValueError: no oil
2026-11-28 23:15:03,000 INFO    bot: on
"""


@pytest.mark.parametrize("style", ["text", "json"])
async def test_a_code_that_a_member_saw_leads_to_the_error_in_the_log_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    style: str,
) -> None:
    environment = {"BOT_LOG_FORMAT": style}
    async with (
        open_platform_server() as platform,
        run_bot_process(
            platform, tmp_path, HealthLimits(beat=0.1), FAULTY_STATUS, environment
        ) as bot,
    ):
        await bot.wait_for_log("ready as")
        await platform.use_command("status", 10**18)
        await bot.wait_for_log("incident ")
        assert await bot.stop() == 0
        shown = re.search(r"incident ([0-9a-f]{6}) in /status", bot.log)
        assert TOKEN not in bot.log

    assert shown is not None
    monkeypatch.setenv("BOT_DATABASE", str(tmp_path / "bot.sqlite3"))
    assert main(["incident", f"Incident {shown[1]}."]) == OK
    told = capsys.readouterr().out
    assert f"incident    {shown[1]}\n" in told
    assert re.search(r"^time        20\d\d-\d\d-\d\d \d\d:\d\d:\d\d$", told, re.MULTILINE)
    assert "command     /status\n" in told
    assert f"server      {GUILD_ID}\n" in told
    assert "error       ValueError: no oil in [token]\n" in told
    assert "Traceback (most recent call last):\n" in told
    assert TOKEN not in told
    assert TOKEN not in (tmp_path / "bot.log").read_text("utf-8")


def write_log(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


def test_older_files_are_searched_too(capsys: pytest.CaptureFixture[str]) -> None:
    write_log(Path("data/bot.log"), "2026-11-28 23:20:00,000 INFO    bot: on\n")
    write_log(Path("data/bot.log.3"), LINES)

    assert main(["incident", "1a2b3c"]) == OK
    assert "command     /status\n" in capsys.readouterr().out


def test_a_code_that_no_file_has_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    write_log(Path("data/bot.log"), LINES)
    write_log(Path("data/bot.log.1"), LINES)

    assert main(["incident", "ffffff"]) == CANNOT_START
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        "I found no incident ffffff in data/bot.log and 1 older: check the code, or give me an "
        "older log with `python -m bot incident ffffff FILE`.\n"
    )


def test_without_a_log_it_says_how_to_give_it_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["incident", "1a2b3c"]) == CANNOT_START
    assert capsys.readouterr().err == (
        "There is no log at data/bot.log: name the bot's folder with --folder, or a file with "
        "`python -m bot incident 1a2b3c FILE`.\n"
    )
    monkeypatch.setenv("BOT_LOG_FILE", "off")
    monkeypatch.setenv("BOT_VOLUME", "/data")
    assert main(["incident", "1a2b3c"]) == CANNOT_START
    assert capsys.readouterr().err == (
        "BOT_LOG_FILE is off, so I have no log to look in: give it to me with `docker logs fan-bot "
        "2>&1 | docker exec -i fan-bot fan-bot incident 1a2b3c -`.\n"
    )


def test_a_log_can_be_given_as_input_without_any_settings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "".join(f"bot-1  | {line}\n" for line in LINES.splitlines())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
    monkeypatch.setenv("BOT_HTTP", "this does not work")

    assert main(["incident", "1a2b3c", "-"]) == OK
    assert "error       ValueError: no oil\n" in capsys.readouterr().out


def test_a_log_can_be_given_as_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    write_log(Path("logs/yesterday.log"), LINES)

    assert main(["incident", "1A2B3C", "logs/yesterday.log"]) == OK
    assert "command     /status\n" in capsys.readouterr().out
    assert main(["incident", "1a2b3c", "logs/today.log"]) == CANNOT_START
    assert capsys.readouterr().err == "I can't read logs/today.log: No such file or directory.\n"


@pytest.mark.parametrize("code", ["", "lamp", "1a2b3", "1a2b3c4"])
def test_what_is_no_code_is_refused(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["incident", code])
    assert caught.value.code == CANNOT_START
    assert "write the code as the member saw it, such as 1a2b3c" in capsys.readouterr().err
