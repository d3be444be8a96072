"""The image, built from the Dockerfile and run as the README says, with Podman.

Not collected with the other tests: `make delivery` runs it, as root, since it needs two minutes,
the packages mmdebstrap, buildah, podman and runc, and registries of Debian's and Python's packages.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import tempfile
import time
from collections.abc import AsyncGenerator, Iterator
from datetime import date
from pathlib import Path

import pytest

from bot import __version__
from bot.ui.dates import LANGUAGES, format_day
from tests.bot.cli.test_main import ROOT, TOKEN
from tests.delivery.containers import (
    BASE,
    ENGINE,
    HEALTH,
    IMAGE,
    LIMITS,
    STRICT,
    Container,
    call,
    inspect_image,
    make_base,
    run,
    run_python,
)
from tests.platform_server import PlatformServer, open_platform_server

MAX_SIZE = 200_000_000
USER = 10001


@pytest.fixture(scope="module", autouse=True)
def image() -> None:
    """Build the image on a base made as Debian makes its slim image."""
    if call(*ENGINE, "image", "exists", f"localhost/{BASE}").returncode:
        make_base()
    built = call(
        *("buildah", "bud", "--isolation", "chroot", "--network", "host", "--format", "docker"),
        *("--layers", "--pull-never", "--tag", IMAGE, ROOT),
    )
    assert built.returncode == 0, f"{built.stdout}\n{built.stderr}"


@pytest.fixture
def volume() -> Iterator[str]:
    """Return the name of a new volume."""
    name = f"fan-bot-{os.urandom(4).hex()}"
    yield name
    call(*ENGINE, "volume", "rm", "--force", name)


@pytest.fixture
def host_folder() -> Iterator[Path]:
    """Return a folder of root's."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
async def platform() -> AsyncGenerator[PlatformServer]:
    """Return a Discord on this computer."""
    async with open_platform_server() as server:
        yield server


def test_it_is_small_and_says_what_it_is() -> None:
    found = inspect_image()

    assert found["Size"] < MAX_SIZE, f"{found['Size'] / 1e6:.0f} MB"
    labels = found["Config"]["Labels"]
    assert labels["org.opencontainers.image.title"] == IMAGE
    assert labels["org.opencontainers.image.version"] == __version__
    assert list(found["Config"]["Volumes"]) == ["/data"]
    assert found["Config"]["User"] == f"{USER}:{USER}"
    assert found["Healthcheck"]["Test"] == ["CMD", *HEALTH]


def test_it_has_no_compiler_and_no_installer() -> None:
    tools = "gcc cc g++ ld as strip make pip pip3 git curl"
    done = run_python(f"import shutil; print([t for t in {tools.split()} if shutil.which(t)])")

    assert done.stdout == "[]\n"


def test_it_runs_on_a_read_only_root_as_a_user_without_rights() -> None:
    assert run("--version").stdout == f"fan-community-bot {__version__}\n"
    checked = run("seeds", "check")
    assert (checked.returncode, checked.stderr) == (0, "")
    done = run_python("import os; print(os.getuid(), os.access('/', os.W_OK))")
    assert done.stdout == f"{USER} False\n"


def test_what_was_left_out_is_missed_by_nothing() -> None:
    dates = "[format_day(date(2026, 3, 4), language) for language in LANGUAGES]"
    program = f"""
from datetime import date
from types import SimpleNamespace
from bot.pictures.palette import build_palette, parse_colour
from bot.pictures.renderer import paint_picture
from bot.ui.dates import LANGUAGES, format_day
draw = lambda canvas: canvas.text(130, 84, "A lamp is lit", 42)
lamp = SimpleNamespace(height=675, draw=draw)
assert len(paint_picture(lamp, build_palette(parse_colour("#ffaa00")))) > 1000
print({dates})
"""
    done = run_python(program)

    expected = [format_day(date(2026, 3, 4), language) for language in LANGUAGES]
    assert (done.stdout, done.stderr) == (f"{expected}\n", "")


