"""Reads how a database on a server is, and changes nothing."""

from __future__ import annotations

import time
from typing import Any, NamedTuple

import psycopg

from storage.engines.location import PostgresUrl
from storage.engines.postgres.parts.locks import COUNT_STANDBYS, IS_PART_LOCK, PROCESS_NAME
from storage.engines.postgres.session import register_types, translate_error
from storage.engines.postgres.translation import translate_placeholders
from storage.migrate import NEEDED_VERSION, list_versions

_CONNECT_TIMEOUT_S = 10
_DAMAGE = """
SELECT 'the index ' || i.indexrelid::regclass || ' is not valid' FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid
    WHERE NOT i.indisvalid AND c.relnamespace = CAST(current_schema() AS regnamespace)
UNION ALL SELECT checksum_failures || ' pages were read damaged' FROM pg_stat_database
    WHERE datname = current_database() AND checksum_failures > 0
"""

_HOLDERS = (
    "SELECT CAST(l.objid AS BIGINT), a.application_name FROM pg_locks l"
    f" JOIN pg_stat_activity a ON a.pid = l.pid WHERE {IS_PART_LOCK} ORDER BY l.objid"
)


class PartHolding(NamedTuple):
    """Which processes of the bot run."""

    part_count: int
    """How many parts they agreed on, 0 before a first process ran."""
    holders: dict[int, str]
    """What the session of each held part says of its process, by the number of the part, from 0."""
    standby_count: int


class ServerInspection(NamedTuple):
    """What was read of a server."""

    server_version: str
    """Such as "15.4"."""
    damage: tuple[str, ...]
    """What is damaged; empty when the server knows of nothing."""
    version: int
    """The format of the database, 0 for an empty one."""
    pending: tuple[int, ...]
    """The formats that this version of the bot will bring it to."""
    newest_known: int
    """The newest format that this version of the bot knows."""
    needed_version: int
    """The oldest format whose bots can run on it as it is; 0 when it is no newer than this bot."""
    bytes: int
    clock_offset: float
    """Seconds that the clock of the server is ahead of this computer's."""
    parts: PartHolding


def inspect_server(url: PostgresUrl) -> ServerInspection:
    """Read the database at `url`. Raises DatabaseError."""
    try:
        with psycopg.connect(
            url.secret_text, autocommit=True, connect_timeout=_CONNECT_TIMEOUT_S
        ) as connection:
            register_types(connection.adapters)
            return _inspect(connection)
    except psycopg.Error as error:
        raise translate_error(error, url, is_lost=False) from None


def _inspect(connection: psycopg.Connection[Any]) -> ServerInspection:
    known, applied = list_versions(), _read_versions(connection)
    damage = connection.execute(_DAMAGE).fetchall()
    size = connection.execute("SELECT pg_database_size(current_database())").fetchall()
    return ServerInspection(
        server_version=connection.info.parameter_status("server_version") or "",
        damage=tuple(text for (text,) in damage),
        version=max(applied, default=0),
        pending=tuple(version for version in known if version not in applied),
        newest_known=max(known, default=0),
        needed_version=_read_needed_version(connection, max(applied, default=0), max(known)),
        bytes=size[0][0],
        clock_offset=_measure_clock_offset(connection),
        parts=_read_parts(connection),
    )


def _read_versions(connection: psycopg.Connection[Any]) -> set[int]:
    if connection.execute("SELECT to_regclass('migration')").fetchall() == [(None,)]:
        return set()
    return {version for (version,) in connection.execute("SELECT version FROM migration")}


def _read_needed_version(connection: psycopg.Connection[Any], version: int, newest: int) -> int:
    if version <= newest:
        return 0
    query = translate_placeholders(NEEDED_VERSION).encode()
    return connection.execute(query, (newest,)).fetchall()[0][0]


def _read_parts(connection: psycopg.Connection[Any]) -> PartHolding:
    if connection.execute("SELECT to_regclass('sharding')").fetchall() == [(None,)]:
        return PartHolding(0, {}, 0)
    counts = connection.execute("SELECT part_count FROM sharding").fetchall()
    holders = connection.execute(_HOLDERS.encode()).fetchall()
    standbys = connection.execute(COUNT_STANDBYS.encode()).fetchall()
    return PartHolding(
        counts[0][0] if counts else 0,
        {part: name.removeprefix(f"{PROCESS_NAME} ") for part, name in holders},
        standbys[0][0],
    )


def _measure_clock_offset(connection: psycopg.Connection[Any]) -> float:
    began = time.time()
    rows = connection.execute("SELECT extract(epoch FROM clock_timestamp())").fetchall()
    return float(rows[0][0]) - (began + time.time()) / 2
