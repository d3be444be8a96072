"""Values that do not work: each is one sentence that names its setting."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from bot.settings import SettingsError, read_settings
from tests.bot.setting_reading import TOKEN, read, refusal
from tests.conftest import skip_unless_ci

ROOT = Path(__file__).parents[2]


def test_everything_that_is_wrong_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("BOT_LOG_LEVEL=LOUD\nBOT_SEED=x\n'\nBOT_DATABASE\n", "utf-8")
    monkeypatch.setenv("BOT_TRIVIA_GRACE", "nan")

    with pytest.raises(SettingsError) as caught:
        read_settings(is_token_required=True)

    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == [
        "BOT_SEED in .env isn't a setting",
        "I can't read line 3 of .env",
        "Line 4 of .env gives BOT_DATABASE no value",
        "BOT_LOG_LEVEL has a value that doesn't work",
        "BOT_TRIVIA_GRACE has a value that doesn't work",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_DEV_GUILD", "my server"),
        ("BOT_DEV_GUILD", "12x"),
        ("BOT_DEV_GUILD", "0"),
        ("BOT_DEV_GUILD", "-5"),
        ("BOT_DEV_GUILD", str(2**63)),
        ("BOT_LOG_LEVEL", "LOUD"),
        ("BOT_LOG_FORMAT", "xml"),
        ("BOT_MESSAGE_CONTENT", "perhaps"),
        ("BOT_POSTS_PER_SECOND", "0"),
        ("BOT_POSTS_PER_SECOND", "46"),
        ("BOT_DATABASE", "lamps\x1b.sqlite3"),
        ("BOT_TRIVIA_GRACE", "nan"),
        ("BOT_DEV_GUILD", "9" * 5_000),
        ("BOT_SEEDS", ","),
    ],
)
def test_a_malformed_value_is_one_sentence_that_names_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    sentence = refusal(monkeypatch, DISCORD_TOKEN=TOKEN, **{name: value})

    assert sentence.startswith(f"{name} has a value that doesn't work: use ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert TOKEN not in sentence


@pytest.mark.parametrize("path", ["no/such/folder", "longer than any system allows " * 200])
def test_a_folder_of_a_pack_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, path: str, tmp_path: Path
) -> None:
    assert refusal(monkeypatch, DISCORD_TOKEN=TOKEN, BOT_SEEDS=path) == (
        f"BOT_SEEDS names {tmp_path / path.strip()}, and there is no such folder."
    )


def test_a_malformed_value_in_the_file_is_named_too() -> None:
    Path(".env").write_text("BOT_LOG_LEVEL=LOUD\n", "utf-8")

    with pytest.raises(SettingsError, match="BOT_LOG_LEVEL has a value that doesn't work"):
        read_settings()


@pytest.mark.parametrize("line", ["DISCORD_TOKEN='a.b.c", "DISCORD TOKEN=a.b.c", "'"])
def test_a_line_that_cannot_be_read_may_be_the_token_so_that_is_not_called_missing(
    line: str,
) -> None:
    Path(".env").write_text(f"BOT_LOG_LEVEL=INFO\n{line}\n", "utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "bot"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "I can't read line 2 of .env: write it as NAME=value.\n"


def test_a_folder_in_place_of_the_file_is_named() -> None:
    Path(".env").mkdir()

    with pytest.raises(SettingsError) as caught:
        read_settings(is_token_required=True)

    assert str(caught.value) == (
        ".env is a folder, as Docker makes one for a file that it can't find: delete it and put "
        "the file there."
    )


READ = """
import os, sys
from bot.settings import SettingsError, read_settings
os.setgroups([]); os.setgid(10001); os.setuid(10001)
try:
    read_settings()
except SettingsError as error:
    print(error, end="")
"""


@pytest.mark.parametrize("owner", [0, 10001])
def test_a_file_that_may_not_be_read_is_given_away_or_opened(owner: int) -> None:
    if os.name == "nt" or os.geteuid() != 0:
        skip_unless_ci("only root can become another user")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        file = Path(folder, ".env")
        file.touch(mode=0o200)
        os.chown(file, owner, owner)
        done = subprocess.run(
            [sys.executable, "-c", READ],
            env={**os.environ, "PYTHONPATH": str(ROOT), "BOT_FOLDER": folder},
            capture_output=True,
            text=True,
            check=True,
        )

    assert done.stdout == f"I can't read {file}: " + (
        f"its owner may not. Run `chmod u+rw {file}`."
        if owner
        else "it belongs to user 0, and I run as user 10001. Run `sudo chown -R 10001:10001 "
        f"{file}`."
    )


def test_a_file_that_is_no_text_is_named() -> None:
    Path(".env").write_text("DISCORD_TOKEN=", "utf-16")

    with pytest.raises(SettingsError, match=r"I can't read the file \.env: save it as UTF-8"):
        read_settings()


@pytest.mark.parametrize("address", ["8080", ":8080", "localhost", "host:70000", "http://a:1"])
def test_another_address_for_health_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    assert refusal(monkeypatch, BOT_HTTP=address) == (
        "BOT_HTTP has a value that doesn't work: use an address of this computer and a port, such "
        "as 127.0.0.1:8080."
    )


def test_an_address_without_a_database_is_refused_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(SettingsError, match="BOT_DATABASE has a value that doesn't work") as caught:
        read(monkeypatch, BOT_DATABASE="postgresql://bot:hunter2@db")
    assert "hunter2" not in str(caught.value)
