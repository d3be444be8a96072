"""Everything storage offers, opened and closed together."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from storage.canon.guild_canon import Canon
from storage.canon.guild_entries import OwnEntries
from storage.canon.rotation import Draws
from storage.canon.timeline import Timeline
from storage.command_syncs import CommandSyncs
from storage.database import Database, refusing
from storage.guilds.membership import Servers
from storage.guilds.settings import ServerSettingsTable
from storage.guilds.time_zones import Zones
from storage.posts.post_log import Ledger
from storage.posts.schedules import Schedules
from storage.privacy.erasure import Forgetting
from storage.privacy.member_data import MemberData
from storage.proposals.announcements import Announcements
from storage.proposals.drafts import Drafts
from storage.proposals.proposals import Proposals
from storage.proposals.question_overrides import Mends
from storage.proposals.question_reports import Reports
from storage.trivia.daily import TriviaDaily
from storage.trivia.games import TriviaGames
from storage.trivia.questions import TriviaPool
from storage.trivia.scores import TriviaScores


@dataclass(frozen=True, slots=True)
class Store:
    """One open database and a repository for each noun in it."""

    database: Database
    canon: Canon
    own_entries: OwnEntries
    proposals: Proposals
    drafts: Drafts
    reports: Reports
    mends: Mends
    announcements: Announcements
    timeline: Timeline
    draws: Draws
    command_syncs: CommandSyncs
    schedules: Schedules
    ledger: Ledger
    zones: Zones
    server_settings: ServerSettingsTable
    trivia_games: TriviaGames
    trivia_pool: TriviaPool
    trivia_scores: TriviaScores
    trivia_daily: TriviaDaily
    servers: Servers
    member_data: MemberData
    forgetting: Forgetting

    @classmethod
    async def open(cls, path: Path, rng: random.Random) -> Self:
        """Open the database at `path`; raises StorageError with a sentence when it cannot."""
        database = await Database.open(path)
        settings = ServerSettingsTable(database)
        canon = Canon(database, settings)
        try:
            with refusing(path):
                await canon.find_owners()
        except BaseException:
            # Its threads would keep the process alive for good.
            await database.close()
            raise
        return cls(
            database=database,
            canon=canon,
            own_entries=OwnEntries(database, canon),
            proposals=Proposals(database, canon),
            drafts=Drafts(database),
            reports=Reports(database),
            mends=Mends(database, canon),
            announcements=Announcements(database),
            timeline=Timeline(database),
            draws=Draws(database, canon, rng),
            command_syncs=CommandSyncs(database),
            schedules=Schedules(database),
            ledger=Ledger(database),
            zones=Zones(database),
            server_settings=settings,
            trivia_games=TriviaGames(database),
            trivia_pool=TriviaPool(database),
            trivia_scores=TriviaScores(database),
            trivia_daily=TriviaDaily(database),
            servers=Servers(database, canon, settings),
            member_data=MemberData(database),
            forgetting=Forgetting(database, canon),
        )

    async def close(self) -> None:
        """Write what is still to be written and close the database."""
        await self.draws.flush()
        await self.database.close()
