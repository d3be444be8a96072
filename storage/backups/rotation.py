"""Keeps copies of a database in a folder beside it: one a day, and one before every upgrade."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from storage.backups.copying import back_up
from storage.errors import StorageError

FOLDER_MODE = 0o700
"""Of a folder that is made for a database: other users of the computer may not read it."""
FOLDER = "backups"
UPGRADE_COPIES = 3
"""Copies from before an upgrade that are kept."""
MAX_COPY_TIME_S = 6 * 3_600
"""Age from which a half copy is one that no process is still writing."""
_PARTIAL_SUFFIX = ".part"


def back_up_daily(database_path: Path, day: date, kept: int) -> Path | None:
    """Copy the database unless that was done on `day`, and delete all but the newest `kept`.

    Returns the new copy, or None when the day has one. Raises StorageError, with a sentence; then
    all older copies are still there.
    """
    copy_path = _get_folder(database_path) / f"{database_path.stem}-{day}{database_path.suffix}"
    if copy_path.exists():
        return None
    _copy_to(database_path, copy_path)
    _delete_oldest(database_path, "-????-??-??", kept)
    return copy_path


def back_up_before_upgrade(database_path: Path, version: int) -> Path:
    """Copy a database of the format `version` before it is changed, and return the copy.

    Raises StorageError, with a sentence, when there is no room for it.
    """
    name = f"{database_path.stem}-format-{version:04}{database_path.suffix}"
    copy_path = _get_folder(database_path) / name
    try:
        _copy_to(database_path, copy_path)
    except StorageError as error:
        raise StorageError(
            f"I make a copy before I upgrade {database_path}, and that failed: {error} Nothing has "
            f"changed. Make room in {copy_path.parent}, then start again."
        ) from error
    _delete_oldest(database_path, "-format-????", UPGRADE_COPIES)
    return copy_path


def find_newest_backup(database_path: Path) -> tuple[Path, datetime] | None:
    """Return the newest copy that was made by itself, with its local time; None without one."""
    copies = [*_list(database_path, "-????-??-??"), *_list(database_path, "-format-????")]
    dated = [(path, datetime.fromtimestamp(path.stat().st_mtime).astimezone()) for path in copies]
    return max(dated, key=lambda one: one[1], default=None)


def _get_folder(database_path: Path) -> Path:
    return database_path.parent / FOLDER


def _copy_to(database_path: Path, copy_path: Path) -> None:
    """Copy under another name first, so that no half copy is ever taken for a whole one."""
    # A name of its own: two commands may open, and so copy, one old database at the same moment.
    partial_path = copy_path.with_name(f"{copy_path.name}.{secrets.token_hex(8)}{_PARTIAL_SUFFIX}")
    try:
        copy_path.parent.mkdir(FOLDER_MODE, exist_ok=True)
        _delete_partial_copies(copy_path.parent)
        back_up(database_path, partial_path)
        os.replace(partial_path, copy_path)
    except OSError as error:
        raise StorageError(f"{copy_path} cannot be written: {error.strerror}.") from error


def _delete_partial_copies(folder: Path) -> None:
    """Delete what killed processes left behind; another may be copying at this moment."""
    for path in folder.glob(f"*{_PARTIAL_SUFFIX}"):
        # That other may end at this moment, so that its half copy is gone.
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > MAX_COPY_TIME_S:
                path.unlink()


def _list(database_path: Path, pattern: str) -> list[Path]:
    """Return the copies whose name ends like `pattern`, the oldest first."""
    found = _get_folder(database_path).glob(f"*{pattern}{database_path.suffix}")
    start = f"{database_path.stem}-"
    return sorted(path for path in found if path.name.startswith(start))


def _delete_oldest(database_path: Path, pattern: str, kept: int) -> None:
    for path in _list(database_path, pattern)[:-kept]:
        path.unlink(missing_ok=True)
