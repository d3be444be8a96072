"""What all processes on a server agree on: how many parts and shards there are."""

from __future__ import annotations

from storage.database import Transaction
from storage.engines.postgres.database import PostgresDatabase
from storage.engines.postgres.parts.locks import IS_PART_LOCK
from storage.errors import StorageError


async def agree_on_parts(database: PostgresDatabase, part_count: int) -> None:
    """Store the number of parts, or compare it with that of the processes that run.

    Raises StorageError, with a sentence, when they use another.
    """
    # Most starts change nothing, and one that waited to be alone would hold up those that write.
    if (await _read(database))[0] == part_count:
        return
    async with database.transaction(alone=True) as transaction:
        kept, _ = await _read(transaction)
        if kept == part_count:
            return
        if kept is not None and await _are_others_running(transaction):
            raise StorageError(
                f"The processes that run on this database split the shards in {kept} parts, and "
                f"BOT_PARTS is {part_count}: use {kept}, or stop them all first."
            )
        await transaction.fetch(
            "INSERT INTO sharding (id, part_count) VALUES (1, ?)"
            " ON CONFLICT (id) DO UPDATE SET part_count = excluded.part_count",
            (part_count,),
        )


async def agree_on_shards(
    database: PostgresDatabase, part_count: int, wanted: int | None, recommended: int
) -> int:
    """Return how many shards there are in all, and store it.

    That is `wanted` if given; else the stored number, and for one part or the first time
    `recommended`, but one for each part at least. Raises StorageError, with a sentence, when
    processes that run use another number.
    """

    def choose(kept: int | None) -> int:
        usable = kept if kept is not None and kept >= part_count > 1 else None
        return wanted or usable or max(recommended, part_count)

    _, kept = await _read(database)
    if kept == (count := choose(kept)):
        return count
    async with database.transaction(alone=True) as transaction:
        _, kept = await _read(transaction)
        if kept == (count := choose(kept)):
            return count
        if kept is not None and await _are_others_running(transaction):
            raise StorageError(
                f"The processes that run on this database have {kept} shards, and BOT_SHARDS is "
                f"{count}: use {kept}, or stop them all first."
            )
        await transaction.fetch("UPDATE sharding SET shard_count = ? WHERE id = 1", (count,))
    return count


async def _read(source: PostgresDatabase | Transaction) -> tuple[int | None, int | None]:
    """Return how many parts and shards are stored, None for a number that is not."""
    rows = await source.fetch("SELECT part_count, shard_count FROM sharding")
    return rows[0] if rows else (None, None)


async def _are_others_running(transaction: Transaction) -> bool:
    return bool(
        await transaction.fetch(
            f"SELECT 1 FROM pg_locks l WHERE {IS_PART_LOCK} AND l.pid <> pg_backend_pid() LIMIT 1"
        )
    )
