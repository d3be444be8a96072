"""Brings a database on PostgreSQL to the newest numbered migration."""

from __future__ import annotations

from pathlib import Path

from storage.engines.postgres.session import Session
from storage.engines.postgres.translation import translate_types
from storage.migrate import MIGRATIONS_DIR, Migration, check_versions, load_migrations

MIGRATION_LOCK = 7_401
"""The advisory lock that the process holds which migrates."""
_BASELINE = "postgres/baseline.sql"
_QUEUE_TIMEOUT = "60s"
"""How long a process waits while another migrates."""
_IDLE_TIMEOUT = "15s"
"""After which the server ends the session of a process that was stopped between two migrations."""
_SET_TIMEOUTS = (
    "SELECT set_config('lock_timeout', ?, false), set_config('idle_session_timeout', ?, false)"
)
_LOCK_TIMEOUT = "5s"
"""How long a migration waits for a table, on which all others would have to wait behind it."""
_CREATE_TABLE = "CREATE TABLE migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL);"


async def migrate(session: Session, migrations_dir: Path = MIGRATIONS_DIR) -> None:
    """Apply every migration the database has not had, in order, each in one transaction.

    A new database begins with the baseline. Raises StorageError when the database has had a
    migration that this program cannot run on, LockedError when another process holds a table for
    too long.
    """
    known = load_migrations(migrations_dir, "postgres")
    if not await _list_missing(session, known):
        return
    [before] = await session.fetch(
        "SELECT current_setting('lock_timeout'), current_setting('idle_session_timeout')"
    )
    await session.fetch(_SET_TIMEOUTS, (_QUEUE_TIMEOUT, _IDLE_TIMEOUT))
    await session.fetch("SELECT pg_advisory_lock(?)", (MIGRATION_LOCK,))
    try:
        if not await _has_migrations(session):
            baseline = (migrations_dir / _BASELINE).read_text("utf-8")
            await _run(session, _CREATE_TABLE + baseline)
        for migration in await _list_missing(session, known):
            await _run(session, f"{migration.script};\n{migration.record};")
    finally:
        if not session.is_lost:
            await session.fetch("SELECT pg_advisory_unlock(?)", (MIGRATION_LOCK,))
            await session.fetch(_SET_TIMEOUTS, before)


async def _list_missing(session: Session, known: list[Migration]) -> list[Migration]:
    applied = await read_versions(session)
    await check_versions(applied, known, session.fetch)
    return [one for one in known if one.version not in applied]


async def read_versions(session: Session) -> set[int]:
    """Return the versions that the database has had, none for a new one."""
    if not await _has_migrations(session):
        return set()
    return {version for (version,) in await session.fetch("SELECT version FROM migration")}


async def _has_migrations(session: Session) -> bool:
    [(table,)] = await session.fetch("SELECT to_regclass('migration')")
    return table is not None


async def _run(session: Session, script: str) -> None:
    """Run a script in a transaction of its own; one that fails leaves nothing behind."""
    try:
        await session.run_script(
            f"BEGIN;\nSET LOCAL lock_timeout = '{_LOCK_TIMEOUT}';\n"
            f"{translate_types(script)}\nCOMMIT;"
        )
    except BaseException:
        if not session.is_lost:
            await session.run_script("ROLLBACK")
        raise
