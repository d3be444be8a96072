"""Counts and exports the data that is stored about a member."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeAlias, cast

from storage.database import Database, Row
from storage.privacy.member_records import (
    GAMES_OF_MEMBER,
    RECORD_SOURCES,
    BodyKind,
    ExportColumn,
    RecordKind,
    RecordSource,
)

BodyDescriber: TypeAlias = Callable[[str], Any]
"""Returns the content of a stored JSON for an export, as JSON-compatible types."""
_MENTION = re.compile(r"<@!?(\d+)>")


class MemberDataScope(NamedTuple):
    """A member and the places whose data is meant."""

    member_id: int
    audience_id: int | None
    """One guild or direct-message channel, None for all.

    The member's own id stands for all places where the bot is not.
    """
    dm_channel_id: int | None = None
    """The member's direct-message channel; with None, data of that channel is left out."""

    @property
    def sql_parameters(self) -> dict[str, int | str | None]:
        """The named parameters of statements on a member's data."""
        return {
            "member": self.member_id,
            "place": self.audience_id,
            "direct": self.dm_channel_id,
            "mention": f"<@{self.member_id}>",
        }

    def list_own_audiences(self) -> list[int]:
        """Return the places in scope of which the member alone sees the answers."""
        own = (self.dm_channel_id, self.member_id)
        return [one for one in own if one is not None and self.audience_id in (None, one)]

    def audience_condition(self, column: str) -> str:
        """Return an SQL condition, beginning with AND, on the audience in `column`; "" for all."""
        return "" if self.audience_id is None else f" AND {column} = :place"


class SupportsFetch(Protocol):
    """The database, or a transaction on it."""

    async def fetch(self, sql: str, parameters: dict[str, Any], /) -> list[Row]:
        """Return the rows of one statement."""
        ...


@dataclass(frozen=True, slots=True)
class StoredCounts:
    """The number of records by kind; kinds without records are left out."""

    counts: Mapping[RecordKind, int]
    right_answers: int = 0
    """The number of right trivia answers."""
    points: int = 0
    """The points earned with trivia answers."""

    @property
    def is_empty(self) -> bool:
        """Whether there is no record."""
        return not self.counts


class MemberData:
    """Reads the data of members; `MemberErasure` deletes it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._describers: dict[BodyKind, BodyDescriber] = {}

    def register_describer(self, kind: BodyKind, describe: BodyDescriber) -> None:
        """Export JSON of this kind as `describe` returns it, instead of whole."""
        self._describers[kind] = describe

    async def get_counts(self, scope: MemberDataScope) -> StoredCounts:
        """Return the number of records by kind, as committed."""
        return await count_records(self._database, scope)

    async def export(
        self, scope: MemberDataScope, audience_name: Callable[[int], str]
    ) -> dict[str, list[Any]]:
        """Return the records by kind as JSON-compatible types; instants are ISO 8601 text in UTC.

        Ids of other members are left out. `audience_name` returns the name of a guild or channel.
        """
        read: list[tuple[RecordSource, list[Row]]] = []
        for record in RECORD_SOURCES:
            columns = ", ".join(column.sql for column in record.columns)
            rows = await self._database.fetch(
                f"SELECT {record.audience_column}, {columns} {record.from_clause}"
                f"{scope.audience_condition(record.audience_column)}",
                scope.sql_parameters,
            )
            read.append((record, rows))
        # Converting the answers of years would block the event loop.
        return await asyncio.to_thread(
            _build_export, read, scope.member_id, audience_name, dict(self._describers)
        )


async def count_records(database: SupportsFetch, scope: MemberDataScope) -> StoredCounts:
    """Return the number of records by kind, as `database` sees them."""
    counts: dict[RecordKind, int] = {}
    for record in RECORD_SOURCES:
        [(number,)] = await database.fetch(
            f"SELECT count(*) {record.from_clause}"
            f"{scope.audience_condition(record.audience_column)}",
            scope.sql_parameters,
        )
        if number:
            counts[record.kind] = counts.get(record.kind, 0) + number
    [(right, points)] = await database.fetch(
        "SELECT coalesce(sum(is_right), 0), coalesce(sum(points), 0) FROM trivia_answer"
        f" WHERE member_id = :member{scope.audience_condition('audience_id')}",
        scope.sql_parameters,
    )
    return StoredCounts(counts, right, points)


async def list_running_game_channels(database: SupportsFetch, scope: MemberDataScope) -> list[int]:
    """Return the ids of the channels in which the member is in a running game."""
    rows = await database.fetch(
        f"SELECT channel_id {GAMES_OF_MEMBER}{scope.audience_condition('audience_id')}",
        scope.sql_parameters,
    )
    return [channel_id for (channel_id,) in rows]


def _build_export(
    read: Iterable[tuple[RecordSource, list[Row]]],
    member_id: int,
    audience_name: Callable[[int], str],
    describers: Mapping[BodyKind, BodyDescriber],
) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for record, rows in read:
        for audience_id, *values in rows:
            fields = {
                column.name: _redact_ids(_convert(column, value, describers), member_id)
                for column, value in zip(record.columns, values, strict=True)
            }
            found.setdefault(record.kind, []).append(
                {"where": audience_name(audience_id), **fields}
            )
    return found


def _convert(column: ExportColumn, value: Any, describers: Mapping[BodyKind, BodyDescriber]) -> Any:
    if column.body_kind is None:
        return column.convert(value)
    return describers.get(column.body_kind, json.loads)(value)


def _redact_ids(value: Any, member_id: int) -> Any:
    """Return a JSON value without the ids of other members, at every depth."""
    if isinstance(value, str):
        return _MENTION.sub(
            lambda match: match[0] if int(match[1]) == member_id else "@someone", value
        )
    if isinstance(value, list):
        return [_redact_ids(item, member_id) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value).items()
        return {
            key: _redact_ids(item, member_id)
            for key, item in fields
            if _is_exportable(key, item, member_id)
        }
    return value


def _is_exportable(key: str, value: Any, member_id: int) -> bool:
    return not key.endswith(("_id", "_by")) or value == member_id
