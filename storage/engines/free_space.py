"""Measures how much room is left beside the database."""

from __future__ import annotations

import shutil
from pathlib import Path

MEGABYTE = 1_000_000
MIN_FREE = 50 * MEGABYTE
"""Free bytes without which the database soon cannot be written."""
FULL = 64 * 1024
"""Free bytes below which it cannot be opened: SQLite needs 32 KiB to share its log, and the log."""


def measure_free_space(database: Path) -> tuple[Path, int]:
    """Return the nearest folder of a database that is there, and the free bytes of its disk."""
    folder = database.parent.absolute()
    while not folder.exists():
        folder = folder.parent
    return folder, shutil.disk_usage(folder).free


def is_disk_full(database: Path) -> bool:
    """Return whether the disk of a database has no room to open it; False when that is unknown."""
    try:
        return measure_free_space(database)[1] < FULL
    except OSError:
        return False
