"""The audit log of a guild's entries: what was done, by whom, when, and what they held before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from storage.database import Row, Transaction

SELECT_EVENTS = "SELECT entry_id, what, by_id, at, detail, before, number FROM deed"
"""The start of a statement whose rows `parse_event` reads."""


class EntryChange(NamedTuple):
    """Who changes entries of a guild, and when, an aware instant."""

    guild_id: int
    actor_id: int
    """0 for no member."""
    changed_at: datetime
    detail: str = ""
    """Why, or where the entries are from."""

    @property
    def epoch(self) -> int:
        """`changed_at` as it is stored."""
        return int(self.changed_at.timestamp())


class AuditAction(StrEnum):
    """What was done to an entry."""

    ADDED = "added"
    IMPORTED = "imported"
    EDITED = "edited"
    RETRACTED = "retracted"
    RESTORED = "restored"
    WITHDRAWN = "withdrawn"


class AuditEvent(NamedTuple):
    """One change of one entry."""

    entry_id: str
    action: AuditAction
    actor_id: int
    created_at: datetime
    detail: str = ""
    old_body: str = ""
    """The JSON that an edited entry held before; "" once that was erased."""
    number: int = 0
    """Its position in the log of the guild, counted from 1."""


async def record_change(
    transaction: Transaction,
    change: EntryChange,
    action: AuditAction,
    old_bodies: Mapping[str, str],
) -> None:
    """Log a change of entries; `old_bodies` is, by id, the JSON an edited entry held, or ""."""
    [(last,)] = await transaction.fetch(
        "SELECT coalesce(max(number), 0) FROM deed WHERE guild_id = ?", (change.guild_id,)
    )
    await transaction.execute_many(
        "INSERT INTO deed (guild_id, number, entry_id, what, by_id, at, detail, before)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                change.guild_id,
                number,
                name,
                action,
                change.actor_id,
                change.epoch,
                change.detail,
                body,
            )
            for number, (name, body) in enumerate(old_bodies.items(), start=last + 1)
        ],
    )


def parse_event(row: Row) -> AuditEvent:
    """Return the event of a row of `SELECT_EVENTS`."""
    entry_id, what, actor_id, at, detail, old_body, number = row
    created_at = datetime.fromtimestamp(at, UTC)
    return AuditEvent(entry_id, AuditAction(what), actor_id, created_at, detail, old_body, number)
