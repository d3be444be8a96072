"""What storage raises: sentences for the owner at the start, and failed statements later."""

from __future__ import annotations

from pathlib import Path


class StorageError(Exception):
    """The database cannot be used as it is; the message is a sentence for the owner."""


class BusyError(StorageError):
    """The database cannot be used at the moment; a later start may succeed."""


class DamagedError(StorageError):
    """The file is damaged, or holds something else; the message says so, and no remedy."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"The database {path} is damaged: {reason}.")
        self.path = path


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
