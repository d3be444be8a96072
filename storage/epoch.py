"""Instants as SQL keeps them: whole seconds since 1970."""

from __future__ import annotations

from datetime import UTC, datetime


def to_epoch(instant: datetime) -> int:
    """Return an aware instant as epoch seconds, rounded down."""
    return int(instant.timestamp())


def from_epoch(seconds: int) -> datetime:
    """Return epoch seconds as an aware instant in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
