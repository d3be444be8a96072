"""A database with two purses, and a gift from one to the other."""

from __future__ import annotations

import asyncio

from storage.database import Database


async def purses(database: Database) -> dict[str, int]:
    return dict(await database.fetch("SELECT owner, coins FROM purse"))


async def give(database: Database, coins: int, pauses: int = 0, *, alone: bool = False) -> None:
    """Hand coins from ida to per in two steps, going slowly in between."""
    async with database.transaction(alone=alone) as transaction:
        [(had,)] = await transaction.fetch("SELECT coins FROM purse WHERE owner = 'ida'")
        for _ in range(pauses):
            await asyncio.sleep(0)
        await transaction.fetch("UPDATE purse SET coins = ? WHERE owner = 'ida'", (had - coins,))
        for _ in range(pauses):
            await asyncio.sleep(0)
        await transaction.fetch("UPDATE purse SET coins = coins + ? WHERE owner = 'per'", (coins,))
        if coins % 5 == 0:
            raise ValueError("that is too round a sum")
