"""One member's drafts in one guild: stored, parsed, previewed, and submitted as proposals."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import NamedTuple

import discord

from bot.base import BotBase, Interaction
from bot.markdown import Markdown
from bot.messaging.sending import REQUEST_ERRORS
from bot.messaging.timeouts import wait_at_most
from bot.ui.card import Card
from bot.ui.citations import get_shown_sources, source_line
from bot.ui.name_search import NameIndex
from cogs.canon.drafts.base import DraftEntries
from cogs.canon.drafts.models import Draft, QuoteDraft, load_proposal_draft
from cogs.canon.permissions import get_guild
from cogs.canon.proposals.errors import (
    ConsentRefusedError,
    DraftNotFoundError,
    QueueFullError,
)
from cogs.canon.proposals.preview import build_preview_card, list_proposal_notes
from cogs.canon.proposals.similar_entries import (
    CanonIndex,
    build_canon_index,
    find_similar_entries,
)
from cogs.canon.proposals.similarity import SimilarityMatch
from cogs.canon.proposals.validation import find_entry_problems
from cogs.canon.submit.cards import format_preview_header, list_preview_notes
from cogs.canon.submit.forms import FormContent, build_draft_form
from cogs.canon.submit.parsing.fields import DraftContext
from cogs.canon.submit.parsing.parser import ParsedDraft, parse_fields
from cogs.canon.submit.parsing.promises import index_promises
from cogs.canon.submit.quota import QUOTA_PERIOD, check_quota
from seeds.promises.settling import OpenPromise
from storage.canon.guild_canon import GuildCanon
from storage.proposals.drafts import StoredDraft
from storage.proposals.proposals import ProposalState

log = logging.getLogger(__name__)

FETCH_MEMBER_TIMEOUT_S = 1.0
"""Seconds that the card waits for the look-up of the quoted member."""


class DraftPreview(NamedTuple):
    """The preview of a draft, with the header above it and the notes below."""

    card: Card
    above: Markdown
    notes: list[Markdown]
    can_submit: bool


class SubmissionService:
    """Creates, parses and submits drafts of one member of a guild."""

    def __init__(self, bot: BotBase, guild: discord.Guild, member_id: int) -> None:
        self.bot = bot
        self.guild = guild
        self.member_id = member_id
        self.now = bot.clock()

    @classmethod
    def from_interaction(cls, interaction: Interaction) -> SubmissionService:
        """Return the service for the member and guild of an interaction."""
        return cls(interaction.client, get_guild(interaction), interaction.user.id)

    @property
    def canon(self) -> GuildCanon:
        """The current canon of the guild."""
        return self.bot.store.canon.for_guild(self.guild.id)

    async def create_draft(
        self,
        draft_id: int,
        kind: str,
        typed: dict[str, str],
        *,
        amended_number: int = 0,
        revised_number: int = 0,
        base: str = "",
    ) -> StoredDraft:
        """Store and return a new draft; the parameters are those of `StoredDraft`."""
        member = typed.get("member_id")
        draft = StoredDraft(
            draft_id,
            self.guild.id,
            self.member_id,
            kind,
            typed,
            self.now,
            int(member) if member else None,
            amended_number,
            revised_number,
            base,
        )
        await self.bot.store.drafts.create(draft)
        return draft

    async def get_draft(self, draft_id: int) -> StoredDraft:
        """Return a draft of this member in this guild; raises DraftNotFoundError."""
        stored = await self.bot.store.drafts.get(self.guild.id, self.member_id, draft_id)
        if stored is None:
            raise DraftNotFoundError
        return stored

    async def check_quota(self) -> None:
        """Raise a QuotaExceededError when the member may make no further proposal now."""
        settings = await self.bot.store.guild_settings.get(self.guild.id)
        proposals = self.bot.store.proposals
        times = await proposals.list_creation_times(
            self.guild.id, self.member_id, self.now - QUOTA_PERIOD
        )
        check_quota(
            times,
            await proposals.count_open(self.guild.id),
            daily_limit=settings.entries_a_day,
            max_waiting=settings.entries_waiting,
            now=self.now,
        )

    async def get_index(self) -> CanonIndex:
        """Return the index of the guild's canon, which is built once for each state of it."""
        return await self.canon.derive(build_canon_index)

    async def parse(self, stored: StoredDraft) -> ParsedDraft:
        """Parse the fields of a draft; the result holds the draft or the problems."""
        index = await self.get_index()
        own_source_id = f"source.own-{stored.number}"
        context = DraftContext(
            await self.bot.today_in(self.guild.id),
            {topic.slug: topic.name for topic in self.canon.manifest.topics},
            {stage.slug: stage.name for stage in self.canon.manifest.stages},
            await self.canon.get_people(),
            # The source that approved entries brought along is revised with them: they cite no
            # other one, even if that has the same page.
            {} if own_source_id in index.sources else index.sources,
            await self.get_open_promises(stored),
        )
        return parse_fields(stored.kind, stored.typed, context)

    async def get_open_promises(self, stored: StoredDraft) -> dict[str, OpenPromise]:
        """Return the promises that a draft may settle, by the values of forms."""
        return index_promises(await self.canon.list_open_promises(f"event.own-{stored.number}"))

    async def build_preview(
        self, stored: StoredDraft, draft: Draft, draft_entries: DraftEntries, outcome: Markdown
    ) -> DraftPreview:
        """Return the preview of a draft with notes on problems and similar entries.

        `outcome` is the sentence that says what saving does.
        """
        bot, guild_id = self.bot, self.guild.id
        problems = await find_entry_problems(bot, guild_id, draft_entries)
        matches = await find_similar_entries(bot.store, guild_id, draft, stored.number)
        notes = await list_proposal_notes(
            bot, guild_id, draft_entries, problems, how_to_settle="If it does, choose it below."
        )
        nearest_name = await self._find_nearest_name(draft)
        return DraftPreview(
            await build_preview_card(bot, guild_id, draft_entries),
            format_preview_header(matches, await self._get_source_lines(matches)),
            [*notes, *list_preview_notes(draft, nearest_name, outcome)],
            not problems,
        )

    async def find_member_to_ask(self, draft: Draft) -> int | None:
        """Return the member who has to agree to a quote; None when no consent is needed."""
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

    async def check_not_refused(self, draft: Draft, member_id: int) -> None:
        """Raise ConsentRefusedError when the member has refused this message before."""
        refused = await self.bot.store.proposals.list_refused_by_quoted(self.guild.id, member_id)
        links = [one.link for one in map(load_proposal_draft, refused) if one is not None]
        if draft.link in links:
            raise ConsentRefusedError(member_id)

    async def submit(
        self, stored: StoredDraft, draft: Draft, consent_member_id: int | None, *, is_limited: bool
    ) -> int:
        """Turn a draft into a proposal and return its number.

        Raises DraftNotFoundError when it was submitted before, and, if `is_limited`, a
        QuotaExceededError.
        """
        # One at a time: two concurrent submissions must not both take the last place.
        async with self.bot.guild_locks.get(self.guild.id):
            if is_limited:
                await self.check_quota()
            number = await self.bot.store.drafts.submit(
                stored,
                draft.kind,
                draft.model_dump_json(),
                self.now,
                consent_member_id,
                draft.quoted,
            )
        if number is None:
            raise DraftNotFoundError
        log.info(
            "server %d: %s proposal %d sent in by user %d",
            self.guild.id,
            draft.kind,
            number,
            self.member_id,
        )
        return number

    async def resubmit(self, number: int) -> bool:
        """Let a proposal that its author has withdrawn wait again; False when it cannot.

        Raises a QuotaExceededError when too many wait.
        """
        proposals = self.bot.store.proposals
        proposal = await proposals.get(self.guild.id, number)
        if (
            proposal is None
            or self.member_id != proposal.author_id
            or self.member_id != proposal.decided_by
        ):
            return False
        async with self.bot.guild_locks.get(self.guild.id):
            settings = await self.bot.store.guild_settings.get(self.guild.id)
            waiting = await proposals.count_open(self.guild.id)
            if waiting >= settings.entries_waiting:
                raise QueueFullError(waiting)
            return await self.bot.store.proposal_reopening.reopen(
                self.guild.id, number, ProposalState.WITHDRAWN
            )

    async def _get_source_lines(self, matches: Sequence[SimilarityMatch]) -> dict[str, Markdown]:
        """Return the source line of the first source of each match, by the entry's id."""
        lines: dict[str, Markdown] = {}
        today = await self.bot.today_in(self.guild.id)
        for one in matches:
            sources = await get_shown_sources(self.bot.store, self.canon, one.candidate.sources[:1])
            if sources:
                lines[one.candidate.entry_id] = source_line(sources, today)
        return lines

    async def _find_nearest_name(self, draft: Draft) -> str | None:
        """Return the known name most similar to a new person's; None when there is none."""
        if not isinstance(draft, QuoteDraft) or draft.speaker_name is None or draft.member_id:
            return None
        people = await self.canon.get_people()
        if draft.speaker in people:
            return None
        known = NameIndex({one.slug: (one.name, *one.aliases) for one in people.values()})
        slug = known.find(draft.speaker_name)
        return known.get_name(slug) if slug else None


async def open_draft_form(interaction: Interaction, stored: StoredDraft, part: str) -> None:
    """Open the first ("a"), second ("b") or third form ("c") of a draft."""
    service = SubmissionService.from_interaction(interaction)
    promises = await service.get_open_promises(stored)
    content = FormContent(stored.typed, service.canon.manifest, promises)
    await build_draft_form(stored.kind, part, stored.id, content).open(interaction)
