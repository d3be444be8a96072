"""Proposals of members, and the decisions about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from storage.canon.audit_log import EntryChange
from storage.canon.guild_entries import NewEntries, reserve_numbers
from storage.canon.restoring import add_or_replace_entries
from storage.database import Database, Row, Transaction
from storage.epoch import from_epoch, to_epoch
from storage.outbox import OutboxMessage, insert_message
from storage.proposals.announcements import AnnouncementRequest, queue_announcement
from storage.proposals.question_overrides import QuestionOverride, merge_override

_FIELDS = (
    "guild_id, number, kind, state, author_id, subject, body, made_at, asked_id, decided_by,"
    " decided_at, reason"
)


class ProposalState(StrEnum):
    """The state of a proposal; the values are those in the database."""

    AWAITING_CONSENT = "asking"
    """Waits for the consent of the quoted member."""
    AWAITING_REVIEW = "waiting"
    """Waits for a reviewer."""
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


_NO_PERSON = (None, None)
FOUND = "feed"


class Proposal(NamedTuple):
    """One proposal of a guild; its times are aware, its body is JSON.

    `subject` is the key of the question that a report is about, or `FOUND`, else "". The author
    of what was found is 0, as that of an erased member.
    """

    guild_id: int
    number: int
    kind: str
    state: ProposalState
    author_id: int
    subject: str
    body: str
    created_at: datetime
    consent_member_id: int | None = None
    """The quoted member whose consent is needed; None when no consent is."""
    decided_by: int | None = None
    decided_at: datetime | None = None
    reason: str = ""

    @property
    def is_found(self) -> bool:
        """Whether it was found in a feed, and not proposed by a member."""
        return self.subject == FOUND


class QuotedPerson(NamedTuple):
    """The person whom a proposal quotes; `member_id` is None unless it is a member."""

    slug: str
    member_id: int | None


class NewProposal(NamedTuple):
    """A proposal without number; it needs the consent of `consent_member_id` unless None."""

    guild_id: int
    kind: str
    author_id: int
    body: str
    created_at: datetime
    subject: str = ""
    consent_member_id: int | None = None
    quoted: QuotedPerson | None = None


class Decision(NamedTuple):
    """A decision about one proposal by a member; `decided_at` is aware."""

    guild_id: int
    number: int
    decided_by: int
    decided_at: datetime
    reason: str = ""
    notice: OutboxMessage | None = None
    """What the author is told about it, None for nothing; it is stored with the decision."""


class Proposals:
    """Repository of proposals. Each is decided once: a second decision returns False."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, guild_id: int, number: int) -> Proposal | None:
        """Return one proposal; None when the guild has none of that number."""
        found = await self._select("guild_id = ? AND number = ?", (guild_id, number))
        return found[0] if found else None

    async def get_review_queue(self, guild_id: int) -> list[int]:
        """Return the numbers of the proposals that wait for review, oldest first."""
        rows = await self._database.fetch(
            "SELECT number FROM proposal WHERE guild_id = ? AND state = 'waiting' ORDER BY number",
            (guild_id,),
        )
        return [number for (number,) in rows]

    async def list_open(self, guild_id: int, kind: str) -> list[Proposal]:
        """Return the open proposals of one kind, oldest first."""
        return await self._select(
            "guild_id = ? AND state IN ('asking', 'waiting') AND kind = ? ORDER BY number",
            (guild_id, kind),
        )

    async def list_by_author(self, guild_id: int, author_id: int, limit: int) -> list[Proposal]:
        """Return at most `limit` proposals of a member, newest first."""
        return await self._select(
            "guild_id = ? AND author_id = ? ORDER BY number DESC LIMIT ?",
            (guild_id, author_id, limit),
        )

    async def list_by_kind(self, kind: str) -> list[Proposal]:
        """Return the proposals of one kind in all guilds, newest first."""
        return await self._select("kind = ? ORDER BY made_at DESC, number", (kind,))

    async def count_open(self, guild_id: int) -> int:
        """Return the number of proposals that wait for consent or review."""
        [(number,)] = await self._database.fetch(
            "SELECT count(*) FROM proposal WHERE guild_id = ? AND state IN ('asking', 'waiting')",
            (guild_id,),
        )
        return number

    async def list_creation_times(
        self, guild_id: int, author_id: int, since: datetime
    ) -> list[datetime]:
        """Return the times of a member's proposals since then, without reports, oldest first."""
        rows = await self._database.fetch(
            "SELECT made_at FROM proposal WHERE guild_id = ? AND author_id = ? AND made_at >= ?"
            " AND kind <> 'report' ORDER BY made_at",
            (guild_id, author_id, to_epoch(since)),
        )
        return [from_epoch(made_at) for (made_at,) in rows]

    async def list_refused_by_quoted(self, guild_id: int, member_id: int) -> list[Proposal]:
        """Return the proposals that quote a member who refused consent, oldest first."""
        return await self._select(
            "guild_id = ? AND asked_id = ? AND decided_by = asked_id AND state = 'withdrawn'"
            " ORDER BY number",
            (guild_id, member_id),
        )

    async def expire_unanswered(self, created_before: datetime, decided_at: datetime) -> None:
        """Withdraw the proposals created before then that still wait for consent."""
        await self._database.write(
            "UPDATE proposal SET state = 'withdrawn', decided_by = 0, decided_at = ?,"
            " reason = 'no one answered' WHERE state = 'asking' AND made_at < ?",
            (to_epoch(decided_at), to_epoch(created_before)),
        )

    async def amend(
        self, guild_id: int, number: int, body: str, quoted: QuotedPerson | None = None
    ) -> bool:
        """Replace the body and quoted person of an open proposal; False when it is decided."""
        rows = await self._database.write(
            "UPDATE proposal SET body = ?, quoted_slug = ?, quoted_member_id = ?"
            " WHERE guild_id = ? AND number = ? AND state IN ('asking', 'waiting')"
            " RETURNING number",
            (body, *(quoted or _NO_PERSON), guild_id, number),
        )
        return bool(rows)

    async def consent(self, guild_id: int, number: int, member_id: int) -> bool:
        """Move a proposal on to review; False unless it waits for this member's consent."""
        rows = await self._database.write(
            "UPDATE proposal SET state = 'waiting' WHERE guild_id = ? AND number = ?"
            " AND state = 'asking' AND asked_id = ? RETURNING number",
            (guild_id, number, member_id),
        )
        return bool(rows)

    async def approve(
        self,
        decision: Decision,
        new_entries: NewEntries,
        *,
        expected_body: str,
        announcement: AnnouncementRequest | None = None,
    ) -> bool:
        """Approve a proposal, store its entries and queue their announcement in one transaction.

        False, changing nothing, unless it waits for review and its body is `expected_body`.
        """
        guild_id, number, decided_by, decided_at, *_ = decision
        change = EntryChange(guild_id, decided_by, decided_at, f"proposal {number}")
        async with self._database.transaction() as transaction:
            if not await _has_body(transaction, guild_id, number, expected_body):
                return False
            if not await decide(transaction, ProposalState.APPROVED, decision):
                return False
            await add_or_replace_entries(transaction, change, new_entries)
            if announcement is not None:
                await queue_announcement(transaction, guild_id, announcement, change.changed_at)
        return True

    async def approve_report(self, decision: Decision, override: QuestionOverride | None) -> bool:
        """Approve a report and merge `override`, if given; False unless it waits for review."""
        async with self._database.transaction() as transaction:
            if not await decide(transaction, ProposalState.APPROVED, decision):
                return False
            if override is not None:
                await merge_override(transaction, decision.guild_id, override)
        return True

    async def decline(self, decision: Decision) -> bool:
        """Decline a proposal; False unless it waits for review."""
        async with self._database.transaction() as transaction:
            return await decide(transaction, ProposalState.DECLINED, decision)

    async def withdraw(self, decision: Decision) -> bool:
        """Withdraw a proposal for its author or quoted member; False unless it is open."""
        async with self._database.transaction() as transaction:
            return await decide(transaction, ProposalState.WITHDRAWN, decision)

    async def _select(self, where: str, parameters: Sequence[object]) -> list[Proposal]:
        rows = await self._database.fetch(
            f"SELECT {_FIELDS} FROM proposal WHERE {where}", parameters
        )
        return [_parse_proposal(row) for row in rows]


