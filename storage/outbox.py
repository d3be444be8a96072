"""The outbox: what members and admins are to be told, until it was told or given up.

A message is stored in the transaction that causes it, and sent after the commit, also by a later
run. https://microservices.io/patterns/data/transactional-outbox.html
"""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import StrEnum
from typing import LiteralString, NamedTuple, Self

from storage.database import Database, Row, Transaction, build_marks
from storage.epoch import from_epoch, to_epoch
from storage.shards import ALL_SHARDS, ShardSet

_RANDOM_BITS = 20
_COLUMNS = (
    "id, audience_id, addressee, member_id, first_channel_id, body, button_label, button,"
    " made_at, tries, channel_id, claimed_at"
)
INSERT_MESSAGE = (
    "INSERT INTO outbox (id, audience_id, addressee, member_id, first_channel_id, body,"
    " button_label, button, made_at, retry_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO NOTHING"
)


class Addressee(StrEnum):
    """Who is told; the values are those in the database."""

    ADMINS = "admins"
    """The admins of the guild, in the least public place that takes it."""
    MEMBER = "member"
    """One member, by direct message."""
    MEMBER_OR_ADMINS = "member or admins"
    """One member, and the admins when the member takes no direct message."""


class MessageButton(NamedTuple):
    """A button on a message of a guild; direct messages are shown without it."""

    label: str
    custom_id: str


class OutboxMessage(NamedTuple):
    """One message; instants are aware."""

    id: int
    """Messages made later have a greater id."""
    audience_id: int
    """The guild it is about, or the direct-message channel."""
    addressee: Addressee
    member_id: int
    """The member, or the admin who is told first; 0 for none."""
    first_channel_id: int | None
    """A channel of the guild that is tried before all other places, None for none."""
    body: str
    """Markdown, in which words of members are escaped."""
    made_at: datetime
    button: MessageButton | None = None
    tries: int = 0
    """Failed tries so far."""
    channel_id: int | None = None
    """Where it may have been sent, None while it was sent nowhere."""
    claimed_at: datetime | None = None
    """When that was first tried."""

    @classmethod
    def to_admins(
        cls,
        guild_id: int,
        body: LiteralString,
        now: datetime,
        *,
        admin_id: int = 0,
        channel_id: int | None = None,
        button: MessageButton | None = None,
    ) -> Self:
        """Return a message to the admins of a guild; `channel_id` is where it is sent at best."""
        return cls(
            _make_id(now), guild_id, Addressee.ADMINS, admin_id, channel_id, body, now, button
        )

    @classmethod
    def to_member(
        cls,
        audience_id: int,
        member_id: int,
        body: LiteralString,
        now: datetime,
        *,
        or_admins: bool = False,
    ) -> Self:
        """Return a message to a member, and to the admins instead if that may be."""
        addressee = Addressee.MEMBER_OR_ADMINS if or_admins else Addressee.MEMBER
        return cls(_make_id(now), audience_id, addressee, member_id, None, body, now)

    @property
    def row(self) -> tuple[object, ...]:
        """The parameters of `INSERT_MESSAGE`."""
        return (
            self.id,
            self.audience_id,
            self.addressee.value,
            self.member_id,
            self.first_channel_id,
            self.body,
            *(self.button or (None, None)),
            to_epoch(self.made_at),
            to_epoch(self.made_at),
        )


class Outbox:
    """The repository of messages that are to be sent."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, message_id: int) -> OutboxMessage | None:
        """Return one message, None when it was sent or given up."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM outbox WHERE id = ?", (message_id,)
        )
        return _parse(rows[0]) if rows else None

    async def list_due(
        self, now: datetime, limit: int, shard_set: ShardSet = ALL_SHARDS
    ) -> list[OutboxMessage]:
        """Return at most `limit` messages to be tried, the first made first.

        One that is to be tried after more than a day was put off while the clock was wrong.
        """
        shard_ids = sorted(shard_set.shard_ids)
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM outbox WHERE (retry_at <= ? OR retry_at > ?)"
            f" AND (audience_id >> 22) % ? IN ({build_marks(shard_ids)})"
            " ORDER BY id LIMIT ?",
            (
                to_epoch(now),
                to_epoch(now) + 86_400,
                shard_set.shard_count,
                *shard_ids,
                limit,
            ),
        )
        return list(map(_parse, rows))

    async def add(self, message: OutboxMessage) -> None:
        """Store a message in a transaction of its own."""
        await self._database.write(INSERT_MESSAGE, message.row)

    async def claim(self, message: OutboxMessage, channel_id: int, now: datetime) -> None:
        """Store that a message is about to be sent to a channel, at an aware instant."""
        await self._database.write(
            "UPDATE outbox SET channel_id = ?, claimed_at = ? WHERE id = ?",
            (channel_id, to_epoch(now), message.id),
        )

    async def reschedule(self, message: OutboxMessage, retry_at: datetime) -> None:
        """Store that another try failed, and when the next is due."""
        await self._database.write(
            "UPDATE outbox SET retry_at = ?, tries = tries + 1 WHERE id = ?",
            (to_epoch(retry_at), message.id),
        )

    async def delete(self, message: OutboxMessage) -> None:
        """Delete a message that was sent or is given up."""
        await self._database.write("DELETE FROM outbox WHERE id = ?", (message.id,))


async def insert_message(transaction: Transaction, message: OutboxMessage | None) -> None:
    """Store a message, if there is one, with what the transaction writes."""
    if message is not None:
        await transaction.fetch(INSERT_MESSAGE, message.row)


def _make_id(now: datetime) -> int:
    milliseconds = int(now.timestamp() * 1_000)
    return milliseconds << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)


def _parse(row: Row) -> OutboxMessage:
    (*before, label, custom_id, made_at, tries, channel_id, claimed_at) = row
    message_id, audience_id, addressee, member_id, first_channel_id, body = before
    return OutboxMessage(
        message_id,
        audience_id,
        Addressee(addressee),
        member_id,
        first_channel_id,
        body,
        from_epoch(made_at),
        None if custom_id is None else MessageButton(label, custom_id),
        tries,
        channel_id,
        None if claimed_at is None else from_epoch(claimed_at),
    )
