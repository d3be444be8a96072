"""What members are still writing. Nobody but its author can read, change or send a draft."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from storage.database import Database, Transaction
from storage.proposals.proposals import QuotedPerson, insert_proposal

MAX_DRAFTS = 20
"""Drafts one member keeps in one server; the oldest makes room for the next."""
_FIELDS = "id, guild_id, author_id, kind, body, quoted_id, amends, made_at"


class DraftPurpose(StrEnum):
    """What a draft is saved as."""

    PROPOSAL = "proposal"
    AMENDMENT = "amendment"
    """A new version of a proposal that waits for review."""


class StoredDraft(NamedTuple):
    """A draft as it was typed, field by field; `made_at` is epoch seconds.

    `quoted_id` is the member whose words it holds, `amends` the proposal it changes, 0 for none.
    """

    id: int
    guild_id: int
    author_id: int
    kind: str
    typed: Mapping[str, str]
    quoted_member_id: int | None = None
    amended_number: int = 0
    created_at: int = 0

    @property
    def purpose(self) -> DraftPurpose:
        """What it is saved as."""
        return DraftPurpose.AMENDMENT if self.amended_number else DraftPurpose.PROPOSAL


class Drafts:
    """Drafts by id, which is never given twice: that of the interaction that began it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, draft: StoredDraft) -> None:
        """Keep a new draft."""
        row = (*draft[:4], _dump(draft.typed), *draft[5:])
        async with self._database.transaction() as transaction:
            await transaction.fetch(
                f"INSERT INTO draft ({_FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row
            )
            await transaction.fetch(
                "DELETE FROM draft WHERE author_id = :author AND guild_id = :guild AND id NOT IN ("
                "SELECT id FROM draft WHERE author_id = :author AND guild_id = :guild"
                " ORDER BY made_at DESC, id DESC LIMIT :most)",
                {"author": draft.author_id, "guild": draft.guild_id, "most": MAX_DRAFTS},
            )

    async def get(self, guild_id: int, author_id: int, draft_id: int) -> StoredDraft | None:
        """One draft; None when it is gone, somebody else's or another server's."""
        rows = await self._database.fetch(
            f"SELECT {_FIELDS} FROM draft WHERE id = ? AND guild_id = ? AND author_id = ?",
            (draft_id, guild_id, author_id),
        )
        return StoredDraft(*rows[0])._replace(typed=json.loads(rows[0][4])) if rows else None

    async def update(self, draft: StoredDraft) -> bool:
        """Keep what `draft` says now; False when it is gone."""
        rows = await self._database.write(
            "UPDATE draft SET body = ? WHERE id = ? AND guild_id = ? AND author_id = ?"
            " RETURNING id",
            (_dump(draft.typed), draft.id, draft.guild_id, draft.author_id),
        )
        return bool(rows)

    async def delete(self, guild_id: int, author_id: int, draft_id: int) -> bool:
        """Throw it away; False when it was gone."""
        async with self._database.transaction() as transaction:
            return await _delete(transaction, guild_id, author_id, draft_id)

    async def submit(
        self,
        draft: StoredDraft,
        kind: str,
        body: str,
        created_at: int,
        consent_member_id: int | None = None,
        quoted: QuotedPerson | None = None,
    ) -> int | None:
        """Turn it into a proposal; gives its number, None when that was done before."""
        async with self._database.transaction() as transaction:
            if not await _delete(transaction, draft.guild_id, draft.author_id, draft.id):
                return None
            return await insert_proposal(
                transaction,
                draft.guild_id,
                kind,
                draft.author_id,
                body,
                created_at,
                consent_member_id=consent_member_id,
                quoted=quoted,
            )

    async def delete_created_before(self, created_before: int) -> None:
        """Forget what nobody has finished since `before`."""
        await self._database.write("DELETE FROM draft WHERE made_at < ?", (created_before,))


async def _delete(transaction: Transaction, guild_id: int, author_id: int, draft_id: int) -> bool:
    rows = await transaction.fetch(
        "DELETE FROM draft WHERE id = ? AND guild_id = ? AND author_id = ? RETURNING id",
        (draft_id, guild_id, author_id),
    )
    return bool(rows)


def _dump(typed: Mapping[str, str]) -> str:
    return json.dumps(dict(typed), ensure_ascii=False)
