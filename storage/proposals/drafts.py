"""Unfinished drafts of members; only the author can read, change or submit one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from storage.database import Database, Row, Transaction
from storage.epoch import from_epoch, to_epoch
from storage.proposals.proposals import NewProposal, QuotedPerson, insert_proposal

MAX_DRAFTS = 20
"""Drafts of one member in one guild; a further one replaces the oldest."""
_FIELDS = "id, guild_id, author_id, kind, body, made_at, quoted_id, amends, revises, base"


class DraftPurpose(StrEnum):
    """What saving a draft creates or changes."""

    PROPOSAL = "proposal"
    AMENDMENT = "amendment"
    """A new version of a proposal that waits for review."""
    REVISION = "revision"
    """A new version of approved entries."""


class StoredDraft(NamedTuple):
    """A draft as typed: texts by field name; `created_at` is aware."""

    id: int
    guild_id: int
    author_id: int
    kind: str
    typed: Mapping[str, str]
    created_at: datetime
    quoted_member_id: int | None = None
    """The quoted member; None without one."""
    amended_number: int = 0
    """The proposal that it changes, 0 for none."""
    revised_number: int = 0
    """The number of the approved entries that it changes, 0 for none."""
    base: str = ""
    """The fingerprint of those entries when the draft was created."""

    @property
    def number(self) -> int:
        """The number of the proposal or entries that it changes, 0 for none."""
        return self.amended_number or self.revised_number

    @property
    def purpose(self) -> DraftPurpose:
        """What saving it creates or changes."""
        if self.revised_number:
            return DraftPurpose.REVISION
        return DraftPurpose.AMENDMENT if self.amended_number else DraftPurpose.PROPOSAL


class Drafts:
    """Repository of drafts; the id is that of the interaction that created the draft."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, draft: StoredDraft) -> None:
        """Store a new draft, and delete the author's oldest above `MAX_DRAFTS`."""
        created_at = to_epoch(draft.created_at)
        row = (*draft[:4], _dump(draft.typed), created_at, *draft[6:])
        async with self._database.transaction() as transaction:
            await transaction.fetch(
                f"INSERT INTO draft ({_FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row
            )
            await transaction.fetch(
                "DELETE FROM draft WHERE author_id = :author AND guild_id = :guild AND id NOT IN ("
                "SELECT id FROM draft WHERE author_id = :author AND guild_id = :guild"
                " ORDER BY made_at DESC, id DESC LIMIT :most)",
                {"author": draft.author_id, "guild": draft.guild_id, "most": MAX_DRAFTS},
            )

    async def get(self, guild_id: int, author_id: int, draft_id: int) -> StoredDraft | None:
        """Return one draft; None when there is none of that id, author and guild."""
        rows = await self._database.fetch(
            f"SELECT {_FIELDS} FROM draft WHERE id = ? AND guild_id = ? AND author_id = ?",
            (draft_id, guild_id, author_id),
        )
        return _parse_draft(rows[0]) if rows else None

    async def update(self, draft: StoredDraft) -> bool:
        """Store the fields of a draft; False when it does not exist."""
        rows = await self._database.write(
            "UPDATE draft SET body = ? WHERE id = ? AND guild_id = ? AND author_id = ?"
            " RETURNING id",
            (_dump(draft.typed), draft.id, draft.guild_id, draft.author_id),
        )
        return bool(rows)

    async def delete(self, guild_id: int, author_id: int, draft_id: int) -> bool:
        """Delete a draft; False when it does not exist."""
        async with self._database.transaction() as transaction:
            return await _delete(transaction, guild_id, author_id, draft_id)

    async def submit(
        self,
        draft: StoredDraft,
        kind: str,
        body: str,
        created_at: datetime,
        consent_member_id: int | None = None,
        quoted: QuotedPerson | None = None,
    ) -> int | None:
        """Turn a draft into a proposal and return its number; None when the draft is gone."""
        new = NewProposal(
            draft.guild_id,
            kind,
            draft.author_id,
            body,
            created_at,
            consent_member_id=consent_member_id,
            quoted=quoted,
        )
        async with self._database.transaction() as transaction:
            if not await _delete(transaction, draft.guild_id, draft.author_id, draft.id):
                return None
            return await insert_proposal(transaction, new)

    async def delete_created_before(self, created_before: datetime) -> None:
        """Delete the drafts that were created before then."""
        await self._database.write(
            "DELETE FROM draft WHERE made_at < ?", (to_epoch(created_before),)
        )


async def _delete(transaction: Transaction, guild_id: int, author_id: int, draft_id: int) -> bool:
    rows = await transaction.fetch(
        "DELETE FROM draft WHERE id = ? AND guild_id = ? AND author_id = ? RETURNING id",
        (draft_id, guild_id, author_id),
    )
    return bool(rows)


def _dump(typed: Mapping[str, str]) -> str:
    return json.dumps(dict(typed), ensure_ascii=False)


def _parse_draft(row: Row) -> StoredDraft:
    draft = StoredDraft(*row)
    _, _, _, _, typed, made_at, *_ = row
    return draft._replace(typed=json.loads(typed), created_at=from_epoch(made_at))
