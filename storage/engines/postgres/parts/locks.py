"""The advisory locks of parts, and when the server was started that knows of them."""

from __future__ import annotations

from storage.engines.postgres.database import PostgresDatabase
from storage.engines.postgres.session import Session

PART_LOCK = 7_403
"""The class of the advisory locks; the part is the second number."""
IS_PART_LOCK = (
    f"l.locktype = 'advisory' AND l.classid = {PART_LOCK} AND l.objsubid = 2 AND l.granted"
    " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
"""An SQL condition on `pg_locks l`, whose `objid` is a held part."""
PROCESS_NAME, STANDBY = "fan-community-bot", "standby"
"""What a session that writes says of its process, before what it is and its computer."""
COUNT_STANDBYS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    f" AND starts_with(application_name, '{PROCESS_NAME} {STANDBY}')"
)
"""Returns how many processes wait for a part."""
_END_TIMEOUT_MS = 2_000
_MICROSECONDS = "CAST(extract(epoch FROM {}) * 1000000 AS BIGINT)"


async def try_lock(session: Session, part: int) -> bool:
    """Lock a part for as long as the session lasts; return False when another session has it."""
    [(is_locked,)] = await session.fetch(
        f"SELECT pg_try_advisory_lock({PART_LOCK}, CAST(? AS INTEGER))", (part,)
    )
    return is_locked


async def list_held(session: Session) -> set[int]:
    """Return the parts that sessions hold."""
    rows = await session.fetch(
        f"SELECT CAST(l.objid AS BIGINT) FROM pg_locks l WHERE {IS_PART_LOCK}"
    )
    return {part for (part,) in rows}


async def has_standby(database: PostgresDatabase) -> bool:
    """Return whether a process waits for a part."""
    [(number,)] = await database.fetch(COUNT_STANDBYS)
    return number > 0


async def get_server_start(session: Session) -> int:
    """Return when the server was started, in microseconds of the epoch."""
    query = f"SELECT {_MICROSECONDS.format('pg_postmaster_start_time()')}"
    [(started_at,)] = await session.fetch(query)
    return started_at


async def get_backend(session: Session) -> tuple[int, int]:
    """Return the process id of the server's side of the session, and when that began."""
    [(pid, began_at)] = await session.fetch(
        f"SELECT pid, {_MICROSECONDS.format('backend_start')} FROM pg_stat_activity"
        " WHERE pid = pg_backend_pid()"
    )
    return pid, began_at


async def is_backend_busy(session: Session, backend: tuple[int, int]) -> bool:
    """Return whether another session of this user has a statement under way at the server."""
    return bool(
        await session.fetch(
            "SELECT 1 FROM pg_stat_activity WHERE pid = ? AND state = 'active'"
            " AND wait_event_type IS DISTINCT FROM 'Client'"
            f" AND {_MICROSECONDS.format('backend_start')} = ?",
            backend,
        )
    )


async def list_waits_for_client(session: Session) -> list[tuple[int, int, int]]:
    """Return the other sessions of the bot that wait for it and may block others.

    Those are the ones in the middle of a statement, and all that write: a process that runs sends
    something through them several times in a lease. Each is the process id of the server's side,
    when that began, and when the session last changed its state, in microseconds.
    """
    rows = await session.fetch(
        f"SELECT pid, {_MICROSECONDS.format('backend_start')},"
        f" {_MICROSECONDS.format('state_change')} FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND wait_event_type = 'Client'"
        " AND (starts_with(application_name, ?) OR state = 'active' AND application_name = ?)",
        (f"{PROCESS_NAME} ", PROCESS_NAME),
    )
    return [(pid, began_at, came_at) for pid, began_at, came_at in rows]


async def end_backend(session: Session, backend: tuple[int, int]) -> None:
    """End another session of this user if there still is one, and wait until it has ended."""
    await session.fetch(
        "SELECT pg_terminate_backend(pid, ?) FROM pg_stat_activity"
        f" WHERE pid = ? AND {_MICROSECONDS.format('backend_start')} = ?",
        (_END_TIMEOUT_MS, *backend),
    )
