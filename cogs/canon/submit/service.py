"""One member's drafts, carried from what was typed to a proposal."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, NamedTuple

import discord

from bot.messaging.sending import TROUBLE
from bot.messaging.timeouts import within
from bot.ui.citations import source_line
from bot.ui.name_search import Choices
from cogs.canon.proposals.drafts import Draft, QuoteDraft
from cogs.canon.proposals.notes import notes_of
from cogs.canon.proposals.preview import preview_of
from cogs.canon.proposals.similar_entries import Shelf, Shelves
from cogs.canon.proposals.similarity import Likeness
from cogs.canon.review.queue import fingerprint
from cogs.canon.review.service import Desk, Reviewer, draft_of
from cogs.canon.submit.cards import Outlook, above, notes
from cogs.canon.submit.forms import writing_form
from cogs.canon.submit.parser import Known, Reading, read_fields
from cogs.canon.submit.prefill import typed_of
from cogs.canon.submit.quota import DAY_S, FullError, why_not
from storage.proposals.drafts import StoredDraft
from storage.proposals.proposals import ProposalState

if TYPE_CHECKING:
    from bot.client import FanBot
    from bot.ui.card import Card

log = logging.getLogger(__name__)

COG = "Adding to the canon"
PATIENCE_S = 1.0
"""How long somebody waits for their card while the platform looks up a member."""


class Preview(NamedTuple):
    """A draft as it will look, between what to know about it."""

    card: Card
    above: str
    notes: list[str]
    may_be_sent: bool


class AddDesk:
    """What one member of a server writes, at one moment."""

    def __init__(self, bot: FanBot, shelves: Shelves, guild: discord.Guild, member_id: int) -> None:
        self.bot = bot
        self.guild = guild
        self.member_id = member_id
        self.at = int(bot.clock().timestamp())
        self._shelves = shelves

    async def begin(
        self, draft_id: int, kind: str, typed: dict[str, str], amends: int = 0
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
            amends,
            self.at,
        )
        await self.bot.store.drafts.create(draft)
        return draft

    async def begin_edit(self, draft_id: int, number: int) -> StoredDraft | None:
        """Keep a draft that will change a waiting proposal; None when that cannot be done."""
        proposal = await self.bot.store.proposals.get(self.guild.id, number)
        draft = draft_of(proposal) if proposal else None
        if proposal is None or draft is None or proposal.state is not ProposalState.AWAITING_REVIEW:
            return None
        return await self.begin(draft_id, *typed_of(draft), amends=number)

    async def get(self, draft_id: int) -> StoredDraft | None:
        """A draft of this member's in this server."""
        return await self.bot.store.drafts.get(self.guild.id, self.member_id, draft_id)

    async def why_not(self) -> str | None:
        """Why the member may add nothing now; None when they may."""
        settings = await self.bot.store.guild_settings.get(self.guild.id)
        proposals = self.bot.store.proposals
        times = await proposals.list_creation_times(self.guild.id, self.member_id, self.at - DAY_S)
        return why_not(
            times,
            await proposals.count_open(self.guild.id),
            a_day=settings.entries_a_day,
            most_waiting=settings.entries_waiting,
            now=self.at,
        )

    async def shelf(self) -> Shelf:
        """What is on record here."""
        return await self._shelves.of(self.guild.id)

    async def known(self) -> Known:
        """What drafts are read against here."""
        shelf = await self.shelf()
        return Known(
            self.bot.today(),
            {topic.slug: topic.name for topic in self.bot.manifest.topics},
            await self.bot.store.canon.for_guild(self.guild.id).get_people(),
            shelf.sources,
            self.bot.judge_answer,
        )

    async def read(self, stored: StoredDraft) -> Reading:
        """What its fields make."""
        return read_fields(stored.kind, stored.typed, await self.known())

    async def preview(self, stored: StoredDraft, draft: Draft, outlook: Outlook) -> Preview:
        """How it will look, and everything to know before it is sent."""
        written = draft.written(stored.amended_number)
        problems = await self._desk.problems(written)
        likenesses = await self._shelves.alike(self.guild.id, draft, but=stored.amended_number)
        return Preview(
            await preview_of(self.bot, self.guild.id, written),
            above(likenesses, await self._links(likenesses)),
            [
                *await notes_of(self.bot, self.guild.id, written, problems),
                *notes(draft, outlook, await self._nearest(draft)),
            ],
            not problems,
        )

    async def asked_of(self, draft: Draft) -> int | None:
        """The member whose words it holds and who has to agree; None when nobody has to."""
        if not isinstance(draft, QuoteDraft) or draft.member_id in (None, self.member_id):
            return None
        try:
            await within(PATIENCE_S, self.guild.fetch_member(draft.member_id))
        except discord.NotFound:
            return None
        except TROUBLE as error:
            log.info(
                "server %d: taking user %d for a member: %r", self.guild.id, draft.member_id, error
            )
        return draft.member_id

    async def send(
        self, stored: StoredDraft, draft: Draft, asked_id: int | None, *, is_limited: bool
    ) -> int | None:
        """Make it a proposal; gives its number, None when it has been one. Raises FullError."""
        # Of two that are sent at the same moment only one takes the last place.
        async with self.bot.panel.turn(self.guild.id):
            if is_limited and (reason := await self.why_not()) is not None:
                raise FullError(reason)
            number = await self.bot.store.drafts.submit(
                stored, draft.kind, draft.model_dump_json(), self.at, asked_id
            )
        if number is not None:
            log.info(
                "server %d: %s proposal %d sent in by user %d",
                *(self.guild.id, draft.kind, number, self.member_id),
            )
        return number

    async def approve_own(self, number: int, draft: Draft) -> str:
        """Let a reviewer's own proposal count; gives sentences on what came of it."""
        return await self._desk.approve(number, fingerprint(draft.model_dump_json()))

    async def amend(self, stored: StoredDraft, draft: Draft) -> bool:
        """Let the proposal that `stored` amends say what it says; False when it is decided."""
        is_done = await self.bot.store.proposals.amend(
            self.guild.id, stored.amended_number, draft.model_dump_json()
        )
        await self.bot.store.drafts.delete(self.guild.id, self.member_id, stored.id)
        return is_done

    @property
    def _desk(self) -> Desk:
        return Desk(self.bot, Reviewer(self.guild, self.member_id))

    async def _links(self, likenesses: list[Likeness]) -> dict[str, str]:
        """Where the entries among these have it from, by their ids."""
        canon = self.bot.store.canon.for_guild(self.guild.id)
        lines: dict[str, str] = {}
        for one in likenesses:
            sources = await canon.get_sources(one.recorded.sources[:1])
            if sources:
                lines[one.recorded.entry_id] = source_line(sources, self.bot.today())
        return lines

    async def _nearest(self, draft: Draft) -> str | None:
        """A known name that a new one may be a misspelling of."""
        if not isinstance(draft, QuoteDraft) or draft.speaker_name is None or draft.member_id:
            return None
        people = await self.bot.store.canon.for_guild(self.guild.id).get_people()
        known = Choices({one.slug: (one.name, *one.aliases) for one in people.values()})
        slug = known.find(draft.speaker_name)
        return known.name(slug) if slug else None


def desk_of(interaction: discord.Interaction[FanBot]) -> AddDesk:
    """The desk of whoever asks, here and now."""
    assert interaction.guild is not None, "entries are added in servers only"
    cog: Any = interaction.client.get_cog(COG)
    shelves: Shelves = cog.shelves
    return AddDesk(interaction.client, shelves, interaction.guild, interaction.user.id)


async def open_form(
    interaction: discord.Interaction[FanBot], stored: StoredDraft, part: str
) -> None:
    """Show one of a draft's forms."""
    topics = {topic.slug: topic.name for topic in interaction.client.manifest.topics}
    await writing_form(stored.kind, part, stored.id, stored.typed, topics).open(interaction)
