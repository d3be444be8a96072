"""What `--help` tells, and where the folder can be named."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

import bot.hosting.folders
from bot.cli.main import main

COMMANDS = (
    *("run", "init", "demo", "backup", "restore", "database", "doctor", "health", "incident"),
    *("emoji", "seeds", "news", "trivia"),
)


@pytest.fixture
def help_of(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Helper:
    monkeypatch.setenv("COLUMNS", "400")
    return Helper(capsys)


class Helper:
    """Asks a command for its help."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *command: str) -> str:
        with pytest.raises(SystemExit) as ended:
            main([*command, "--help"])
        assert ended.value.code == 0
        return self._capsys.readouterr().out


def test_the_help_says_what_the_program_is_and_names_every_command(help_of: Helper) -> None:
    usage, text, *rest = help_of().split("\n\n")

    assert usage.startswith("usage: python -m bot [-h]")
    assert text.startswith("A Discord bot for the fans of a film or another work. Without a")
    listed = [line.split()[0] for line in "\n".join(rest).splitlines() if line[:4] == "    "]
    assert sorted(listed) == sorted(COMMANDS)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("backup",), "Back up everything the bot remembers, even while it runs."),
        (("seeds",), "Start, check, list, reload or draft a pack."),
        (("seeds", "new"), "Write a small pack to start from."),
        (("emoji", "sync"), "Upload the icons that Discord lacks or has outdated."),
    ],
)
def test_the_help_of_a_command_begins_with_what_it_does(
    help_of: Helper, command: tuple[str, ...], sentence: str
) -> None:
    assert help_of(*command).split("\n\n")[1] == sentence


def test_the_help_names_the_folder_that_is_taken_when_none_is_named(
    help_of: Helper, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "its data (default: this folder)\n" in help_of("run")

    monkeypatch.setattr(bot.hosting.folders, "PROGRAM_FOLDER", tmp_path / "site-packages")
    system = platformdirs.user_data_path("fan-bot", appauthor=False)
    assert f"its data (default: this folder if it has them, else {system})\n" in help_of("run")

    monkeypatch.setenv("BOT_FOLDER", "/srv/100%lamps")
    assert "its data (default: /srv/100%lamps)\n" in help_of("seeds", "check")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--folder", "lamps", "seeds", "check"],
        ["seeds", "--folder", "lamps", "check"],
        ["seeds", "check", "--folder", "lamps"],
    ],
)
def test_the_folder_can_be_named_before_and_after_an_action(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_FOLDER", "")
    Path("lamps").mkdir()
    Path("lamps/.env").write_text("BOT_PREFIX=!\n", "utf-8")

    assert main(arguments) == 2

    assert capsys.readouterr().err.startswith(f"BOT_PREFIX in {Path('lamps', '.env')} isn't a")
