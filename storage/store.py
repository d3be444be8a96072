"""Everything storage offers, opened and closed together."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from storage.canon import Canon
from storage.command_syncs import CommandSyncs
from storage.database import Database
from storage.draws import Draws
from storage.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Store:
    """One open database and a repository for each noun in it."""

    database: Database
    canon: Canon
    timeline: Timeline
    draws: Draws
    command_syncs: CommandSyncs

    @classmethod
    async def open(cls, path: Path, rng: random.Random) -> Self:
        """Open the database at `path`; raises StorageError with a sentence when it cannot."""
        database = await Database.open(path)
        return cls(
            database=database,
            canon=Canon(database),
            timeline=Timeline(database),
            draws=Draws(database, rng),
            command_syncs=CommandSyncs(database),
        )

    async def close(self) -> None:
        """Close the database."""
        await self.database.close()
