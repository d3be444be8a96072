"""Puts a copy of a database back in its place, and keeps what was there."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

from storage.backups.copying import back_up, open_copy
from storage.errors import StorageError
from storage.migrate import get_newest_version, read_needed_version

MEGABYTE = 1_000_000
_LOG_SUFFIXES = ("-wal", "-shm")


class Restored(NamedTuple):
    """What a restore did."""

    version: int
    """The format of the copy."""
    kept_path: Path | None
    """Where the database from before is now; None when there was none."""


def restore(copy_path: Path, database_path: Path, now: datetime) -> Restored:
    """Make a copy the bot's database; what was there is kept beside it under another name.

    The caller holds the lock of the database. Raises StorageError, with a sentence, when the file
    is no whole copy that this version can read, or there is no room: then nothing has changed.
    After a kill at any step, the old database or the restored one is in place.
    """
    version = _check_copy(copy_path)
    new_path = database_path.with_name(f"{database_path.name}.restoring")
    _remove(new_path)
    _check_room(copy_path, database_path)
    try:
        back_up(copy_path, new_path)
        kept_path = _keep(database_path, now)
        os.replace(new_path, database_path)
    except StorageError as error:
        raise StorageError(
            f"{error} {database_path} is as it was: make room, then try again."
        ) from error
    except OSError as error:
        raise StorageError(
            f"{database_path} cannot be replaced: {error}. It is as it was."
        ) from error
    finally:
        _remove(new_path)
    _sync_folder(database_path.parent)
    return Restored(version, kept_path)


def _check_copy(path: Path) -> int:
    """Return the format of a whole copy. Raises StorageError for anything else."""
    if not path.is_file():
        raise StorageError(f"There is no file {path}: give the name of a backup.")
    newest = get_newest_version()
    try:
        with closing(open_copy(path)) as copy:
            [(verdict,)] = copy.execute("PRAGMA quick_check(1)")
            [(version,)] = copy.execute("SELECT coalesce(max(version), 0) FROM migration")
            needed = read_needed_version(copy, version, newest)
    except sqlite3.Error as error:
        raise StorageError(
            f"{path} isn't a backup of mine ({error}): give a file that `backup` has written."
        ) from error
    if verdict != "ok":
        shown = " ".join(str(verdict).split())
        raise StorageError(f"{path} is damaged ({shown}): give an older backup.")
    if needed > newest:
        raise StorageError(
            f"{path} was written by a newer version of the bot (its format is {version}, this one "
            f"knows up to {newest}): update the bot, then restore it."
        )
    return version


def _check_room(copy_path: Path, database_path: Path) -> None:
    """Raise StorageError when the disk of the database has no room for the copy beside it."""
    needed = copy_path.stat().st_size
    free = shutil.disk_usage(database_path.parent).free
    if free < needed:
        raise StorageError(
            f"There is no room for {copy_path} beside {database_path}: it needs "
            f"{needed / MEGABYTE:,.0f} MB, and {free / MEGABYTE:,.0f} MB are free. Nothing has "
            "changed: make room, then try again."
        )


def _keep(database_path: Path, now: datetime) -> Path | None:
    """Give the present database a second name, and return that; None when there is none."""
    if not database_path.exists():
        return None
    _write_back_log(database_path)
    kept_path = _find_free_path(f"{database_path}.before-{now:%Y%m%d-%H%M%S}")
    try:
        # A second name for the same file: at no moment is there none in place.
        os.link(database_path, kept_path)
    except OSError:
        shutil.copyfile(database_path, kept_path)
    for suffix in _LOG_SUFFIXES:
        # What is left of the log belongs to the old database, and would damage the new one.
        with suppress(FileNotFoundError):
            os.replace(f"{database_path}{suffix}", f"{kept_path}{suffix}")
    return kept_path


def _find_free_path(name: str) -> Path:
    numbered = (Path(f"{name}-{number}" if number else name) for number in count())
    return next(path for path in numbered if not path.exists())


def _write_back_log(path: Path) -> None:
    """Write the write-ahead log into the file, as far as that is possible with a damaged one."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _remove(path: Path) -> None:
    for suffix in ("", "-journal", *_LOG_SUFFIXES):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _sync_folder(path: Path) -> None:
    # Windows cannot open folders; there the rename is written with the file.
    with suppress(OSError):
        folder = os.open(path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
