"""What members propose or report, waiting for reviewers, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from storage.canon.guild_entries import AuditAction, NewEntries, add_entries, reserve_numbers
from storage.database import Database, Transaction
from storage.proposals.announcements import queue_announcement
from storage.proposals.question_overrides import QuestionOverride, merge_override

_FIELDS = (
    "guild_id, number, kind, state, author_id, subject, body, made_at, asked_id, decided_by,"
    " decided_at, reason"
)


class ProposalState(StrEnum):
    """How far a proposal is."""

    AWAITING_CONSENT = "asking"
    """Waits for the member whose words it holds to agree."""
    AWAITING_REVIEW = "waiting"
    """Waits for a reviewer."""
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


_NO_PERSON = (None, None)
OPEN_STATES = (ProposalState.AWAITING_CONSENT, ProposalState.AWAITING_REVIEW)


class Proposal(NamedTuple):
    """One of a server's proposals; times are epoch seconds, `body` is JSON.

    `subject` is what a report is about: the key of a trivia question.
    """

    guild_id: int
    number: int
    kind: str
    state: ProposalState
    author_id: int
    subject: str
    body: str
    created_at: int
    consent_member_id: int | None = None
    decided_by: int | None = None
    decided_at: int | None = None
    reason: str = ""


class QuotedPerson(NamedTuple):
    """Whose words a proposal holds: their slug, and their id when it is a member."""

    slug: str
    member_id: int | None


class Proposals:
    """Proposals by server and number. A decision is made once: the second reviewer gets False."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(
        self,
        guild_id: int,
        kind: str,
        author_id: int,
        body: str,
        created_at: int,
        *,
        subject: str = "",
        consent_member_id: int | None = None,
        quoted: QuotedPerson | None = None,
    ) -> int:
        """Keep a proposal; gives its number. With `asked_id`, that member has to agree first."""
        async with self._database.transaction() as transaction:
            return await insert_proposal(
                transaction,
                guild_id,
                kind,
                author_id,
                body,
                created_at,
                subject=subject,
                consent_member_id=consent_member_id,
                quoted=quoted,
            )

    async def get(self, guild_id: int, number: int) -> Proposal | None:
        """One proposal; None when the server has none of that number."""
        found = await self._select("guild_id = ? AND number = ?", (guild_id, number))
        return found[0] if found else None

    async def list_awaiting_review(
        self, guild_id: int, *, offset: int, limit: int
    ) -> list[Proposal]:
        """What reviewers have to decide, oldest first."""
        return await self._select(
            "guild_id = ? AND state = 'waiting' ORDER BY number LIMIT ? OFFSET ?",
            (guild_id, limit, offset),
        )

    async def get_review_queue(self, guild_id: int) -> list[int]:
        """The numbers of all that reviewers have to decide, oldest first."""
        rows = await self._database.fetch(
            "SELECT number FROM proposal WHERE guild_id = ? AND state = 'waiting' ORDER BY number",
            (guild_id,),
        )
        return [number for (number,) in rows]

    async def list_open(self, guild_id: int, kind: str) -> list[Proposal]:
        """Everything of one kind that is not decided, oldest first."""
        return await self._select(
            "guild_id = ? AND state IN ('asking', 'waiting') AND kind = ? ORDER BY number",
            (guild_id, kind),
        )

    async def list_by_author(self, guild_id: int, author_id: int, limit: int) -> list[Proposal]:
        """What a member has proposed, newest first."""
        return await self._select(
            "guild_id = ? AND author_id = ? ORDER BY number DESC LIMIT ?",
            (guild_id, author_id, limit),
        )

    async def list_by_kind(self, kind: str) -> list[Proposal]:
        """Everything of one kind in all servers, newest first."""
        return await self._select("kind = ? ORDER BY made_at DESC, number", (kind,))

    async def count_awaiting_review(self, guild_id: int) -> int:
        """How many wait for a reviewer."""
        return await self._count("guild_id = ? AND state = 'waiting'", (guild_id,))

    async def count_open(self, guild_id: int) -> int:
        """How many are not decided."""
        return await self._count("guild_id = ? AND state IN ('asking', 'waiting')", (guild_id,))

    async def count_by_author(self, guild_id: int, author_id: int, since: int) -> int:
        """How many a member has made since, whatever became of them; reports do not count."""
        return await self._count(
            "guild_id = ? AND author_id = ? AND made_at >= ? AND kind <> 'report'",
            (guild_id, author_id, since),
        )

    async def list_creation_times(
        self, guild_id: int, author_id: int, since: datetime
    ) -> list[datetime]:
        """Return when a member made their proposals since, oldest first; reports do not count."""
        rows = await self._database.fetch(
            "SELECT made_at FROM proposal WHERE guild_id = ? AND author_id = ? AND made_at >= ?"
            " AND kind <> 'report' ORDER BY made_at",
            (guild_id, author_id, int(since.timestamp())),
        )
        return [datetime.fromtimestamp(made_at, UTC) for (made_at,) in rows]

    async def list_refused_by_quoted(self, guild_id: int, member_id: int) -> list[Proposal]:
        """What a member was quoted with and did not want kept."""
        return await self._select(
            "guild_id = ? AND asked_id = ? AND decided_by = asked_id AND state = 'withdrawn'"
            " ORDER BY number",
            (guild_id, member_id),
        )

    async def expire_unanswered(self, created_before: int, decided_at: int) -> None:
        """Withdraw whatever a quoted member has been asked before then and not answered."""
        await self._database.write(
            "UPDATE proposal SET state = 'withdrawn', decided_by = 0, decided_at = ?,"
            " reason = 'nobody answered' WHERE state = 'asking' AND made_at < ?",
            (decided_at, created_before),
        )

    async def amend(
        self, guild_id: int, number: int, body: str, quoted: QuotedPerson | None = None
    ) -> bool:
        """Change what an undecided proposal says, and whose words it holds."""
        rows = await self._database.write(
            "UPDATE proposal SET body = ?, quoted_slug = ?, quoted_member_id = ?"
            " WHERE guild_id = ? AND number = ? AND state IN ('asking', 'waiting')"
            " RETURNING number",
            (body, *(quoted or _NO_PERSON), guild_id, number),
        )
        return bool(rows)

    async def consent(self, guild_id: int, number: int, member_id: int) -> bool:
        """The member whose words it holds lets it go on to the reviewers."""
        rows = await self._database.write(
            "UPDATE proposal SET state = 'waiting' WHERE guild_id = ? AND number = ?"
            " AND state = 'asking' AND asked_id = ? RETURNING number",
            (guild_id, number, member_id),
        )
        return bool(rows)

    async def approve(
        self,
        guild_id: int,
        number: int,
        decided_by: int,
        decided_at: int,
        new_entries: NewEntries,
        *,
        expected_body: str | None = None,
        news_channel_id: int | None = None,
    ) -> bool:
        """Let a proposal count: its entries are in the canon and, all at once, it is decided.

        With `read`, only while its body still says that. With `news_channel_id`, the status among
        the entries is announced there.
        """
        async with self._database.transaction() as transaction:
            if expected_body is not None and not await _has_body(
                transaction, guild_id, number, expected_body
            ):
                return False
            if not await decide(
                transaction, ProposalState.APPROVED, guild_id, number, decided_by, decided_at
            ):
                return False
            await add_entries(
                transaction,
                guild_id,
                new_entries,
                decided_by,
                decided_at,
                AuditAction.ADDED,
                f"proposal {number}",
            )
            if news_channel_id is not None:
                for entry in new_entries.entries:
                    if entry.kind == "status":
                        await queue_announcement(
                            transaction, guild_id, entry.id, news_channel_id, decided_at
                        )
        return True

    async def approve_report(
        self,
        guild_id: int,
        number: int,
        decided_by: int,
        decided_at: int,
        override: QuestionOverride | None,
        reason: str,
    ) -> bool:
        """Settle a report; `mend` is how the server plays the question from now on."""
        async with self._database.transaction() as transaction:
            if not await decide(
                transaction,
                ProposalState.APPROVED,
                guild_id,
                number,
                decided_by,
                decided_at,
                reason,
            ):
                return False
            if override is not None:
                await merge_override(transaction, guild_id, override)
        return True

    async def decline(
        self, guild_id: int, number: int, decided_by: int, decided_at: int, reason: str
    ) -> bool:
        """Say no."""
        return await self._close(
            ProposalState.DECLINED, guild_id, number, decided_by, decided_at, reason
        )

    async def withdraw(self, guild_id: int, number: int, decided_by: int, decided_at: int) -> bool:
        """Take it back, as its author or as the member it quotes."""
        return await self._close(ProposalState.WITHDRAWN, guild_id, number, decided_by, decided_at)

    async def _close(
        self,
        state: ProposalState,
        guild_id: int,
        number: int,
        decided_by: int,
        decided_at: int,
        reason: str = "",
    ) -> bool:
        async with self._database.transaction() as transaction:
            return await decide(
                transaction, state, guild_id, number, decided_by, decided_at, reason
            )

    async def _select(self, where: str, parameters: Sequence[object]) -> list[Proposal]:
        rows = await self._database.fetch(
            f"SELECT {_FIELDS} FROM proposal WHERE {where}", parameters
        )
        return [Proposal(*row)._replace(state=ProposalState(row[3])) for row in rows]

    async def _count(self, where: str, parameters: Sequence[object]) -> int:
        [(number,)] = await self._database.fetch(
            f"SELECT count(*) FROM proposal WHERE {where}", parameters
        )
        return number


