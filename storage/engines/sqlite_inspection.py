"""Reads how a SQLite file is, and changes nothing, also while a bot writes to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from storage.engines.sqlite import translate_error
from storage.epoch import from_epoch
from storage.migrate import list_versions, read_needed_version

MAX_DAMAGE = 3
"""How many damaged places are named."""
_TIMEOUT_S = 5.0


class Inspection(NamedTuple):
    """What was read of a file."""

    damage: tuple[str, ...]
    """The first damaged places; empty when the file is whole."""
    version: int
    """The format of the file, 0 for an empty one."""
    pending: tuple[int, ...]
    """The formats that this version of the bot will bring it to."""
    newest_known: int
    """The newest format that this version of the bot knows."""
    needed_version: int
    """The oldest format whose bots can run on it as it is; 0 when it is no newer than this bot."""
    loaded_at: datetime | None
    """When the pack was stored that has not changed for longest; None when that is unknown."""
    bytes: int
    """Of the file and its write-ahead log."""


def inspect_file(path: Path) -> Inspection:
    """Read a file. Raises DatabaseError when it is no database, LockedError when it is held."""
    with _open_for_reading(path) as connection:
        rows = connection.execute(f"PRAGMA integrity_check({MAX_DAMAGE})").fetchall()
        damage = tuple(" ".join(str(row[0]).split()) for row in rows if row[0] != "ok")
        applied, known = _read_versions(connection), list_versions()
        needed = read_needed_version(connection, max(applied, default=0), max(known))
        loaded_at = _read_loading_time(connection) if applied >= set(known) else None
    return Inspection(
        damage,
        max(applied, default=0),
        tuple(version for version in known if version not in applied),
        max(known),
        needed,
        loaded_at,
        path.stat().st_size + _get_size(path.with_name(f"{path.name}-wal")),
    )


@contextmanager
def _open_for_reading(path: Path) -> Generator[sqlite3.Connection]:
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=_TIMEOUT_S)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise translate_error(error) from error


def _get_size(path: Path) -> int:
    """Return the bytes of a file, 0 without one."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _read_versions(connection: sqlite3.Connection) -> set[int]:
    tables = connection.execute(
        "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration'"
    ).fetchall()
    if not tables:
        return set()
    return {int(version) for (version,) in connection.execute("SELECT version FROM migration")}


def _read_loading_time(connection: sqlite3.Connection) -> datetime | None:
    [(seconds,)] = connection.execute("SELECT min(loaded_at) FROM pack").fetchall()
    return None if seconds is None else from_epoch(seconds)
