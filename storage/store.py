"""Everything storage offers, opened and closed together."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from seeds.schema import Pack
from storage.canon import Canon
from storage.command_syncs import CommandSyncs
from storage.database import Database
from storage.draws import Draws
from storage.ledger import Ledger
from storage.loading import LoadReport
from storage.schedules import Schedules
from storage.timeline import Timeline
from storage.trivia_daily import TriviaDaily
from storage.trivia_games import TriviaGames
from storage.trivia_pool import TriviaPool
from storage.trivia_scores import TriviaScores
from storage.zones import Zones


@dataclass(frozen=True, slots=True)
class Store:
    """One open database and a repository for each noun in it."""

    database: Database
    canon: Canon
    timeline: Timeline
    draws: Draws
    command_syncs: CommandSyncs
    schedules: Schedules
    ledger: Ledger
    zones: Zones
    trivia_games: TriviaGames
    trivia_pool: TriviaPool
    trivia_scores: TriviaScores
    trivia_daily: TriviaDaily

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
            schedules=Schedules(database),
            ledger=Ledger(database),
            zones=Zones(database),
            trivia_games=TriviaGames(database),
            trivia_pool=TriviaPool(database),
            trivia_scores=TriviaScores(database),
            trivia_daily=TriviaDaily(database),
        )

    async def load(self, pack: Pack, digest: str, now: int) -> LoadReport:
        """Make the stored canon say what `pack` says; `now` is epoch seconds."""
        report = await self.canon.load(pack, digest, now)
        self.draws.forget_choices()
        return report

    async def close(self) -> None:
        """Write what is still to be written and close the database."""
        await self.draws.flush()
        await self.database.close()
