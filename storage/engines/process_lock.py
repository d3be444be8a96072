"""A lock that lets one bot run on a database, and shows whether the last one ended in order."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import IO

from storage.backups.rotation import FOLDER_MODE, find_newest_backup
from storage.engines.explanation import explain_errors
from storage.engines.location import DatabaseLocation, PostgresUrl
from storage.errors import BusyError, StorageError

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        """Lock the file until it is closed; return False when another process has locked it."""
        try:
            # A byte far behind the text, as others cannot read a locked byte.
            file.seek(1 << 20)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        """Lock the file until it is closed; return False when another process has locked it."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


log = logging.getLogger(__name__)

_RUNNING = b"running\n"
"""What the lock file says while a bot runs, and after one that was killed."""


def lock_database(
    location: DatabaseLocation, *, is_start: bool = False
) -> AbstractContextManager[None]:
    """Hold the lock of a database in a file inside the block; a server keeps its processes apart.

    At the start of a bot, log what its owner should know of the file.

    Raises StorageError, with a sentence, when the file of the lock cannot be written, and while
    another process holds it; at the start of a bot, BusyError for that. The operating system frees
    the lock of a killed process.
    """
    return nullcontext() if isinstance(location, PostgresUrl) else _lock_file(location, is_start)


@contextmanager
def _lock_file(path: Path, is_start: bool) -> Generator[None]:
    lock_path = Path(f"{path}.lock")
    with explain_errors(path):
        path.parent.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
        # Without a buffer: what a full disk did not take would be written again at the end.
        file = lock_path.open("a+b", buffering=0)
    with file:
        if not _try_lock(file):
            raise _build_refusal(path, is_start)
        file.seek(0)
        if is_start:
            _report_state(path, was_killed=file.read() == _RUNNING)
        with explain_errors(path):
            _write(file, _RUNNING)
        try:
            yield
        finally:
            _write(file, b"")


def _build_refusal(path: Path, is_start: bool) -> StorageError:
    if is_start:
        # The other may be one that is about to end, so a later start may succeed.
        return BusyError(
            f"Another bot runs on the database {path}: stop that one first, or choose another file "
            "with BOT_DATABASE."
        )
    return StorageError(f"A bot runs on the database {path}: stop it first.")


def _report_state(path: Path, *, was_killed: bool) -> None:
    """Log what an owner should know of the file before it is opened."""
    if not path.exists() or not path.stat().st_size:
        if was_killed or find_newest_backup(path) is not None:
            log.warning(
                "%s is new, although I ran here before: I begin without anything remembered", path
            )
        else:
            log.info("%s is new: I begin without anything remembered", path)
    elif was_killed and not Path(f"{path}-wal").exists():
        log.warning(
            "%s was not closed by its last run, and its write-ahead log %s-wal is gone: unless"
            " another program has opened it since, what was written last is lost",
            path,
            path.name,
        )


def _write(file: IO[bytes], text: bytes) -> None:
    file.truncate(0)
    file.write(text)
    os.fsync(file.fileno())
