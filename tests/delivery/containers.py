"""Builds the image, and runs the bot in containers of it, with Podman."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bot.cli.test_main import TOKEN
from tests.platform_server import PlatformServer
from tests.world import wait_until

BASE = "debian:trixie-slim"
IMAGE = "fan-community-bot"
SLIM = ("doc", "info", "lintian", "locale", "man")
"""The folders of /usr/share that the slim image of Debian leaves out."""
CERTIFICATES = Path("/usr/local/share/ca-certificates")
ENGINE = ["podman", "--runtime", "runc"]
LIMITS = [
    # A container of the readers has a network and limits of its own; these are what a container
    # inside of a container can have.
    *("--network", "host", "--no-healthcheck"),
    *("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1000:1000"),
]
STRICT = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"]
"""What compose.yaml asks for."""


HEALTH = ("fan-bot", "health")
"""What the engine asks."""


def call(*command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command of the host."""
    return subprocess.run(
        command, capture_output=True, text=True, timeout=600, check=False, **options
    )


def run(*arguments: str, options: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run the bot in a container until it ends."""
    return call(*ENGINE, "run", "--rm", *LIMITS, *STRICT, *options, IMAGE, *arguments)


def run_python(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program with the Python of the image."""
    prepared = "import sys; import fan_community_bot; sys.path[:0] = fan_community_bot.__path__\n"
    command = [*ENGINE, "run", "--rm", *LIMITS, *STRICT, "--entrypoint", "python", IMAGE]
    return call(*command, "-c", prepared + program)


def make_base() -> None:
    """Make the base image; no registry of images is needed, only one of Debian's packages."""
    with tempfile.TemporaryDirectory() as folder:
        options = [f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in SLIM]
        options.append('--aptopt=Acquire::Retries "5"')
        options.append('--customize-hook=rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*')
        if CERTIFICATES.is_dir():
            # Those of this computer, which may be behind a proxy.
            options.append(f"--customize-hook=copy-in {CERTIFICATES} {CERTIFICATES.parent}")
        archive = Path(folder, "base.tar")
        suite = BASE.partition(":")[2].removesuffix("-slim")
        made = call("mmdebstrap", "--variant=minbase", "--quiet", *options, suite, archive)
        assert made.returncode == 0, made.stderr
        imported = call(*ENGINE, "import", archive, f"localhost/{BASE}")
        assert imported.returncode == 0, imported.stderr


def inspect_image() -> dict[str, Any]:
    [found] = json.loads(call(*ENGINE, "image", "inspect", IMAGE).stdout)
    return found


class Container:
    """The bot in a container, as its process 1, with `platform` in place of Discord."""

    def __init__(
        self, platform: PlatformServer, volume: str, *arguments: str, token: str = TOKEN
    ) -> None:
        self.name = f"fan-bot-{os.urandom(4).hex()}"
        program = (
            f"{platform.patch}\nimport sys\nfrom fan_community_bot.__main__ import main\n"
            f"sys.argv[1:] = {list(arguments)!r}\nsys.exit(main())"
        )
        self.options = [
            *("--name", self.name, "--volume", f"{volume}:/data", "--entrypoint", "python"),
            *("--env", f"DISCORD_TOKEN={token}", "--env", "BOT_HTTP=127.0.0.1:18091"),
        ]
        started = call(
            *ENGINE, "run", "--detach", *LIMITS, *STRICT, *self.options, IMAGE, "-c", program
        )
        assert started.returncode == 0, started.stderr

    def read_log(self) -> str:
        """Return what it has logged so far."""
        done = call(*ENGINE, "logs", self.name)
        return done.stdout + done.stderr

    def is_running(self) -> bool:
        done = call(*ENGINE, "inspect", "--format", "{{.State.Running}}", self.name)
        return done.stdout == "true\n"

    async def wait_until_ready(self) -> None:
        """Wait until it is connected."""
        await wait_until(lambda: "ready as" in self.read_log() or not self.is_running())
        assert "ready as" in self.read_log(), self.read_log()

    async def wait_until_healthy(self) -> None:
        """Wait until it says that it is well when the engine asks."""
        await wait_until(lambda: call(*ENGINE, "exec", self.name, *HEALTH).returncode == 0)

    async def stop(self) -> tuple[float, int]:
        """Stop it as an engine does; return how many seconds that took, and its exit code."""
        began = time.monotonic()
        await asyncio.to_thread(call, *ENGINE, "stop", "--time", "30", self.name)
        took = time.monotonic() - began
        code = call(*ENGINE, "inspect", "--format", "{{.State.ExitCode}}", self.name).stdout
        return took, int(code)

    async def wait(self) -> int:
        """Wait until it ends by itself; return its exit code."""
        await wait_until(lambda: not self.is_running())
        code = call(*ENGINE, "inspect", "--format", "{{.State.ExitCode}}", self.name).stdout
        return int(code)

    def remove(self) -> None:
        """Delete the container, not its volume."""
        call(*ENGINE, "rm", "--force", self.name)
