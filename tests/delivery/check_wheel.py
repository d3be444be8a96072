"""The wheel, built and installed as its user does it, in an environment and a folder of its own.

Not collected with the other tests: `make delivery` runs it, as it needs half a minute and a
registry. WHEEL_PYTHON names another Python to install it with.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest

from bot import __version__
from tests.bot.cli.test_main import ROOT

PACKAGES = ("bot", "cogs", "seeds", "storage")


class Installation:
    """A virtual environment with the wheel, and an empty folder to be in."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
        self.site_packages = Path()
        self.here = folder / "here"
        self.share = folder / "share"
        self.here.mkdir()

    @property
    def environment(self) -> dict[str, str]:
        """An environment without the checkout and its settings."""
        hidden = ("BOT_", "DISCORD_", "PYTHON", "COVERAGE")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(hidden)}
        return {**kept, "XDG_DATA_HOME": str(self.share)}

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment."""
        program, *rest = arguments
        return subprocess.run(
            [self.bin / program, *rest],
            cwd=self.here,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


def list_files(*folders: str) -> list[str]:
    """Return the paths of the files in folders of the checkout."""
    return [
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the files that it is made of, with nothing else around them."""
    source = tmp_path_factory.mktemp("source")
    for name in list_files(*PACKAGES, "fan_community_bot"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, source / name)
    for name in (".env.example", ".gitignore", "LICENSE", "README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, source)
    target = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", target, source],
        check=True,
    )
    [built] = target.glob("*.whl")
    return built


def write_constraints(folder: Path) -> Path:
    """Write the locked versions, so that no later release of another project fails the check."""
    locked = (ROOT / "requirements-demo.lock").read_text("utf-8").splitlines()
    path = folder / "constraints.txt"
    pins = [line.removesuffix("\\") for line in locked if "==" in line]
    path.write_text("\n".join(pins), "utf-8")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Install the wheel with its extra `demo`, beside another distribution's package `bot`."""
    folder = tmp_path_factory.mktemp("installed")
    python = os.environ.get("WHEEL_PYTHON", sys.executable)
    subprocess.run([python, "-m", "venv", folder / "venv"], check=True)
    installation = Installation(folder)
    find = "import sysconfig; print(sysconfig.get_path('purelib'))"
    installation.site_packages = Path(installation.run("python", "-c", find).stdout.strip())
    other = installation.site_packages / "bot"
    other.mkdir()
    (other / "__init__.py").write_text("NAME = 'of another distribution'\n", "utf-8")
    known = write_constraints(folder)
    done = installation.run("python", "-m", "pip", "install", "-c", known, f"{wheel}[demo]")
    assert done.returncode == 0, done.stderr
    return installation


def test_the_wheel_has_every_file_of_the_packages(wheel: Path) -> None:
    packed = zipfile.ZipFile(wheel).namelist()

    assert {f"fan_community_bot/{name}" for name in list_files(*PACKAGES)} <= set(packed)
    assert "fan_community_bot/.env.example" in packed
    assert {name.partition("/")[0] for name in packed} == {
        "fan_community_bot",
        f"fan_community_bot-{__version__}.dist-info",
    }


def test_it_tells_its_version_from_any_folder(installed: Installation) -> None:
    for command in (["fan-bot"], ["python", "-m", "fan_community_bot"]):
        done = installed.run(*command, "--version")
        assert (done.stdout, done.stderr) == (f"fan-community-bot {__version__}\n", "")


def test_it_finds_the_pack_that_it_brings(installed: Installation) -> None:
    done = installed.run("fan-bot", "seeds", "check")

    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^question +\d{3}$", done.stdout, re.MULTILINE)


def test_another_package_named_bot_is_left_alone(installed: Installation) -> None:
    done = installed.run("python", "-c", "import bot; print(bot.NAME)")

    assert done.stdout == "of another distribution\n"
    assert "fan_community_bot" in {path.name for path in installed.site_packages.iterdir()}
    assert not {"cogs", "seeds", "storage"} & {p.name for p in installed.site_packages.iterdir()}


def test_without_a_token_it_names_the_command_that_asks_for_it(installed: Installation) -> None:
    done = installed.run("fan-bot")

    assert done.returncode == 2
    assert done.stderr.startswith("DISCORD_TOKEN isn't set: run `fan-bot init`")
    assert list(installed.here.iterdir()) == []


def test_the_demo_answers_and_keeps_its_data_in_the_systems_folder(
    installed: Installation,
) -> None:
    demo = subprocess.Popen(
        [installed.bin / "fan-bot", "demo", "--no-open", "--keep", "--port", "0"],
        cwd=installed.here,
        env=installed.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert demo.stdout is not None
        told = ""
        while "forget" not in told and "kept in" not in told:
            line = demo.stdout.readline()
            assert line, told
            told += line
        [address] = re.findall(r"http://\S+", told)
        with urllib.request.urlopen(address) as page:
            assert page.status == 200
        assert f"Everything is kept in {installed.share / 'fan-bot' / 'data' / 'demo'}" in told
        began = time.monotonic()
        demo.terminate()
        assert demo.wait(30) == 0
        assert time.monotonic() - began < 10
    finally:
        demo.kill()
        demo.communicate()
    assert list(installed.here.iterdir()) == []
    assert (installed.share / "fan-bot" / "data" / "demo" / "demo.sqlite3").is_file()


def test_without_its_part_the_demo_names_the_extra(installed: Installation) -> None:
    simcord = installed.site_packages / "simcord"
    simcord.rename(simcord.with_name("moved_away"))
    try:
        done = installed.run("fan-bot", "demo")
    finally:
        simcord.with_name("moved_away").rename(simcord)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "The demo needs simcord, which isn't installed: run `pipx install --force '.[demo]'` in "
        "the folder with the bot's source.\n"
    )
