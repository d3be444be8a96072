"""What the owner is told to type works where they type it: a checkout, an installation, a host."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

import bot.hosting.data_place
import bot.hosting.folders
from bot.hosting.folders import get_program_name
from bot.hosting.start_commands import build_start_command
from bot.settings import SettingsError, read_settings

ROOT = Path(__file__).parents[3]


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Install the program, as it were, and return the system's folder for its data."""
    monkeypatch.setattr(bot.hosting.folders, "PROGRAM_FOLDER", tmp_path / "site-packages")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    return platformdirs.user_data_path("fan-bot", appauthor=False)


def start_container(monkeypatch: pytest.MonkeyPatch, folder: Path, source: str) -> Path:
    """Pretend to run in the image, with `source` of the host mounted at a folder; return that."""
    volume = folder / "data"
    volume.mkdir()
    mounts = folder / "mountinfo"
    mounts.write_text(f"78 74 254:0 {source} {volume} rw - ext4 /dev/vda rw\n", "utf-8")
    monkeypatch.setattr(bot.hosting.data_place, "_MOUNTS", mounts)
    monkeypatch.setenv("BOT_VOLUME", str(volume))
    monkeypatch.setenv("BOT_FOLDER", str(volume))
    return volume


def read_refusal() -> str:
    with pytest.raises(SettingsError) as caught:
        read_settings(is_token_required=True)
    return str(caught.value)


@pytest.mark.parametrize("activated", [False, True])
def test_in_a_checkout_the_python_of_its_environment_is_named(
    activated: bool, tmp_path: Path
) -> None:
    """A folder with a copy of the program and a `.venv` of its own, as `make run` leaves one."""
    checkout = tmp_path / "my bot"
    checkout.mkdir()
    (checkout / "pyproject.toml").touch()
    for package in ("bot", "seeds", "storage"):
        (checkout / package).symlink_to(ROOT / package)
    script = checkout / "name.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nimport bot.hosting.folders as folders\n"
        "folders.PROGRAM_FOLDER = Path(sys.path[0])\nprint(folders.get_program_name())\n"
    )
    (checkout / ".venv").symlink_to(Path(sys.executable).parents[1])
    environment = {"PATH": f"{checkout / '.venv/bin'}" if activated else "/usr/bin"}

    def ask(folder: Path) -> str:
        command = [checkout / ".venv/bin/python", script]
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=True
        ).stdout.strip()

    assert ask(checkout) == ".venv/bin/python -m bot"
    elsewhere = "python" if activated else f"'{checkout}/.venv/bin/python'"
    assert ask(ROOT) == f"{elsewhere} -m bot"


@pytest.mark.usefixtures("home")
def test_installed_it_is_a_program_of_its_own() -> None:
    assert get_program_name() == "fan-bot"


def test_a_python_without_what_the_bot_needs_is_told_which_one_to_use() -> None:
    done = subprocess.run(
        [Path(sys.base_prefix, "bin", "python3"), "-I", "-S", "-c", SYSTEM_PYTHON, ROOT],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Run me with .venv/bin/python -m bot, or use make run.\n"


SYSTEM_PYTHON = """
import runpy, sys
sys.path.insert(0, sys.argv[1])
runpy.run_module("bot", run_name="__main__")
"""


def test_an_environment_that_lacks_a_new_dependency_is_told_how_to_install_it(
    tmp_path: Path,
) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "old"], check=True)
    python = tmp_path / "old" / "bin" / "python"

    done = subprocess.run(
        [python, "-m", "bot"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(
        f" isn't installed: run `{python} -m pip install --require-hashes -r requirements.lock`.\n"
    )
    assert done.stderr.count("\n") == 1


def test_installed_it_offers_to_ask_for_the_token(home: Path) -> None:
    assert read_refusal() == (
        "DISCORD_TOKEN isn't set: run `fan-bot init`, which asks for it; `fan-bot demo` doesn't "
        "need one."
    )

    home.mkdir(parents=True)
    (home / ".env").write_text("DISCORD_TOKEN=\n")

    assert read_refusal() == (
        f"DISCORD_TOKEN isn't set: put your bot's token after it in {home / '.env'}, or run "
        "`fan-bot init`, which asks for it; `fan-bot demo` doesn't need one."
    )


def test_the_folder_that_was_named_is_part_of_the_command(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_FOLDER", str(tmp_path / "my lamps"))

    assert f"run `fan-bot --folder '{tmp_path / 'my lamps'}' init`" in read_refusal()
    assert build_start_command(home, is_named=False) == f"fan-bot --folder {home} run"


@pytest.mark.parametrize(
    ("source", "mounted"),
    [
        ("/var/lib/docker/volumes/lamp-data/_data", "lamp-data"),
        (f"/var/lib/docker/volumes/{'3f' * 32}/_data", "fan-bot-data"),
        ("/srv/fan-bot", "/srv/fan-bot"),
    ],
)
@pytest.mark.usefixtures("home")
def test_in_a_container_the_commands_are_those_of_the_host(
    source: str, mounted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    volume = start_container(monkeypatch, tmp_path, source)

    assert read_refusal() == (
        "DISCORD_TOKEN isn't set: run `docker run --rm --interactive --tty --volume "
        f"{mounted}:{volume} fan-community-bot init`, which asks for it."
    )
    assert build_start_command(volume, is_named=False) == (
        "docker run --detach --name fan-bot --restart unless-stopped --read-only --tmpfs /tmp "
        f"--volume {mounted}:{volume} fan-community-bot"
    )


@pytest.mark.usefixtures("home")
def test_the_commands_for_the_host_are_those_of_the_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    volume = start_container(monkeypatch, tmp_path, "/volumes/fan-bot-data/_data")
    documents = (ROOT / "docs" / "container.md").read_text("utf-8").replace("\\\n", "")
    documented = [shlex.split(line) for line in documents.splitlines() if line[:10] == "docker run"]

    init = read_refusal().split("`")[1]
    commands = [init, build_start_command(volume, is_named=False)]

    assert [shlex.split(one.replace(str(volume), "/data")) for one in commands] == documented