async def insert_proposal(
    transaction: Transaction,
    guild_id: int,
    kind: str,
    author_id: int,
    body: str,
    created_at: int,
    *,
    subject: str = "",
    consent_member_id: int | None = None,
    quoted: QuotedPerson | None = None,
) -> int:
    """Keep a proposal and give its number; see `Proposals.make`."""
    state = (
        ProposalState.AWAITING_REVIEW
        if consent_member_id is None
        else ProposalState.AWAITING_CONSENT
    )
    number = await reserve_numbers(transaction, guild_id, 1)
    await transaction.fetch(
        f"INSERT INTO proposal ({_FIELDS}, quoted_slug, quoted_member_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *Proposal(
                guild_id,
                number,
                kind,
                state,
                author_id,
                subject,
                body,
                created_at,
                consent_member_id,
            ),
            *(quoted or _NO_PERSON),
        ),
    )
    return number


async def _has_body(transaction: Transaction, guild_id: int, number: int, body: str) -> bool:
    rows = await transaction.fetch(
        "SELECT 1 FROM proposal WHERE guild_id = ? AND number = ? AND body = ?",
        (guild_id, number, body),
    )
    return bool(rows)


async def decide(
    transaction: Transaction,
    state: ProposalState,
    guild_id: int,
    number: int,
    decided_by: int,
    decided_at: int,
    reason: str = "",
) -> bool:
    """Settle a proposal that is still open to this; False when it is not."""
    # Nobody but its author or the quoted member ends what the quoted member has not agreed to.
    undecided = "('asking', 'waiting')" if state is ProposalState.WITHDRAWN else "('waiting')"
    rows = await transaction.fetch(
        "UPDATE proposal SET state = ?, decided_by = ?, decided_at = ?, reason = ?"
        f" WHERE guild_id = ? AND number = ? AND state IN {undecided} RETURNING number",
        (state, decided_by, decided_at, reason, guild_id, number),
    )
    return bool(rows)
