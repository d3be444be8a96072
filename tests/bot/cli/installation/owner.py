"""What an owner types at `init`, in a script and at a terminal, and the file that it writes."""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import stat
import sys
import termios
from pathlib import Path

from tests.platform_server import PlatformServer

ROOT = Path(__file__).parents[4]
TOKEN = "MTE2.GxYzAb.s3cr3t_-s3cr3t"
CTRL_C = "\x03"


class Finished:
    """What an ended process printed, and its exit code."""

    def __init__(self, code: int, out: str, err: str = "") -> None:
        self.code, self.out, self.err = code, out, err


async def start(
    platform: PlatformServer,
    *arguments: str,
    stdin: int,
    stdout: int,
    stderr: int,
    setup: str = "",
    has_terminal: bool = False,
) -> asyncio.subprocess.Process:
    """Start the command line in a process that takes `platform` for Discord.

    `setup` is what it runs before; Ctrl-C at the terminal reaches it if it has one.
    """
    main = "import sys\nfrom bot.cli.main import main\nsys.exit(main())"
    program = f"{platform.patch}\n{setup}\n{main}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", program, *arguments),
        env=environment,
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        start_new_session=has_terminal,
        preexec_fn=_take_terminal if has_terminal else None,
    )


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


async def run(platform: PlatformServer, *arguments: str, stdin: str = "") -> Finished:
    """Run the command line as a script does."""
    pipe = asyncio.subprocess.PIPE
    process = await start(platform, *arguments, stdin=pipe, stdout=pipe, stderr=pipe)
    out, err = await asyncio.wait_for(process.communicate(stdin.encode()), 60)
    return Finished(process.returncode or 0, out.decode(), err.decode())


async def type_in(
    platform: PlatformServer, *answers: str, arguments: tuple[str, ...], setup: str = ""
) -> Finished:
    """Run the command line at a terminal, and answer each question when it is asked."""
    ours, theirs = pty.openpty()
    process = await start(
        platform,
        *arguments,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        setup=setup,
        has_terminal=True,
    )
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
