"""Checks, before the database is opened, that it can be written and outlives its container."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bot.errors import StartError
from bot.hosting.folders import APP_NAME, get_program_name

VOLUME_VARIABLE = "BOT_VOLUME"
"""The environment variable with the folder that must be a volume; our image sets it."""
CONTAINER = "fan-bot"
"""The name that the README gives the container."""
IMAGE = "fan-community-bot"
"""The name of the image in the commands that messages show."""
_MOUNTS = Path("/proc/self/mountinfo")
_ESCAPED = re.compile(r"\\([0-7]{3})")
_ENGINE_VOLUME = re.compile(r"/volumes/([^/]+)/_data$")
"""The end of the folder in which Docker and Podman keep a volume, with its name."""
_NO_NAME = re.compile(r"[0-9a-f]{64}")
"""The name that they give to a volume that was declared, but not named at the start."""
_IN_MEMORY = frozenset({"tmpfs", "ramfs"})
_DATABASE_SUFFIXES = ("", "-wal", "-shm", ".lock")
"""What is appended to the name of a SQLite file for each of its files, and for its lock."""


class Mount(NamedTuple):
    """One line of `/proc/self/mountinfo`."""

    source_folder: str
    """The folder that is mounted, as a path in its own file system."""
    file_system: str


def is_in_our_image() -> bool:
    """Return whether the program runs in a container of our image."""
    return bool(os.environ.get(VOLUME_VARIABLE, "").strip())


def get_owner_command() -> str:
    """Return what the owner types before the name of a command, while the bot runs."""
    return f"docker exec {CONTAINER} {APP_NAME}" if is_in_our_image() else get_program_name()


def check_data_place(database: Path) -> None:
    """Raise StartError, with what to type, for a database that would be lost or cannot be written.

    The mounts are looked at in our image only, which says what must be one.
    """
    volume = os.environ.get(VOLUME_VARIABLE, "").strip()
    mount = None
    if volume:
        mount = _read_mounts().get(os.path.realpath(volume))
        _check_volume(Path(volume), mount, database)
    check_writable(database, mount)


def _check_volume(volume: Path, mount: Mount | None, database: Path) -> None:
    remedy = (
        f"start it with `-v fan-bot-data:{volume}`, or with `-e {VOLUME_VARIABLE}=` if nothing is "
        "to be kept."
    )
    if mount is None:
        raise StartError(f"{volume} isn't a volume, so I'd forget everything: {remedy}")
    if mount.file_system in _IN_MEMORY:
        raise StartError(f"{volume} is kept in memory only, so I'd forget everything: {remedy}")
    name = _get_volume_name(mount)
    if name is not None and _NO_NAME.fullmatch(name):
        raise StartError(
            f"{volume} is a volume without a name, which the next container doesn't get: {remedy}"
        )
    if not Path(os.path.realpath(database)).is_relative_to(os.path.realpath(volume)):
        raise StartError(
            f"BOT_DATABASE={database} is outside the volume {volume} and would be lost with this "
            f"container: put it in {volume}."
        )


def check_writable(database: Path, mount: Mount | None = None) -> None:
    """Raise StartError for the first file or folder of a database that cannot be written."""
    for path in _iter_written_paths(database):
        obstacle = find_obstacle(path, database.parent, mount)
        if obstacle is not None:
            raise StartError(obstacle)


def find_obstacle(path: Path, folder: Path, mount: Mount | None = None) -> str | None:
    """Return why a file or folder that exists cannot be written, with what to type; else None.

    `folder` is what the bot needs to write to: `path`, what holds it, or what is to be made there.
    """
    if not hasattr(os, "geteuid") or os.access(path, os.W_OK):
        return None
    if os.statvfs(path).f_flag & os.ST_RDONLY:
        return f"I can't write to {path}: it is mounted read-only."
    owner, me = path.stat().st_uid, os.geteuid()
    if owner == me:
        change = f"-R u+rwX {folder}" if folder.exists() else f"u+rwX {path}"
        return (
            f"I can't write to {path}: it is read-only for its owner, which is me. Run `chmod "
            f"{change}`."
        )
    return (
        f"I can't write to {path}: it belongs to user {owner}, and I run as user {me}. "
        f"{_advise_on_owner(folder, mount)}"
    )


def _iter_written_paths(database: Path) -> Iterator[Path]:
    """Yield what exists of the database's folder and files; its nearest folder if it is to be made.

    SQLite deletes and makes the files of its log, so the folder must be writable as well.
    """
    folder = database.parent
    while not os.path.lexists(folder) and folder != folder.parent:
        folder = folder.parent
    if folder.is_dir():
        yield folder
    for suffix in _DATABASE_SUFFIXES:
        file = database.with_name(database.name + suffix)
        if file.is_file():
            yield file


def _advise_on_owner(folder: Path, mount: Mount | None) -> str:
    ids = f"{os.geteuid()}:{os.getegid()}"
    if mount is None and not folder.exists():
        # The folder around it may be one of the system, which must stay as it is.
        return f"Run `sudo install -d -o {os.geteuid()} -g {os.getegid()} {folder.absolute()}`."
    if mount is None:
        return f"Run `sudo chown -R {ids} {folder.absolute()}`."
    name = _get_volume_name(mount)
    if name is None:
        return (
            f"On the host, run `sudo chown -R {ids} {mount.source_folder}` (the folder that you "
            "mounted)."
        )
    return (
        f"On the host, run `docker run --rm --user 0 --entrypoint chown -v {name}:/volume {IMAGE} "
        f"-R {ids} /volume`."
    )


def _get_volume_name(mount: Mount) -> str | None:
    match = _ENGINE_VOLUME.search(mount.source_folder)
    return match[1] if match else None


def find_mount(path: Path) -> Mount | None:
    """Return the mount that a path, which need not exist, is on; None where that is not known."""
    mounts = _read_mounts()
    place = Path(os.path.realpath(path))
    return next((mounts[str(one)] for one in (place, *place.parents) if str(one) in mounts), None)


def advise_on_owner(path: Path) -> str:
    """Return what to type to make a file or folder that of the user who runs the program."""
    volume = os.environ.get(VOLUME_VARIABLE, "").strip()
    mount = _read_mounts().get(os.path.realpath(volume)) if volume else None
    return _advise_on_owner(path, mount)


def find_mounted_source(folder: Path) -> str | None:
    """Return the name of the volume, or the folder of the host, that is mounted there.

    None for what is no mount, or a volume without a name.
    """
    mount = _read_mounts().get(os.path.realpath(folder))
    if mount is None:
        return None
    name = _get_volume_name(mount)
    return None if name is not None and _NO_NAME.fullmatch(name) else name or mount.source_folder


def _read_mounts() -> dict[str, Mount]:
    """Return the mounts by mount point; none where the system does not tell.

    The format is that of proc_pid_mountinfo(5).
    """
    try:
        lines = _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return {}
    mounts: dict[str, Mount] = {}
    for line in lines:
        fields, _, rest = line.partition(" - ")
        _, _, _, source_folder, mount_point = fields.split(" ")[:5]
        mounts[_unescape(mount_point)] = Mount(_unescape(source_folder), rest.partition(" ")[0])
    return mounts


def _unescape(path: str) -> str:
    # Spaces in paths are written as \040.
    return _ESCAPED.sub(lambda match: chr(int(match[1], 8)), path)
