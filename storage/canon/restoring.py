"""Restores retired entries of guilds: as they are, or replaced by what a proposal says now."""

from __future__ import annotations

from collections.abc import Sequence

from storage.canon.audit_log import AuditAction, EntryChange, record_change
from storage.canon.guild_entries import (
    NewEntries,
    add_entries,
    fetch_entries,
    replace_entries,
    upsert_people,
)
from storage.database import Transaction, build_marks


async def add_or_replace_entries(
    transaction: Transaction, change: EntryChange, entries: NewEntries
) -> None:
    """Store the entries of an approved proposal, and the people they name.

    One that is there already, as an earlier approval was undone, is replaced and restored; one
    that a quoted member has withdrawn stays as it is.
    """
    ids = [entry.id for entry in entries.entries]
    stored = await fetch_entries(transaction, change.guild_id, ids)
    await upsert_people(transaction, change.guild_id, entries.people)
    if stored:
        withdrawn = await _fetch_withdrawn_ids(transaction, change.guild_id, ids)
        kept = [one for one in entries.entries if one.id in stored and one.id not in withdrawn]
        await replace_entries(transaction, change, stored, kept)
        await restore_entries(transaction, change, [one.id for one in kept], AuditAction.ADDED)
    new = NewEntries([one for one in entries.entries if one.id not in stored])
    await add_entries(transaction, change, new, AuditAction.ADDED)


async def restore_entries(
    transaction: Transaction, change: EntryChange, ids: Sequence[str], action: AuditAction
) -> list[str]:
    """Restore entries of a guild; return the ids of those that were retired.

    Entries that a quoted member has withdrawn stay retired.
    """
    rows = await transaction.fetch(
        f"UPDATE entry SET retired_at = NULL WHERE owner = ? AND id IN ({build_marks(ids)})"
        " AND retired_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deed"
        " WHERE guild_id = entry.owner AND entry_id = entry.id AND what = 'withdrawn')"
        " RETURNING id",
        (change.guild_id, *ids),
    )
    restored_ids = [name for (name,) in rows]
    await record_change(transaction, change, action, dict.fromkeys(restored_ids, ""))
    transaction.invalidate_guild(change.guild_id)
    return restored_ids


async def _fetch_withdrawn_ids(
    transaction: Transaction, guild_id: int, ids: Sequence[str]
) -> set[str]:
    rows = await transaction.fetch(
        f"SELECT entry_id FROM deed WHERE guild_id = ? AND entry_id IN ({build_marks(ids)})"
        " AND what = 'withdrawn'",
        (guild_id, *ids),
    )
    return {name for (name,) in rows}
