"""Which packs the bot has: those that BOT_SEEDS lists, then those of installed packages."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from bot.cli.main import main
from bot.errors import StartError
from bot.packs.new_pack import write_new_pack
from bot.settings import SettingsError, read_settings
from seeds.loader import BUNDLED_PACK
from tests.world import TINY_PACK


def install(site: Path, distribution: str, entry_points: dict[str, str]) -> None:
    """Put what a tiny distribution installs into a folder on the path."""
    info = site / f"{distribution}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
    lines = [f"{name} = {value}" for name, value in entry_points.items()]
    (info / "entry_points.txt").write_text("\n".join(["[fan_bot.packs]", *lines, ""]))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path, into which packages are installed."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


@pytest.fixture
def installed(site: Path) -> Path:
    """The folder of a pack that is installed as a package of its own."""
    package = write_new_pack("Night Train", site).rename(site / "night_train")
    (package / "__init__.py").write_text("raise AssertionError('a pack is only read')\n")
    install(site, "night-train-pack", {"night-train": "night_train"})
    return package


@pytest.mark.parametrize("separator", [",", ", ", os.pathsep])
def test_several_folders_are_listed_the_default_one_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, separator: str
) -> None:
    second = write_new_pack("Night Train", tmp_path)
    monkeypatch.setenv("BOT_SEEDS", separator.join((str(second), str(TINY_PACK), str(second))))
    assert read_settings().seeds == (second, TINY_PACK)


def test_a_folder_with_a_comma_in_its_name_is_one_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "lanterns, old"
    folder.mkdir()
    monkeypatch.setenv("BOT_SEEDS", str(folder))
    assert read_settings().seeds == (folder,)


def test_the_wrong_folder_among_several_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_SEEDS", f"{TINY_PACK},nowhere")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert str(caught.value) == (
        f"BOT_SEEDS names {tmp_path / 'nowhere'}, and there is no such folder."
    )


def test_the_bundled_pack_can_stand_beside_others_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = write_new_pack("Night Train", tmp_path)
    monkeypatch.setenv("BOT_SEEDS", f"romy_and_michele,{second}")
    assert read_settings().seeds == (BUNDLED_PACK, second)

    folder = tmp_path / "bot"
    folder.mkdir()
    (folder / ".env").write_text("BOT_SEEDS=../night-train,romy_and_michele\n")
    monkeypatch.setenv("BOT_SEEDS", "")
    monkeypatch.setenv("BOT_FOLDER", str(folder))
    assert read_settings().seeds == (folder / "../night-train", BUNDLED_PACK)


def test_a_copy_of_the_bundled_pack_in_the_bots_folder_is_that_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "romy_and_michele"
    copy.mkdir()
    (tmp_path / ".env").write_text("BOT_SEEDS=romy_and_michele\n")
    monkeypatch.setenv("BOT_FOLDER", str(tmp_path))
    assert read_settings().seeds == (copy,)


def test_a_word_in_env_is_never_a_folder_of_the_place_where_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, here = tmp_path / "bot", tmp_path / "here"
    folder.mkdir()
    here.mkdir()
    write_new_pack("Night Train", here)
    monkeypatch.chdir(here)
    (folder / ".env").write_text("BOT_SEEDS=night-train\n")
    monkeypatch.setenv("BOT_FOLDER", str(folder))
    with pytest.raises(SettingsError, match=f"BOT_SEEDS names {folder / 'night-train'}, and"):
        read_settings()


def test_an_installed_pack_is_found_after_the_bundled_one_and_not_run(installed: Path) -> None:
    assert read_settings().seeds == (BUNDLED_PACK, installed)
    assert "night_train" not in sys.modules


def test_an_installed_pack_can_be_the_default_by_its_name(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_SEEDS", "night-train")
    assert read_settings().seeds == (installed,)
    monkeypatch.setenv("BOT_SEEDS", f"{TINY_PACK},night-train")
    assert read_settings().seeds == (TINY_PACK, installed)


def test_a_name_of_an_installed_pack_in_env_is_no_path_in_the_bots_folder(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "bot"
    write_new_pack("Day Train", tmp_path / "site").rename(tmp_path / "day")
    (folder / "night-train").mkdir(parents=True)
    (folder / ".env").write_text("BOT_SEEDS=night-train,../day\n")
    monkeypatch.setenv("BOT_FOLDER", str(folder))
    assert read_settings().seeds == (installed, folder / "../day")


def test_an_installed_pack_is_checked_with_the_others(
    installed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (installed / "entries.toml").write_text("[[fact]]\n")
    assert main(["seeds", "check"]) == 1
    assert "entries.toml:1:" in capsys.readouterr().out


def test_an_installed_pack_without_its_files_says_what_to_do(site: Path) -> None:
    install(site, "empty-pack", {"empty": "not_there"})
    with pytest.raises(StartError, match=r"The installed pack empty has no pack\.toml"):
        read_settings()
