"""A copy of the database that is whole, also while a bot writes to it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.errors import StorageError


def back_up(database_path: Path, copy_path: Path) -> None:
    """Write all that `database` holds at this moment to the new file `copy`.

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
        raise StorageError(
            f"{copy_path} exists: give a new name, so that nothing is lost."
        ) from None
    except OSError as error:
        raise StorageError(f"{copy_path} cannot be written: {error.strerror}.") from None
    try:
        with (
            closing(sqlite3.connect(database_path)) as source,
            closing(sqlite3.connect(copy_path)) as target,
        ):
            source.backup(target)
            [(verdict,)] = target.execute("PRAGMA quick_check(1)")
    except sqlite3.Error as error:
        copy_path.unlink()
        raise StorageError(f"{database_path} cannot be copied to {copy_path}: {error}.") from error
    if verdict != "ok":
        raise StorageError(
            f"{database_path} is damaged, and so is its copy {copy_path} ({verdict}): "
            "keep your older copies."
        )
