"""Whether the database is whole, of this version, on a fit disk, and backed up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.doctor.check_results import CheckResult, broken, good, judge_database_version, warning
from bot.doctor.database_server_checks import check_database_server
from bot.errors import StartError
from bot.hosting.data_place import check_data_place, find_mount
from bot.hosting.restore_advice import build_restore_command
from storage.backups.rotation import find_newest_backup
from storage.engines.free_space import (
    FULL,
    MEGABYTE,
    MIN_FREE,
    is_disk_full,
    measure_free_space,
)
from storage.engines.location import DatabaseLocation, PostgresUrl
from storage.engines.sqlite_inspection import Inspection, inspect_file
from storage.errors import DatabaseError, LockedError

MAX_BACKUP_AGE = timedelta(days=3)
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "vboxsf", "prl_fs"}
    | {"fuse.sshfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs"}
)
"""File systems whose locks and shared memory SQLite's write-ahead log cannot rely on."""
LOST_FILE_SYSTEMS = frozenset({"tmpfs", "ramfs"})


def check_database(
    location: DatabaseLocation, now: datetime, kept_copies: int
) -> Iterator[CheckResult]:
    """Yield a row for each thing about the database at `location`.

    `now` is aware; `kept_copies` is how many daily backups the bot keeps of a file, 0 for none.
    """
    if isinstance(location, PostgresUrl):
        return check_database_server(location)
    return _check_file(location, now, kept_copies)


def is_database_missing(location: DatabaseLocation) -> bool:
    """Return whether the file of the database is not there; False for one on a server."""
    return isinstance(location, Path) and not location.is_file()


def _check_file(path: Path, now: datetime, kept_copies: int) -> Iterator[CheckResult]:
    yield _check_place(path)
    yield from _check_file_system(path)
    yield _check_free_space(path)
    if not path.is_file():
        yield warning(
            "database",
            f"There is none at {path} yet.",
            "The first start makes it. If there should be one, fix BOT_DATABASE.",
        )
        return
    try:
        found = inspect_file(path)
    except DatabaseError as error:
        yield _explain_failure(path, error)
        is_new = False
    else:
        yield _judge_damage(path, found)
        yield judge_database_version(
            found.version, found.pending, found.newest_known, found.needed_version
        )
        is_new = found.loaded_at is not None and now - found.loaded_at < timedelta(days=1)
    yield _check_backup(path, now, kept_copies, is_new=is_new)


def _check_place(path: Path) -> CheckResult:
    try:
        check_data_place(path)
    except StartError as error:
        return broken("writable", str(error))
    except OSError as error:
        return broken("writable", f"I can't look at {path}: {error.strerror}.")
    return good("writable", f"I may write to {path.parent.absolute()}.")


def _check_file_system(path: Path) -> Iterator[CheckResult]:
    mount = find_mount(path)
    if mount is not None:
        yield judge_file_system(path, mount.file_system)


def judge_file_system(path: Path, file_system: str) -> CheckResult:
    """Return whether a database may be on a file system, by the name that Linux gives it."""
    if file_system in NETWORK_FILE_SYSTEMS:
        return broken(
            "file system",
            f"{path} is on {file_system}, a file system of a network, on which SQLite's "
            "write-ahead log can be damaged.",
            "Put the database on a disk of this computer.",
        )
    if file_system in LOST_FILE_SYSTEMS:
        return broken(
            "file system",
            f"{path} is kept in memory only ({file_system}), so a restart of this computer loses "
            "everything.",
            "Put the database on a disk.",
        )
    return good("file system", f"{file_system} is fit for SQLite's write-ahead log.")


def _check_free_space(path: Path) -> CheckResult:
    folder, free = measure_free_space(path)
    needed = path.stat().st_size if path.is_file() else 0
    text = f"{free / MEGABYTE:,.0f} MB are free in {folder}."
    if free < FULL:
        return broken("free space", text, "Make room: nothing can be saved now.")
    if free < MIN_FREE:
        return broken("free space", text, "Make room: soon nothing can be saved.")
    if free < needed + MIN_FREE:
        return warning("free space", text, "Make room: there is none for a backup or an update.")
    return good("free space", text)


def _explain_failure(path: Path, error: DatabaseError) -> CheckResult:
    if isinstance(error, LockedError):
        remedy = "Close that program, or wait for its end."
        return broken("database", f"Another program holds {path}.", remedy)
    if is_disk_full(path):
        return broken("database", "I can't open it while the disk is full.", "Make room first.")
    remedy = f"{_advise_on_restoring(path)} Or fix BOT_DATABASE."
    return broken("database", f"{path} can't be read: {error}.", remedy)


def _judge_damage(path: Path, found: Inspection) -> CheckResult:
    if found.damage:
        return broken(
            "database",
            f"{path} is damaged: {'; '.join(found.damage)}.",
            _advise_on_restoring(path),
        )
    return good("database", f"{path} is whole ({found.bytes / MEGABYTE:,.1f} MB).")


def _advise_on_restoring(path: Path) -> str:
    return f"Stop the bot, then run {build_restore_command(path)}."


def _check_backup(path: Path, now: datetime, kept_copies: int, *, is_new: bool) -> CheckResult:
    """Return whether there is a recent copy; `is_new` when the database is less than a day old."""
    found = find_newest_backup(path)
    if found is None and is_new and kept_copies:
        return good("backup", "None yet: I make the first within a day.")
    text = f"The newest is {found[0]}, of {found[1]:%Y-%m-%d %H:%M}." if found else "There is none."
    if found is not None and now - found[1] <= MAX_BACKUP_AGE:
        return good("backup", text)
    remedy = (
        "Read in my log why there is no newer one; I make one each day that I run."
        if kept_copies
        else "Set BOT_BACKUPS to a number of days, and I make one each day that I run."
    )
    return warning("backup", text, remedy)
