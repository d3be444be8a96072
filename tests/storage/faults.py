"""A table that refuses to be written, as on a full disk."""

from __future__ import annotations

from storage.database import Database
from storage.engines.sqlite import SqliteDatabase

_SQLITE = (
    "CREATE TRIGGER fault BEFORE {} ON {} BEGIN SELECT raise(ABORT, 'the disk is full'); END",
)
_POSTGRES = (
    "CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " RAISE EXCEPTION 'the disk is full' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER fault BEFORE {} ON {} FOR EACH ROW EXECUTE FUNCTION fault()",
)


async def refuse_writes(database: Database, operation: str, table: str) -> None:
    """Let each statement of an operation, such as UPDATE, fail with IntegrityError on a table."""
    statements = _SQLITE if isinstance(database, SqliteDatabase) else _POSTGRES
    async with database.transaction() as transaction:
        for statement in statements:
            await transaction.fetch(statement.format(operation, table))
