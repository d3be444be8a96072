"""The audit log of a guild's entries: action, member, time and replaced content."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from storage.database import Row, Transaction
from storage.epoch import from_epoch, to_epoch

SELECT_EVENTS = "SELECT entry_id, what, by_id, at, detail, before, number FROM deed"
"""The beginning of a query whose rows `parse_event` takes."""


class EntryChange(NamedTuple):
    """A change of entries of a guild by a member; `changed_at` is aware."""

    guild_id: int
    actor_id: int
    """The id of the member; 0 when it was none."""
    changed_at: datetime
    detail: str = ""
    """The reason, or the origin of the entries; "" for none."""

    @property
    def epoch(self) -> int:
        """`changed_at` in epoch seconds."""
        return to_epoch(self.changed_at)


class AuditAction(StrEnum):
    """The action of a change."""

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
    """The JSON of an edited entry before the edit; "" for other actions or when erased."""
    number: int = 0
    """Its position in the log of the guild, counted from 1."""


async def record_change(
    transaction: Transaction,
    change: EntryChange,
    action: AuditAction,
    old_bodies: Mapping[str, str],
) -> None:
    """Log a change; `old_bodies` maps ids to the JSON before an edit, "" for other actions."""
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
    """Parse a row of `SELECT_EVENTS`."""
    entry_id, what, actor_id, at, detail, old_body, number = row
    created_at = from_epoch(at)
    return AuditEvent(entry_id, AuditAction(what), actor_id, created_at, detail, old_body, number)
