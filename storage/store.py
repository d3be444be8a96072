"""The open database and its repositories."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Self

from storage.canon.canon import Canon
from storage.canon.entry_rotation import EntryRotation
from storage.canon.guild_entries import GuildEntries
from storage.canon.timeline import Timeline
from storage.command_syncs import CommandSyncs
from storage.database import Database
from storage.engines.location import DatabaseLocation
from storage.engines.opening import open_database, open_to_read
from storage.feeds.feeds import Feeds
from storage.feeds.finds import Finds
from storage.feeds.rules import FindRules
from storage.feeds.subscriptions import Subscriptions
from storage.guilds.membership import GuildMembership
from storage.guilds.settings import GuildSettingsTable
from storage.handled_interactions import HandledInteractions
from storage.outbox import Outbox
from storage.owner_notices import OwnerNotices
from storage.posts.overdue import OverduePosts
from storage.posts.post_log import PostLog
from storage.posts.publications import Publications
from storage.posts.scheduled_events import EventCalendars, ScheduledEvents
from storage.posts.schedules import Schedules
from storage.posts.status_cards import StatusCards
from storage.privacy.erasure import MemberErasure
from storage.privacy.member_data import MemberData
from storage.proposals.announcements import Announcements
from storage.proposals.drafts import Drafts
from storage.proposals.proposals import Proposals
from storage.proposals.question_overrides import QuestionOverrides
from storage.proposals.question_reports import QuestionReports
from storage.proposals.reopening import ProposalReopening
from storage.proposals.review_notices import ReviewNotices
from storage.trivia.daily import TriviaDaily
from storage.trivia.games import TriviaGames
from storage.trivia.lists import TriviaLists
from storage.trivia.questions import TriviaQuestions
from storage.trivia.scores import TriviaScores
from storage.trivia.years import PlayedYears


@dataclass(frozen=True, slots=True)
class Store:
    """One open database, and a repository for each kind of data in it."""

    database: Database
    canon: Canon
    guild_entries: GuildEntries
    proposals: Proposals
    drafts: Drafts
    question_reports: QuestionReports
    question_overrides: QuestionOverrides
    announcements: Announcements
    feeds: Feeds
    subscriptions: Subscriptions
    finds: Finds
    find_rules: FindRules
    review_notices: ReviewNotices
    proposal_reopening: ProposalReopening
    timeline: Timeline
    rotation: EntryRotation
    command_syncs: CommandSyncs
    handled_interactions: HandledInteractions
    outbox: Outbox
    owner_notices: OwnerNotices
    schedules: Schedules
    post_log: PostLog
    overdue_posts: OverduePosts
    publications: Publications
    event_calendars: EventCalendars
    scheduled_events: ScheduledEvents
    status_cards: StatusCards
    guild_settings: GuildSettingsTable
    trivia_games: TriviaGames
    trivia_questions: TriviaQuestions
    trivia_lists: TriviaLists
    trivia_scores: TriviaScores
    played_years: PlayedYears
    trivia_daily: TriviaDaily
    membership: GuildMembership
    member_data: MemberData
    member_erasure: MemberErasure

    @classmethod
    async def open(
        cls, location: DatabaseLocation, rng: random.Random, *, is_read_only: bool = False
    ) -> Self:
        """Open the database at `location`, as it is and for reading only if `is_read_only`.

        Raises StorageError, with a sentence, when it cannot.
        """
        database = await (open_to_read if is_read_only else open_database)(location)
        canon = Canon(database)
        try:
            with database.explain_errors():
                await canon.load()
        except BaseException:
            # The threads of an open database would keep the process alive.
            await database.close()
            raise
        settings = GuildSettingsTable(database)
        return cls(
            database=database,
            canon=canon,
            guild_entries=GuildEntries(database),
            proposals=Proposals(database),
            drafts=Drafts(database),
            question_reports=QuestionReports(database),
            question_overrides=QuestionOverrides(database),
            announcements=Announcements(database),
            feeds=Feeds(database),
            subscriptions=Subscriptions(database),
            finds=Finds(database),
            find_rules=FindRules(database),
            review_notices=ReviewNotices(database),
            proposal_reopening=ProposalReopening(database),
            timeline=Timeline(database, canon),
            rotation=EntryRotation(database, canon, rng),
            command_syncs=CommandSyncs(database),
            handled_interactions=HandledInteractions(database),
            outbox=Outbox(database),
            owner_notices=OwnerNotices(database),
            schedules=Schedules(database, settings),
            post_log=PostLog(database),
            overdue_posts=OverduePosts(database),
            publications=Publications(database),
            event_calendars=EventCalendars(database),
            scheduled_events=ScheduledEvents(database),
            status_cards=StatusCards(database),
            guild_settings=settings,
            trivia_games=TriviaGames(database),
            trivia_questions=TriviaQuestions(database),
            trivia_lists=TriviaLists(database),
            trivia_scores=TriviaScores(database),
            played_years=PlayedYears(database),
            trivia_daily=TriviaDaily(database),
            membership=GuildMembership(database),
            member_data=MemberData(database),
            member_erasure=MemberErasure(database),
        )

    async def forget(self) -> None:
        """Drop what is cached, as others may have changed anything. Raises DatabaseError."""
        self.guild_settings.invalidate_all()
        self.rotation.invalidate_all()
        await self.canon.load()

    async def close(self) -> None:
        """Write what is still in memory, then close the database."""
        await self.rotation.flush()
        await self.database.close()
