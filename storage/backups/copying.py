"""Copies a database whole, also while a bot writes to it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.errors import StorageError


def back_up(database_path: Path, copy_path: Path) -> None:
    """Write all that the database holds at this moment to a new file.

    Raises StorageError with a sentence when there is nothing to copy or nowhere to write it, and
    when what was copied is damaged: then the copy is there all the same.
    """
    if not database_path.is_file():
        raise StorageError(
            f"There is no database at {database_path}: set BOT_DATABASE to the bot's."
        )
    try:
        # Made here and not by SQLite, which would take a file that is there for the database.
        copy_path.open("xb").close()
    except FileExistsError:
        if copy_path.is_dir():
            raise StorageError(f"{copy_path} is a folder: add a file name.") from None
        raise StorageError(
            f"{copy_path} exists: give a new name, so that nothing is lost."
        ) from None
    except FileNotFoundError:
        raise StorageError(f"Make the folder {copy_path.parent} first.") from None
    except OSError as error:
        raise StorageError(f"{copy_path} cannot be written: {error.strerror}.") from None
    verdict = _copy(database_path, copy_path)
    if verdict != "ok":
        raise StorageError(
            f"{database_path} is damaged, and so is its copy {copy_path} ({verdict}): "
            "keep your older copies."
        )


def _copy(source_path: Path, copy_path: Path) -> str:
    """Copy into an empty file, force it to the disk, and return what its check says."""
    try:
        with (
            closing(open_copy(source_path)) as source,
            closing(sqlite3.connect(copy_path)) as target,
        ):
            source.backup(target)
            [(verdict,)] = target.execute("PRAGMA quick_check(1)")
        _sync(copy_path)
    except (sqlite3.Error, OSError) as error:
        copy_path.unlink()
        raise StorageError(f"{source_path} cannot be copied to {copy_path}: {error}.") from error
    return " ".join(str(verdict).split())


def open_copy(path: Path) -> sqlite3.Connection:
    """Open a database for reading, also where neither it nor its folder can be written.

    Raises sqlite3.Error when it is not a database.
    """
    connection = sqlite3.connect(path)
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    except sqlite3.OperationalError:
        connection.close()
        # Without the right to write, SQLite cannot make the files of a write-ahead log; a copy that
        # lies there has none.
        return sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)
    return connection


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