def test_without_a_volume_it_says_how_to_give_it_one() -> None:
    done = run("run", options=("--env", f"DISCORD_TOKEN={TOKEN}"))

    assert done.returncode == 2
    assert done.stderr == (
        "/data is a volume without a name, which the next container doesn't get: start it with "
        "`-v fan-bot-data:/data`, or with `-e BOT_VOLUME=` if nothing is to be kept.\n"
    )


def test_in_a_folder_of_another_user_it_says_what_to_type_and_that_helps(
    host_folder: Path,
) -> None:
    options = ("--env", f"DISCORD_TOKEN={TOKEN}", "--volume", f"{host_folder}:/data")

    refused = run("run", options=options)

    assert refused.returncode == 2
    match = re.fullmatch(
        rf"I can't write to /data: it belongs to user 0, and I run as user {USER}\. On the host, "
        r"run `sudo (.+)` \(the folder that you mounted\)\.\n",
        refused.stderr,
    )
    assert match, refused.stderr
    assert call(*shlex.split(match[1])).returncode == 0
    assert "I can't write" not in run("backup", "/data/copy", options=options).stderr
    assert "isn't a database" not in run("run", options=options).stderr


def test_a_folder_that_is_mounted_read_only_is_told_apart(host_folder: Path) -> None:
    options = ("--env", f"DISCORD_TOKEN={TOKEN}", "--volume", f"{host_folder}:/data:ro")

    assert run("run", options=options).stderr == (
        "I can't write to /data: it is mounted read-only.\n"
    )


async def test_it_runs_stops_at_once_and_remembers_in_its_volume(
    platform: PlatformServer, volume: str
) -> None:
    logs: list[str] = []
    for _ in range(2):
        container = Container(platform, volume, "run")
        try:
            await container.wait_until_ready()
            await container.wait_until_healthy()
            took, code = await container.stop()
            logs.append(container.read_log())
        finally:
            container.remove()
        assert code == 0, "process 1 obeys SIGTERM and is not killed"
        assert took < 10
    assert ["/data/bot.sqlite3 is new" in log for log in logs] == [True, False]
    assert platform.sessions == 2


def test_a_stop_in_the_first_moment_is_obeyed() -> None:
    for moment in (0.0, 0.02, 0.1, 0.5):
        name = f"fan-bot-{os.urandom(4).hex()}"
        begun = ("create", "--name", name, *LIMITS, *STRICT, IMAGE, "seeds", "check")
        assert call(*ENGINE, *begun).returncode == 0
        try:
            assert call(*ENGINE, "start", name).returncode == 0
            time.sleep(moment)
            began = time.monotonic()
            call(*ENGINE, "stop", "--time", "30", name)
            assert time.monotonic() - began < 10, f"{moment} s after the start"
        finally:
            call(*ENGINE, "rm", "--force", "--volumes", name)


async def test_what_init_writes_into_the_volume_is_what_the_next_container_starts_with(
    platform: PlatformServer, volume: str
) -> None:
    first = Container(platform, volume, "init", "--token", TOKEN, token="")
    try:
        assert await first.wait() == 0, first.read_log()
        assert "The settings are in /data/.env" in first.read_log()
    finally:
        first.remove()

    second = Container(platform, volume, "run", token="")
    try:
        await second.wait_until_ready()
    finally:
        await second.stop()
        second.remove()


async def test_a_lost_volume_is_noticed_and_waits_for_fresh(
    platform: PlatformServer, volume: str
) -> None:
    platform.commands["/applications/4000000/commands"] = [{"name": "lamp"}]
    lost = Container(platform, volume, "run")
    try:
        assert await lost.wait() == 2
        assert "This looks like a lost volume" in lost.read_log()
    finally:
        lost.remove()

    fresh = Container(platform, volume, "run", "--fresh")
    try:
        await fresh.wait_until_ready()
    finally:
        await fresh.stop()
        fresh.remove()