async def insert_proposal(transaction: Transaction, new: NewProposal) -> int:
    """Store a proposal and return its number."""
    needs_consent = new.consent_member_id is not None
    state = ProposalState.AWAITING_CONSENT if needs_consent else ProposalState.AWAITING_REVIEW
    number = await reserve_numbers(transaction, new.guild_id, 1)
    await transaction.fetch(
        "INSERT INTO proposal (guild_id, number, kind, state, author_id, subject, body, made_at,"
        " asked_id, quoted_slug, quoted_member_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            new.guild_id,
            number,
            new.kind,
            state,
            new.author_id,
            new.subject,
            new.body,
            to_epoch(new.created_at),
            new.consent_member_id,
            *(new.quoted or _NO_PERSON),
        ),
    )
    return number


async def _has_body(transaction: Transaction, guild_id: int, number: int, body: str) -> bool:
    rows = await transaction.fetch(
        "SELECT 1 FROM proposal WHERE guild_id = ? AND number = ? AND body = ?",
        (guild_id, number, body),
    )
    return bool(rows)


async def decide(transaction: Transaction, state: ProposalState, decision: Decision) -> bool:
    """Set the state of a proposal, and store the notice; False when its state does not allow it."""
    # Reviewers decide only after consent; author and quoted member may withdraw before.
    undecided = "('asking', 'waiting')" if state is ProposalState.WITHDRAWN else "('waiting')"
    rows = await transaction.fetch(
        "UPDATE proposal SET state = ?, decided_by = ?, decided_at = ?, reason = ?"
        f" WHERE guild_id = ? AND number = ? AND state IN {undecided} RETURNING number",
        (state, decision.decided_by, to_epoch(decision.decided_at), decision.reason, *decision[:2]),
    )
    if rows:
        await insert_message(transaction, decision.notice)
    return bool(rows)


def _parse_proposal(row: Row) -> Proposal:
    proposal = Proposal(*row)
    _, _, _, state, _, _, _, made_at, _, _, decided_at, _ = row
    return proposal._replace(
        state=ProposalState(state),
        created_at=from_epoch(made_at),
        decided_at=None if decided_at is None else from_epoch(decided_at),
    )
