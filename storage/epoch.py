"""Conversion of instants to and from Unix time in whole seconds, as the database stores it."""

from __future__ import annotations

from datetime import UTC, datetime


def to_epoch(instant: datetime) -> int:
    """Return an aware instant as whole seconds since 1970, UTC; fractions are dropped."""
    return int(instant.timestamp())


def from_epoch(seconds: int) -> datetime:
    """Return seconds since 1970 as an aware instant in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
