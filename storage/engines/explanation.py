"""Explains to the owner why a database cannot be used, and what to do."""

from __future__ import annotations

import errno
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from storage.engines.free_space import is_disk_full
from storage.errors import (
    BusyError,
    ConnectionLostError,
    DamagedError,
    DatabaseError,
    LockedError,
    StorageError,
)

_LOCKED_MESSAGE = "The database {} is held by another program: close that, then start again ({})."
_LOCKED_SERVER_MESSAGE = (
    "The database {} cannot be used at the moment: {}. Start again in a minute."
)
_LOST_MESSAGE = "The database {} can't be reached: {}."
_UNUSABLE_MESSAGE = "The database {} cannot be used: {}. Choose another {} with BOT_DATABASE."
_FULL_MESSAGE = "The disk with {} is full: make room, then start me again."
_FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT})
_FULL = "disk is full"
_FULL_OR_OTHER = ("disk I/O error", "unable to open database file")
"""What SQLite says on a full disk, where its log gets no room, and on one that fails."""
_DAMAGED = ("malformed", "file is not a database")
"""What SQLite says of a file that another program has written to, or that was cut."""


@contextmanager
def explain_errors(location: object, kind: str = "file") -> Generator[None]:
    """Raise StorageError or BusyError, with a sentence, for an error of the database.

    `location` names it without a password; `kind` is what BOT_DATABASE names: a file or a server.
    """
    try:
        yield
    except LockedError as error:
        message = _LOCKED_MESSAGE if kind == "file" else _LOCKED_SERVER_MESSAGE
        raise BusyError(message.format(location, error)) from error
    except ConnectionLostError as error:
        raise BusyError(_LOST_MESSAGE.format(location, error)) from error
    except (OSError, DatabaseError) as error:
        if isinstance(location, Path):
            if _is_disk_full(error, location):
                raise StorageError(_FULL_MESSAGE.format(location)) from error
            if any(known in str(error) for known in _DAMAGED):
                raise DamagedError(location, str(error)) from error
        raise StorageError(_UNUSABLE_MESSAGE.format(location, error, kind)) from error


def _is_disk_full(error: OSError | DatabaseError, path: Path) -> bool:
    if isinstance(error, OSError):
        return error.errno in _FULL_ERRNOS
    text = str(error)
    return _FULL in text or (any(one in text for one in _FULL_OR_OTHER) and is_disk_full(path))
