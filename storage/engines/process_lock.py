"""A lock that lets one bot run on a database, and shows whether the last one ended in order."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import IO

from storage.engines.location import DatabaseLocation, PostgresUrl
from storage.errors import BusyError, explain_errors

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[str]) -> bool:
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

    def _try_lock(file: IO[str]) -> bool:
        """Lock the file until it is closed; return False when another process has locked it."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


log = logging.getLogger(__name__)

_RUNNING = "running\n"
"""What the lock file says while a bot runs, and after one that was killed."""


def lock_database(
    location: DatabaseLocation, *, is_start: bool = False
) -> AbstractContextManager[None]:
    """Hold the lock of a database in a file inside the block; a server keeps its processes apart.

    At the start of a bot, log what its owner should know of the file.

    Raises BusyError, with a sentence, while another process holds it, and StorageError when the
    file of the lock cannot be written. The operating system frees the lock of a killed process.
    """
    return nullcontext() if isinstance(location, PostgresUrl) else _lock_file(location, is_start)


@contextmanager
def _lock_file(path: Path, is_start: bool) -> Generator[None]:
    with explain_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = Path(f"{path}.lock").open("a+", encoding="ascii")  # noqa: SIM115 - closed below
    with file:
        if not _try_lock(file):
            raise BusyError(
                f"Another bot runs on the database {path}: stop that one first, or choose another "
                "file with BOT_DATABASE."
            )
        file.seek(0)
        if is_start:
            _report_state(path, was_killed=file.read() == _RUNNING)
        _write(file, _RUNNING)
        try:
            yield
        finally:
            _write(file, "")


def _report_state(path: Path, *, was_killed: bool) -> None:
    """Log what an owner should know of the file before it is opened."""
    if not path.exists() or not path.stat().st_size:
        log.warning("%s is new: the bot begins without anything remembered", path)
    elif was_killed and not Path(f"{path}-wal").exists():
        log.warning(
            "%s was not closed by its last run, and its write-ahead log %s-wal is gone: unless"
            " another program has opened it since, what was written last is lost",
            path,
            path.name,
        )


def _write(file: IO[str], text: str) -> None:
    file.truncate(0)
    file.write(text)
    file.flush()
    os.fsync(file.fileno())
