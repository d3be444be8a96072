"""Stores what items bring: a new proposal of a guild, or a further source of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.base import BotBase
from bot.fetching.feed_reader import ItemReader, MatchedItem, build_source
from bot.news import FIND_INTAKE, FindIntake
from seeds.feeds.findings import Finding
from seeds.feeds.matching import is_refused
from seeds.feeds.stories import STORY_SPAN, Story, is_same_story
from seeds.web_pages.article import Page
from storage.feeds.finds import ItemKeys, NewFind, StoredFind, StoryWords
from storage.feeds.rules import FindRule, RuleKind
from storage.feeds.subscriptions import Subscription
from storage.proposals.proposals import ProposalState

MAX_WAITING_OF_FEED = 10
"""Finds of one feed that may wait for review in one guild; further items wait in the feed."""
NO_PAGE = Page("")


class GuildOutcome(NamedTuple):
    """What one poll brought one guild."""

    finds: int = 0
    """New proposals, and further sources of proposals."""
    is_complete: bool = True
    """Whether nothing was left for a later poll."""


class FindRecorder:
    """Turns the items of one poll of one feed into finds; pages are fetched once for all guilds."""

    def __init__(self, bot: BotBase, reader: ItemReader, now: datetime) -> None:
        self._bot = bot
        self._reader = reader
        self._now = now
        self._pages: dict[str, Page] = {}

    async def record(
        self, subscription: Subscription, matched: Sequence[MatchedItem]
    ) -> GuildOutcome:
        """Store what is new to a guild among items that count for it."""
        intake = self._bot.resources.get(FIND_INTAKE)
        if intake is None or not matched:
            return GuildOutcome()
        guild_id, store = subscription.guild_id, self._bot.store
        keys = [ItemKeys(one.item.key, one.item.title_key) for one in matched]
        known = await store.finds.list_known(guild_id, keys)
        rules = await store.find_rules.list_for_guild(guild_id)
        new = [
            one
            for one, key in zip(matched, keys, strict=True)
            if key not in known and not _is_ruled_out(one, rules)
        ]
        finds = 0
        # The oldest first, so that reviewers read a story in its order.
        for one in reversed(new):
            if not await self._has_room(subscription):
                return GuildOutcome(finds, is_complete=False)
            finds += await self._record_item(intake, subscription, one)
        return GuildOutcome(finds)

    async def _has_room(self, subscription: Subscription) -> bool:
        guild_id, finds = subscription.guild_id, self._bot.store.finds
        settings = await self._bot.store.guild_settings.get(guild_id)
        # Half of the room is left to what members propose.
        return (
            await finds.count_waiting(guild_id, subscription.feed_id) < MAX_WAITING_OF_FEED
            and await finds.count_waiting(guild_id) < (settings.entries_waiting + 1) // 2
        )

    async def _record_item(
        self, intake: FindIntake, subscription: Subscription, found: MatchedItem
    ) -> bool:
        """Return whether a proposal was stored or got a further source."""
        guild_id, finds = subscription.guild_id, self._bot.store.finds
        new = NewFind(
            guild_id,
            subscription.feed_id,
            ItemKeys(found.item.key, found.item.title_key),
            found.item.link,
            StoryWords(*found.story),
            self._now,
        )
        stories = await finds.list_stories(guild_id, found.story.reported_at - STORY_SPAN)
        told = _find_same_story(found.story, stories)
        if told is not None:
            return await self._join(intake, subscription, found, new, told.number)
        finding = await self._read(subscription, found)
        body = await intake.build(guild_id, finding)
        if body is None:
            await finds.remember(new)
            return False
        return await finds.propose(new, *body) is not None

    async def _join(
        self,
        intake: FindIntake,
        subscription: Subscription,
        found: MatchedItem,
        new: NewFind,
        number: int,
    ) -> bool:
        """Add the item to the proposal of its story if that waits; else only remember the item."""
        store = self._bot.store
        proposal = await store.proposals.get(subscription.guild_id, number)
        if proposal is None:
            await store.finds.remember(new)
            return False
        body = proposal.body
        if proposal.state is ProposalState.AWAITING_REVIEW:
            source = build_source(found, NO_PAGE, subscription.title, self._now)
            finding = Finding(source, found.item.summary, self._now, found.match.words)
            body = intake.add_source(body, finding)
        is_stored = await store.finds.join(new, number, proposal.body, body)
        return is_stored and body != proposal.body

    async def _read(self, subscription: Subscription, found: MatchedItem) -> Finding:
        link = found.item.link
        if link not in self._pages:
            self._pages[link] = await self._reader.fetch_page(link)
        return await self._reader.read(
            found, self._pages[link], subscription.title, subscription.language, self._now
        )


def _is_ruled_out(found: MatchedItem, rules: Iterable[FindRule]) -> bool:
    listed = list(rules)
    if is_refused(found.match, [one.value for one in listed if one.kind is RuleKind.PEOPLE]):
        return True
    return any(
        is_same_story(found.story, _parse_story(one.value, found.story.reported_at))
        for one in listed
        if one.kind is RuleKind.STORY
    )


def _parse_story(value: str, reported_at: datetime) -> Story:
    return Story(frozenset(), frozenset(value.split()), reported_at)


def _find_same_story(story: Story, stored: Sequence[StoredFind]) -> StoredFind | None:
    return next((one for one in stored if is_same_story(story, Story(*one.story))), None)
