"""What storage raises: sentences for the owner at the start, and failed statements later."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

_LOCKED_MESSAGE = "The database {} is held by another program: close that, then start again ({})."
_LOCKED_SERVER_MESSAGE = (
    "The database {} cannot be used at the moment: {}. Start again in a minute."
)
_LOST_MESSAGE = "The database {} can't be reached: {}."
_UNUSABLE_MESSAGE = "The database {} cannot be used: {}. {}"
_ADVICE = {
    "malformed": "Restore your newest backup with `restore FILE`, or choose another file with "
    "BOT_DATABASE.",
    "disk is full": "Make room on the disk, then start again.",
}
"""What to do, by a part of the engine's message."""
_OTHER_ADVICE = "Choose another {} with BOT_DATABASE."


class StorageError(Exception):
    """The database cannot be used as it is; the message is a sentence for the owner."""


class BusyError(StorageError):
    """The database cannot be used at the moment; a later start may succeed."""


class DatabaseError(Exception):
    """A statement failed; the message is that of the engine."""


class IntegrityError(DatabaseError):
    """A row violates a constraint: its key is taken, or it refers to no row."""


class StatementError(DatabaseError):
    """The statement can't be run on this database, whatever its state: a table is missing."""


class LockedError(DatabaseError):
    """Another connection held a lock for longer than a statement waits."""


class ConnectionLostError(DatabaseError):
    """The connection broke; what the statement would have written may or may not be stored."""


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
        advice = (text for known, text in _ADVICE.items() if known in str(error))
        message = _UNUSABLE_MESSAGE.format(
            location, error, next(advice, _OTHER_ADVICE.format(kind))
        )
        raise StorageError(message) from error
