"""Undoes decisions about proposals, so that they wait for review again, and takes that back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from storage.canon.audit_log import AuditAction, EntryChange
from storage.canon.guild_entries import retire_entries
from storage.canon.restoring import restore_entries
from storage.database import Database
from storage.outbox import OutboxMessage, insert_message
from storage.proposals.proposals import ProposalState, QuotedPerson
from storage.proposals.question_overrides import restore_question


class UndoneApproval(NamedTuple):
    """An approved proposal, and what is to become of it."""

    number: int
    entry_ids: Sequence[str]
    """The entries to retire."""
    former_body: str
    body: str
    """What is proposed from then on: the entries as they are, if they were edited."""
    quoted: QuotedPerson | None
    """The person whom `body` quotes."""


class ProposalReopening:
    """The changes from a decided proposal back to one that waits."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reopen(
        self,
        guild_id: int,
        number: int,
        former: ProposalState,
        notice: OutboxMessage | None = None,
    ) -> bool:
        """Undo a decision, so that it waits for review again; False unless it is `former`.

        One that needed consent, or whose content was erased, stays as it is. `notice` is stored
        with the change, here and below.
        """
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(
                "UPDATE proposal SET state = 'waiting', decided_by = NULL, decided_at = NULL,"
                " reason = '' WHERE guild_id = ? AND number = ? AND state = ? AND body <> ''"
                " AND (asked_id IS NULL OR state <> 'withdrawn') RETURNING number",
                (guild_id, number, former),
            )
            if rows:
                await insert_message(transaction, notice)
        return bool(rows)

    async def undo_approval(
        self, change: EntryChange, undone: UndoneApproval, notice: OutboxMessage | None = None
    ) -> bool:
        """Retire the entries of an approved proposal, so that it waits for review again.

        False, changing nothing, unless it is approved and its body is `former_body`.
        """
        slug, member_id = undone.quoted or (None, None)
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(
                "UPDATE proposal SET state = 'waiting', decided_by = NULL, decided_at = NULL,"
                " reason = '', body = ?, quoted_slug = ?, quoted_member_id = ? WHERE guild_id = ?"
                " AND number = ? AND state = 'approved' AND body = ? RETURNING number",
                (
                    undone.body,
                    slug,
                    member_id,
                    change.guild_id,
                    undone.number,
                    undone.former_body,
                ),
            )
            if rows:
                await retire_entries(transaction, change, undone.entry_ids, AuditAction.RETRACTED)
                await insert_message(transaction, notice)
        return bool(rows)

    async def restore(
        self,
        change: EntryChange,
        number: int,
        ids: Sequence[str],
        notice: OutboxMessage | None = None,
    ) -> list[str]:
        """Restore retired entries; return the ids of those that were retired.

        Their proposal counts as approved from then on: `notice` is stored if it did not. Entries
        that a quoted member has withdrawn stay retired.
        """
        async with self._database.transaction() as transaction:
            restored_ids = await restore_entries(transaction, change, ids, AuditAction.RESTORED)
            if restored_ids:
                rows = await transaction.fetch(
                    "UPDATE proposal SET state = 'approved', decided_by = ?, decided_at = ?,"
                    " reason = '' WHERE guild_id = ? AND number = ? AND state <> 'approved'"
                    " RETURNING number",
                    (change.actor_id, change.epoch, change.guild_id, number),
                )
                await insert_message(transaction, notice if rows else None)
        return restored_ids

    async def reopen_retirement(
        self,
        guild_id: int,
        number: int,
        question_key: str,
        notice: OutboxMessage | None = None,
    ) -> bool:
        """Undo the retirement of a reported question; False unless it is retired."""
        async with self._database.transaction() as transaction:
            if not await restore_question(transaction, guild_id, question_key):
                return False
            await transaction.fetch(
                "UPDATE proposal SET state = 'waiting', decided_by = NULL, decided_at = NULL,"
                " reason = '' WHERE guild_id = ? AND number = ? AND state = 'approved'",
                (guild_id, number),
            )
            await insert_message(transaction, notice)
        return True
