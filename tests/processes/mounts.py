"""Runs programs where a folder is a disk of their own, small or read-only."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.conftest import skip_unless_ci

_SCRIPT = 'mount -t tmpfs -o "$1" tmpfs "$2" && {then} shift 2 && exec "$@"'


def build_mount_prefix(folder: Path, options: str, then: str = "") -> list[str]:
    """Return what to put before a command that finds an empty disk at `folder`.

    `options` are those of tmpfs, such as "size=8m"; `then` is shell code that runs before the
    command, in which `$2` is the folder. Others see the disk below `/proc/PID/root`.
    """
    command = ["unshare", "--mount"]
    if os.geteuid() != 0:
        command[1:1] = ["--user", "--map-root-user"]
    if shutil.which("unshare") is None or subprocess.run([*command, "true"]).returncode:
        skip_unless_ci("this system does not let a program mount a disk")
    script = _SCRIPT.replace("{then}", f"{then} &&" if then else "")
    return [*command, "sh", "-c", script, "sh", options, str(folder)]


def fill_disk(file: Path) -> None:
    """Write to a file until its disk is full."""
    with file.open("ab", buffering=0) as filler:
        for size in (1 << 16, 1 << 12):
            try:
                while filler.write(bytes(size)) == size:
                    pass
            except OSError:
                continue
