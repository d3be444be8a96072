"""What a reviewer decides about a proposal, carried out: what counts, who is told, what is news."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, NamedTuple

import discord
from pydantic import ValidationError

from bot.base import BotBase
from bot.messaging.sending import REQUEST_ERRORS
from bot.ui.text import clip, escape
from cogs.canon.announce.cog import announce_now
from cogs.canon.announce.post import is_news
from cogs.canon.proposals.cards import format_stale_notice, mention
from cogs.canon.proposals.drafts import Draft, DraftEntries, NewPerson, load_draft
from cogs.canon.proposals.name_conflicts import disambiguate_people, find_name_conflicts
from cogs.canon.proposals.preview import get_main_entry
from cogs.canon.proposals.summary import get_headline
from cogs.canon.review.queue import build_fingerprint
from seeds.checks import LocatedEntry, find_pack_problems
from seeds.pack import Person
from seeds.schema import Source, Status
from storage.canon.guild_entries import GuildPerson, NewEntries
from storage.proposals.proposals import Proposal
from storage.proposals.question_reports import REPORT_KIND

if TYPE_CHECKING:
    from storage.canon.guild_canon import GuildCanon

log = logging.getLogger(__name__)

UNREADABLE = "It cannot be read any more, so it cannot count: decline it."
MAX_HEADLINE = 100


class Reviewer(NamedTuple):
    """Who decides, and where."""

    guild: discord.Guild
    member_id: int


class _Approval(NamedTuple):
    """What counts from now on, and where that is announced, or why it is not."""

    proposal: Proposal
    draft_entries: DraftEntries
    channel_id: int | None
    not_announced_reason: str


class ReviewService:
    """Decisions of one reviewer at one moment. Each gives sentences on what came of it."""

    def __init__(self, bot: BotBase, reviewer: Reviewer) -> None:
        self.bot = bot
        self.guild = reviewer.guild
        self.reviewer_id = reviewer.member_id
        self.timestamp = int(bot.clock().timestamp())

    async def approve(self, number: int, seen_fingerprint: str) -> str:
        """Let a proposal count, if it still says what the reviewer has seen."""
        # One at a time: whom it names and what it is news to depends on what counts already.
        async with self.bot.guild_locks.get(self.guild.id):
            approval = await self._approve(number, seen_fingerprint)
        return approval if isinstance(approval, str) else await self._notify(approval)

    async def _approve(self, number: int, seen_fingerprint: str) -> _Approval | str:
        """Let it count; a sentence when it cannot."""
        proposal = await self.get_proposal(number)
        if proposal is None or build_fingerprint(proposal.body) != seen_fingerprint:
            return format_stale_notice(proposal, self.reviewer_id)
        draft_entries = await self.build_entries(proposal)
        if draft_entries is None:
            return UNREADABLE
        problems = await self.find_entry_problems(draft_entries)
        if problems:
            return f"It cannot count as it stands: {problems[0]}. Edit it first, or decline it."
        channel_id, not_announced_reason = await self._find_news_channel(draft_entries)
        is_done = await self.bot.store.proposals.approve(
            self.guild.id,
            number,
            self.reviewer_id,
            self.timestamp,
            NewEntries(
                draft_entries.entries, [GuildPerson(*person) for person in draft_entries.people]
            ),
            expected_body=proposal.body,
            news_channel_id=channel_id,
        )
        if not is_done:
            return format_stale_notice(await self.get_proposal(number), self.reviewer_id)
        return _Approval(proposal, draft_entries, channel_id, not_announced_reason)

    async def _notify(self, approval: _Approval) -> str:
        """Tell the author and announce it; gives sentences on what came of it."""
        proposal, draft_entries, channel_id, announcement_text = approval
        self._log_decision(proposal, "approved")
        description = _describe_proposal(proposal, draft_entries)
        author_notice = await self._notify_author(
            proposal, f"{description} was approved: it counts from now on. Thank you!"
        )
        if channel_id is not None:
            await announce_now(self.bot, self.guild.id)
            announcement_text = await self._describe_announcement(
                get_main_entry(draft_entries).id, channel_id
            )
        return " ".join(
            part for part in (f"Approved: {description}.", author_notice, announcement_text) if part
        )

    async def _find_news_channel(self, draft_entries: DraftEntries) -> tuple[int | None, str]:
        """Where to announce what was written; without that, why it is not announced."""
        status = get_main_entry(draft_entries)
        if not isinstance(status, Status):
            return None, ""
        channel_id = (await self.bot.store.guild_settings.get(self.guild.id)).news_channel_id
        if channel_id is None:
            return None, "No news channel is set, so it is not announced."
        current = next(iter(await self._guild_canon.list_statuses()), None)
        if not is_news(status, current):
            return None, "It is older than what /status shows, so it is no news to announce."
        return channel_id, ""

    async def _describe_announcement(self, entry_id: str, channel_id: int) -> str:
        outcome = await self.bot.store.announcements.get_outcome(self.guild.id, entry_id)
        state, reason = outcome or ("", "")
        where = f"<#{channel_id}>"
        if state == "sent":
            return f"Announced in {where}."
        why = f" ({escape(reason)})" if reason else ""
        if state == "failed":
            return f"It could not be announced in {where}{why}."
        return f"It is not announced in {where} yet{why}: I keep trying for a day."

    async def decline(self, number: int, reason: str) -> str:
        """Say no, and why."""
        proposal = await self.get_proposal(number)
        is_done = await self.bot.store.proposals.decline(
            self.guild.id, number, self.reviewer_id, self.timestamp, reason
        )
        if proposal is None or not is_done:
            return format_stale_notice(await self.get_proposal(number), self.reviewer_id)
        self._log_decision(proposal, "declined")
        description = _describe_proposal(proposal, await self.build_entries(proposal))
        retry_hint = "" if proposal.kind == REPORT_KIND else " Mend that and send it again."
        author_notice = await self._notify_author(
            proposal, f"{description} was declined: {escape(_with_full_stop(reason))}{retry_hint}"
        )
        return " ".join(part for part in (f"Declined: {description}.", author_notice) if part)

    async def notify_reporter(self, proposal: Proposal, sentence: str) -> str:
        """Tell who reported a question what came of it."""
        self._log_decision(proposal, "settled")
        return await self._notify_author(proposal, sentence)

    async def _notify_author(self, proposal: Proposal, sentence: str) -> str:
        """Tell the author in private; gives what the reviewer should know about that."""
        if proposal.author_id in (0, self.reviewer_id):
            return ""
        try:
            dm_channel = await self.bot.create_dm(discord.Object(proposal.author_id))
            await dm_channel.send(f"**{escape(self.guild.name)}**: {sentence}")
        except REQUEST_ERRORS as error:
            log.info("user %d could not be told: %r", proposal.author_id, error)
            who = mention(proposal.author_id)
            return f"{who} takes no direct messages from me, so nobody could tell them."
        return ""

    async def build_entries(self, proposal: Proposal) -> DraftEntries | None:
        """What a proposal adds, its people told apart from those known; None if unreadable."""
        draft = load_proposal_draft(proposal)
        if draft is None:
            return None
        draft_entries = draft.to_entries(proposal.number)
        return disambiguate_people(
            draft_entries, await self._guild_canon.get_people(), await self._get_member_ids()
        )

    async def find_entry_problems(self, draft_entries: DraftEntries) -> list[str]:
        """What keeps the entries from counting, in words."""
        canon = self._guild_canon
        own_ids = {entry.id for entry in draft_entries.entries}
        cited_ids = [name for entry in draft_entries.entries for name in entry.references]
        cited_sources = await canon.get_sources(name for name in cited_ids if name not in own_ids)
        known_people = await canon.get_people()
        people = {**known_people, **{p.slug: _to_person(p) for p in draft_entries.people}}
        manifest = self.bot.manifest.model_copy(update={"people": tuple(people.values())})
        located = [LocatedEntry("", entry) for entry in (*draft_entries.entries, *cited_sources)]
        stored_ids = {source.id for source in cited_sources} - own_ids
        return [
            *map(escape, find_name_conflicts(draft_entries, known_people)),
            *(
                escape(problem.message)
                for problem in find_pack_problems(
                    located,
                    manifest,
                    _list_indirect_references(cited_sources),
                    manifest_file="this server's canon",
                )
                if problem.entry not in stored_ids
            ),
        ]

    async def _get_member_ids(self) -> dict[str, int | None]:
        people = await self.bot.store.guild_entries.list_people(self.guild.id)
        return {person.slug: person.member_id for person in people}

    @property
    def _guild_canon(self) -> GuildCanon:
        return self.bot.store.canon.for_guild(self.guild.id)

    async def get_proposal(self, number: int) -> Proposal | None:
        """A proposal of this server."""
        return await self.bot.store.proposals.get(self.guild.id, number)

    def _log_decision(self, proposal: Proposal, action: str) -> None:
        own_suffix = ", their own" if proposal.author_id == self.reviewer_id else ""
        log.info(
            "server %d: %s proposal %d%s by user %d",
            *(self.guild.id, action, proposal.number, own_suffix, self.reviewer_id),
        )


def load_proposal_draft(proposal: Proposal) -> Draft | None:
    """What was proposed; None when a later version of the bot asks for more than it says."""
    try:
        return load_draft(proposal.body)
    except ValidationError:
        return None


def _to_person(person: NewPerson) -> Person:
    return Person(slug=person.slug, name=person.name)


def _list_indirect_references(known: list[Source]) -> set[str]:
    """What cited sources lean on in turn: it was checked when they came in."""
    return {name for source in known for name in source.references}


def _with_full_stop(reason: str) -> str:
    """As a sentence, whatever it ends with."""
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."


def _describe_proposal(proposal: Proposal, draft_entries: DraftEntries | None) -> str:
    """ "news “Cameras roll”", for whoever made it and whoever decides."""
    if proposal.kind == REPORT_KIND:
        return "the report of a question"
    if draft_entries is None:
        return f"{proposal.kind}, proposal {proposal.number}"
    headline = clip(get_headline(get_main_entry(draft_entries)), MAX_HEADLINE)
    return f"{proposal.kind} “{escape(headline)}”"
