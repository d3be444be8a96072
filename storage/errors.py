"""What storage raises; every message is a sentence for the owner."""

from __future__ import annotations


class StorageError(Exception):
    """The database cannot be used as it is."""


class BusyError(StorageError):
    """Another program holds the database for the moment."""
