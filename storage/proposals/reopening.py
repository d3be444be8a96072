"""Undoes decisions about proposals, so that they wait for review again."""

from __future__ import annotations

from storage.database import Database
from storage.outbox import OutboxMessage, insert_message
from storage.proposals.proposals import ProposalState
from storage.proposals.question_overrides import restore_question


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
