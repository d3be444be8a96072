"""Where the bot looks for its `.env` and its data, and from where paths count."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
import pytest

import bot.hosting.folders
from bot.cli.main import main
from bot.hosting.folders import find_bot_folder
from bot.settings import Settings, SettingsError, read_settings
from seeds.loader import BUNDLED_PACK
from tests.world import TINY_PACK

TOKEN = "MTE2.GxYzAb.s3cr3t_-s3cr3t"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Install the program, as it were, and return the system's folder for its data."""
    monkeypatch.setattr(bot.hosting.folders, "PROGRAM_FOLDER", tmp_path / "site-packages")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    return platformdirs.user_data_path("fan-bot", appauthor=False)


def write_env(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".env").write_text(text, "utf-8")


def read_refusal() -> str:
    with pytest.raises(SettingsError) as caught:
        read_settings(is_token_required=True)
    return str(caught.value)


def test_run_from_its_source_it_keeps_to_the_current_folder() -> None:
    assert find_bot_folder() == Path()


def test_installed_it_keeps_to_the_systems_folder_for_data(home: Path) -> None:
    write_env(home, "BOT_LOG_LEVEL=ERROR\n")

    settings = read_settings()

    assert find_bot_folder() == home
    assert settings.log_level == "ERROR"
    assert settings.database == home / "data" / "bot.sqlite3"
    assert settings.seeds == (BUNDLED_PACK,)


@pytest.mark.parametrize("file", [".env", "data/bot.sqlite3"])
def test_a_folder_that_has_its_files_is_its_folder(home: Path, file: str) -> None:
    write_env(home, "BOT_LOG_LEVEL=ERROR\n")
    Path(file).parent.mkdir(exist_ok=True)
    Path(file).touch()

    settings = read_settings()

    assert settings.database == Path("data/bot.sqlite3")
    assert settings.log_level == "INFO"


def test_the_folder_that_is_named_goes_before_all_others(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_env(home, "")
    write_env(Path(), "")
    write_env(tmp_path / "named", "BOT_LOG_LEVEL=DEBUG\n")
    monkeypatch.setenv("BOT_FOLDER", str(tmp_path / "named"))

    settings = read_settings()

    assert settings.log_level == "DEBUG"
    assert settings.database == tmp_path / "named" / "data" / "bot.sqlite3"


def test_paths_in_the_file_count_from_its_folder(home: Path) -> None:
    (home / "lamps").mkdir(parents=True)
    write_env(home, "BOT_DATABASE='lamps.sqlite3'\nbot_seeds=lamps\n")

    settings = read_settings()

    assert (settings.database, settings.seeds) == (home / "lamps.sqlite3", (home / "lamps",))


def test_paths_in_the_environment_count_from_where_one_is(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_env(home, "BOT_DATABASE=lamps.sqlite3\nBOT_SEEDS=lamps\n")
    Path("lanterns").mkdir()
    monkeypatch.setenv("BOT_DATABASE", "lanterns.sqlite3")
    monkeypatch.setenv("BOT_SEEDS", "lanterns")

    settings = read_settings()

    assert (settings.database, settings.seeds) == (Path("lanterns.sqlite3"), (Path("lanterns"),))


def test_a_path_that_counts_from_nothing_stays_as_it_is(home: Path, tmp_path: Path) -> None:
    write_env(home, f"BOT_DATABASE={tmp_path / 'lamps.sqlite3'}\nBOT_SEEDS={TINY_PACK}\n")

    settings = read_settings()

    assert (settings.database, settings.seeds) == (tmp_path / "lamps.sqlite3", (TINY_PACK,))


def test_a_folder_of_a_pack_that_is_not_there_is_named_with_everything_else(home: Path) -> None:
    write_env(home, "BOT_SEEDS=lamps\nBOT_LOG_LEVEL=LOUD\n")

    assert [line.split()[0] for line in read_refusal().splitlines()] == [
        "DISCORD_TOKEN",
        "BOT_SEEDS",
        "BOT_LOG_LEVEL",
    ]


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("arguments", [["--folder", "lamps", "run"], ["run", "--folder", "lamps"]])
def test_the_folder_can_be_named_before_and_behind_the_command(
    arguments: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("BOT_FOLDER", "")
    write_env(Path("lamps"), f"DISCORD_TOKEN={TOKEN}\nBOT_PREFIX=!\n")

    assert main(arguments) == 2

    file = Path("lamps", ".env")
    assert capsys.readouterr().err == (
        f"BOT_PREFIX in {file} isn't a setting: see .env.example for them all.\n"
    )


def test_no_setting_names_the_folder_that_it_is_read_from() -> None:
    assert "BOT_FOLDER" not in {field.alias for field in Settings.model_fields.values()}
    assert not os.environ.get("BOT_FOLDER")
