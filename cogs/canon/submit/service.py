"""One member's drafts, carried from what was typed to a proposal."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, NamedTuple

import discord

from bot.base import BotBase, Interaction
from bot.messaging.sending import REQUEST_ERRORS
from bot.messaging.timeouts import wait_at_most
from bot.ui.citations import source_line
from bot.ui.name_search import NameIndex
from cogs.canon.proposals.drafts import Draft, QuoteDraft
from cogs.canon.proposals.notes import list_proposal_notes
from cogs.canon.proposals.preview import build_preview_card
from cogs.canon.proposals.similar_entries import CanonIndex, CanonIndexCache
from cogs.canon.proposals.similarity import SimilarityMatch
from cogs.canon.review.queue import build_fingerprint
from cogs.canon.review.service import Reviewer, ReviewService, load_proposal_draft
from cogs.canon.submit.cards import SubmitPlan, format_preview_header, list_preview_notes
from cogs.canon.submit.forms import build_draft_form
from cogs.canon.submit.parser import DraftContext, ParsedDraft, parse_fields
from cogs.canon.submit.prefill import build_prefill
from cogs.canon.submit.quota import DAY_S, QuotaExceededError, quota_error
from storage.proposals.drafts import StoredDraft
from storage.proposals.proposals import ProposalState

if TYPE_CHECKING:
    from bot.ui.card import Card

log = logging.getLogger(__name__)

COG_NAME = "Adding to the canon"
FETCH_MEMBER_TIMEOUT_S = 1.0
"""How long somebody waits for their card while the platform looks up a member."""


class DraftPreview(NamedTuple):
    """A draft as it will look, between what to know about it."""

    card: Card
    above: str
    notes: list[str]
    can_submit: bool


class SubmissionService:
    """What one member of a server writes, at one moment."""

    def __init__(
        self, bot: BotBase, index_cache: CanonIndexCache, guild: discord.Guild, member_id: int
    ) -> None:
        self.bot = bot
        self.guild = guild
        self.member_id = member_id
        self.timestamp = int(bot.clock().timestamp())
        self._index_cache = index_cache

    async def create_draft(
        self, draft_id: int, kind: str, typed: dict[str, str], amended_number: int = 0
    ) -> StoredDraft:
        """Keep a new draft of this member."""
        member = typed.get("member_id")
        draft = StoredDraft(
            draft_id,
            self.guild.id,
            self.member_id,
            kind,
            typed,
            int(member) if member else None,
            amended_number,
            self.timestamp,
        )
        await self.bot.store.drafts.create(draft)
        return draft

    async def create_edit_draft(self, draft_id: int, number: int) -> StoredDraft | None:
        """Keep a draft that will change a waiting proposal; None when that cannot be done."""
        proposal = await self.bot.store.proposals.get(self.guild.id, number)
        draft = load_proposal_draft(proposal) if proposal else None
        if proposal is None or draft is None or proposal.state is not ProposalState.AWAITING_REVIEW:
            return None
        return await self.create_draft(draft_id, *build_prefill(draft), amended_number=number)

    async def get_draft(self, draft_id: int) -> StoredDraft | None:
        """A draft of this member's in this server."""
        return await self.bot.store.drafts.get(self.guild.id, self.member_id, draft_id)

    async def get_quota_error(self) -> str | None:
        """Why the member may add nothing now; None when they may."""
        settings = await self.bot.store.guild_settings.get(self.guild.id)
        proposals = self.bot.store.proposals
        times = await proposals.list_creation_times(
            self.guild.id, self.member_id, self.timestamp - DAY_S
        )
        return quota_error(
            times,
            await proposals.count_open(self.guild.id),
            daily_limit=settings.entries_a_day,
            max_waiting=settings.entries_waiting,
            now=self.timestamp,
        )

    async def get_index(self) -> CanonIndex:
        """What is on record here."""
        return await self._index_cache.get(self.guild.id)

    async def build_context(self) -> DraftContext:
        """What drafts are read against here."""
        index = await self.get_index()
        return DraftContext(
            self.bot.today(),
            {topic.slug: topic.name for topic in self.bot.manifest.topics},
            await self.bot.store.canon.for_guild(self.guild.id).get_people(),
            index.sources,
        )

    async def parse(self, stored: StoredDraft) -> ParsedDraft:
        """What its fields make."""
        return parse_fields(stored.kind, stored.typed, await self.build_context())

    async def build_preview(
        self, stored: StoredDraft, draft: Draft, plan: SubmitPlan
    ) -> DraftPreview:
        """How it will look, and everything to know before it is sent."""
        draft_entries = draft.to_entries(stored.amended_number)
        problems = await self._review_service.find_entry_problems(draft_entries)
        matches = await self._index_cache.find_similar(
            self.guild.id, draft, excluded_number=stored.amended_number
        )
        return DraftPreview(
            await build_preview_card(self.bot, self.guild.id, draft_entries),
            format_preview_header(matches, await self._get_source_lines(matches)),
            [
                *await list_proposal_notes(self.bot, self.guild.id, draft_entries, problems),
                *list_preview_notes(draft, plan, await self._find_nearest_name(draft)),
            ],
            not problems,
        )

    async def find_member_to_ask(self, draft: Draft) -> int | None:
        """The member whose words it holds and who has to agree; None when nobody has to."""
        if not isinstance(draft, QuoteDraft) or draft.member_id in (None, self.member_id):
            return None
        try:
            await wait_at_most(FETCH_MEMBER_TIMEOUT_S, self.guild.fetch_member(draft.member_id))
        except discord.NotFound:
            return None
        except REQUEST_ERRORS as error:
            log.info(
                "server %d: taking user %d for a member: %r", self.guild.id, draft.member_id, error
            )
        return draft.member_id

    async def submit(
        self, stored: StoredDraft, draft: Draft, consent_member_id: int | None, *, is_limited: bool
    ) -> int | None:
        """Make it a proposal; gives its number, None when it has been one. Raises FullError."""
        # Of two that are sent at the same moment only one takes the last place.
        async with self.bot.guild_locks.get(self.guild.id):
            if is_limited and (reason := await self.get_quota_error()) is not None:
                raise QuotaExceededError(reason)
            number = await self.bot.store.drafts.submit(
                stored, draft.kind, draft.model_dump_json(), self.timestamp, consent_member_id
            )
        if number is not None:
            log.info(
                "server %d: %s proposal %d sent in by user %d",
                *(self.guild.id, draft.kind, number, self.member_id),
            )
        return number

    async def approve_own(self, number: int, draft: Draft) -> str:
        """Let a reviewer's own proposal count; gives sentences on what came of it."""
        return await self._review_service.approve(
            number, build_fingerprint(draft.model_dump_json())
        )

    async def amend(self, stored: StoredDraft, draft: Draft) -> bool:
        """Let the proposal that `stored` amends say what it says; False when it is decided."""
        is_done = await self.bot.store.proposals.amend(
            self.guild.id, stored.amended_number, draft.model_dump_json()
        )
        await self.bot.store.drafts.delete(self.guild.id, self.member_id, stored.id)
        return is_done

    @property
    def _review_service(self) -> ReviewService:
        return ReviewService(self.bot, Reviewer(self.guild, self.member_id))

    async def _get_source_lines(self, matches: list[SimilarityMatch]) -> dict[str, str]:
        """Where the entries among these have it from, by their ids."""
        canon = self.bot.store.canon.for_guild(self.guild.id)
        lines: dict[str, str] = {}
        for one in matches:
            sources = await canon.get_sources(one.candidate.sources[:1])
            if sources:
                lines[one.candidate.entry_id] = source_line(sources, self.bot.today())
        return lines

    async def _find_nearest_name(self, draft: Draft) -> str | None:
        """A known name that a new one may be a misspelling of."""
        if not isinstance(draft, QuoteDraft) or draft.speaker_name is None or draft.member_id:
            return None
        people = await self.bot.store.canon.for_guild(self.guild.id).get_people()
        known = NameIndex({one.slug: (one.name, *one.aliases) for one in people.values()})
        slug = known.find(draft.speaker_name)
        return known.get_name(slug) if slug else None


def get_submission_service(interaction: Interaction) -> SubmissionService:
    """The desk of whoever asks, here and now."""
    assert interaction.guild is not None, "entries are added in servers only"
    cog: Any = interaction.client.get_cog(COG_NAME)
    index_cache: CanonIndexCache = cog.index_cache
    return SubmissionService(
        interaction.client, index_cache, interaction.guild, interaction.user.id
    )


async def open_draft_form(interaction: Interaction, stored: StoredDraft, part: str) -> None:
    """Show one of a draft's forms."""
    topics = {topic.slug: topic.name for topic in interaction.client.manifest.topics}
    await build_draft_form(stored.kind, part, stored.id, stored.typed, topics).open(interaction)
