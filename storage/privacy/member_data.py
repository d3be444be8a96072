"""What is kept about a member: how much of each kind, and all of it for an export."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, cast

from storage.database import Database, Row
from storage.privacy.member_records import GAMES, RECORDS, Kind, Record

_MENTION = re.compile(r"<@!?(\d+)>")


class Scope(NamedTuple):
    """Whose data, and where."""

    member_id: int
    place: int | None
    """One server or direct-message channel; None is everywhere."""
    direct: int | None = None
    """The member's own direct-message channel; None leaves out what only that has seen."""

    @property
    def values(self) -> dict[str, int | str | None]:
        """What the statements of this and of `forgetting` are bound to."""
        return {
            "member": self.member_id,
            "place": self.place,
            "direct": self.direct,
            # The id as a whole number anywhere in JSON, and as that of the speaker of a quote.
            "named": f"*[^0-9]{self.member_id}[^0-9]*",
            "quoted": f'*"member_id":{self.member_id}[^0-9]*',
        }

    def within(self, column: str) -> str:
        """The condition that keeps a statement to one place."""
        return "" if self.place is None else f" AND {column} = :place"


class Reader(Protocol):
    """The database, or a transaction on it."""

    async def fetch(self, sql: str, parameters: dict[str, Any], /) -> list[Row]:
        """Rows of one statement."""
        ...


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much is kept; kinds of which there is nothing are left out."""

    counts: Mapping[Kind, int]
    right: int = 0
    """Right ones among the trivia answers."""
    points: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all."""
        return not self.counts


class MemberData:
    """Reads what is kept about members; `Forgetting` deletes it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def holdings(self, scope: Scope) -> Holdings:
        """How much there is of each kind."""
        return await count(self._database, scope)

    async def export(self, scope: Scope, place_name: Callable[[int], str]) -> dict[str, list[Any]]:
        """Every record in plain types by kind, nobody else's id among them; times are ISO, UTC."""
        read: list[tuple[Record, list[Row]]] = []
        for record in RECORDS:
            columns = ", ".join(column.sql for column in record.columns)
            rows = await self._database.fetch(
                f"SELECT {record.place}, {columns} {record.rows}{scope.within(record.place)}",
                scope.values,
            )
            read.append((record, rows))
        # Years of answers take a while to put into words.
        return await asyncio.to_thread(_in_words, read, scope.member_id, place_name)


async def count(reader: Reader, scope: Scope) -> Holdings:
    """How much there is of each kind, committed or within a transaction."""
    counts: dict[Kind, int] = {}
    for record in RECORDS:
        [(number,)] = await reader.fetch(
            f"SELECT count(*) {record.rows}{scope.within(record.place)}", scope.values
        )
        if number:
            counts[record.kind] = counts.get(record.kind, 0) + number
    [(right, points)] = await reader.fetch(
        "SELECT coalesce(sum(is_right), 0), coalesce(sum(points), 0) FROM trivia_answer"
        f" WHERE member_id = :member{scope.within('audience_id')}",
        scope.values,
    )
    return Holdings(counts, right, points)


async def playing_in(reader: Reader, scope: Scope) -> list[int]:
    """The channels of running games in whose state the member is."""
    rows = await reader.fetch(
        f"SELECT channel_id {GAMES}{scope.within('audience_id')}", scope.values
    )
    return [channel_id for (channel_id,) in rows]


def _in_words(
    read: Iterable[tuple[Record, list[Row]]], own_id: int, place_name: Callable[[int], str]
) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for record, rows in read:
        for place, *values in rows:
            fields = {
                column.name: _without_ids(column.read(value), own_id)
                for column, value in zip(record.columns, values, strict=True)
            }
            found.setdefault(record.kind, []).append({"where": place_name(place), **fields})
    return found


def _without_ids(value: Any, own_id: int) -> Any:
    """The same without anybody else's id, wherever it is, as deep as JSON goes."""
    if isinstance(value, str):
        return _MENTION.sub(lambda one: one[0] if int(one[1]) == own_id else "@somebody", value)
    if isinstance(value, list):
        return [_without_ids(one, own_id) for one in cast("list[Any]", value)]
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value).items()
        return {
            key: _without_ids(one, own_id) for key, one in fields if _may_tell(key, one, own_id)
        }
    return value


def _may_tell(key: str, value: Any, own_id: int) -> bool:
    return not key.endswith(("_id", "_by")) or value == own_id
