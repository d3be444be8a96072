"""The review queue: shows, opens for editing, and declines waiting proposals."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from bot.base import BotBase
from bot.markdown import Markdown, escape
from bot.ui.card import Card
from cogs.canon.drafts.models import load_proposal_draft
from cogs.canon.proposals.approval import (
    Reviewer,
    build_author_notice,
    log_decision,
    tell_author,
)
from cogs.canon.proposals.cards import QueuePosition, list_author_notes
from cogs.canon.proposals.errors import (
    ProposalNotEditableError,
    StaleProposalError,
    UnreadableProposalError,
)
from cogs.canon.proposals.preview import (
    build_preview_card,
    list_found_notes,
    list_proposal_notes,
    list_similarity_notes,
)
from cogs.canon.proposals.similar_entries import find_similar_entries
from cogs.canon.proposals.summary import describe_proposal
from cogs.canon.proposals.validation import build_entries, find_entry_problems
from cogs.canon.submit.prefill import build_prefill
from cogs.canon.submit.service import SubmissionService
from storage.proposals.drafts import StoredDraft
from storage.proposals.proposals import Decision, Proposal, ProposalState
from storage.proposals.question_reports import REPORT_KIND


class QueueItem(NamedTuple):
    """A waiting proposal, its position in the queue, and the numbers of its neighbours."""

    proposal: Proposal
    position: QueuePosition
    previous_number: int | None
    next_number: int | None


class ProposalReview(NamedTuple):
    """The preview of a proposal, and notes for the reviewer."""

    card: Card
    notes: list[Markdown]
    is_readable: bool


async def get_queue_item(bot: BotBase, guild_id: int, number: int) -> QueueItem | None:
    """Return the first waiting proposal from `number` on; after the last, the first of all.

    None when no proposal waits.
    """
    numbers = await bot.store.proposals.get_review_queue(guild_id)
    index = bisect_left(numbers, number) % len(numbers) if numbers else 0
    proposal = await bot.store.proposals.get(guild_id, numbers[index]) if numbers else None
    if proposal is None:
        return None
    return QueueItem(
        proposal,
        QueuePosition(index, len(numbers)),
        numbers[index - 1] if index > 0 else None,
        numbers[index + 1] if index + 1 < len(numbers) else None,
    )


async def build_proposal_review(
    bot: BotBase, proposal: Proposal, reviewer_id: int
) -> ProposalReview:
    """Return the preview of a proposal of entries, and notes for the reviewer."""
    author_notes = list(list_author_notes(proposal, reviewer_id))
    draft, guild_id = load_proposal_draft(proposal), proposal.guild_id
    if draft is None:
        card = Card("Unreadable", UnreadableProposalError().message)
        return ProposalReview(card, author_notes, is_readable=False)
    draft_entries = await build_entries(bot, guild_id, draft, proposal.number)
    problems = await find_entry_problems(bot, guild_id, draft_entries)
    matches = await find_similar_entries(bot.store, guild_id, draft, proposal.number)
    hint = "If it does, choose it with *Edit*."
    notes: list[Markdown] = [
        *list_similarity_notes(matches),
        *await list_proposal_notes(bot, guild_id, draft_entries, problems, how_to_settle=hint),
        *list_found_notes(draft),
        *author_notes,
    ]
    card = await build_preview_card(bot, guild_id, draft_entries)
    return ProposalReview(card, notes, is_readable=True)


async def create_amendment_draft(
    service: SubmissionService, draft_id: int, number: int
) -> StoredDraft:
    """Store a draft with the content of a waiting proposal, to amend it.

    Raises ProposalNotEditableError when it does not wait for review or cannot be read.
    """
    proposal = await service.bot.store.proposals.get(service.guild.id, number)
    draft = load_proposal_draft(proposal) if proposal else None
    if proposal is None or draft is None or proposal.state is not ProposalState.AWAITING_REVIEW:
        raise ProposalNotEditableError
    return await service.create_draft(draft_id, *build_prefill(draft), amended_number=number)


async def decline_proposal(bot: BotBase, reviewer: Reviewer, number: int, reason: str) -> Markdown:
    """Decline a proposal and tell its author why; return the notice for the reviewer.

    Raises StaleProposalError, changing nothing, when it does not wait for review.
    """
    proposals, guild_id = bot.store.proposals, reviewer.guild.id
    proposal = await proposals.get(guild_id, number)
    if proposal is None:
        raise StaleProposalError(None, reviewer.member_id)
    draft = load_proposal_draft(proposal)
    draft_entries = await build_entries(bot, guild_id, draft, number) if draft else None
    description = describe_proposal(proposal, draft_entries)
    retry_hint = "" if proposal.kind == REPORT_KIND else " You can fix that and send it again."
    text = f"{description} was declined: {escape(_with_full_stop(reason))}{retry_hint}"
    notice = build_author_notice(bot, reviewer, proposal, text)
    decision = Decision(guild_id, number, reviewer.member_id, bot.clock(), reason, notice)
    repository = bot.store.finds if proposal.is_found else proposals
    if not await repository.decline(decision):
        raise StaleProposalError(await proposals.get(guild_id, number), reviewer.member_id)
    log_decision(reviewer, proposal, "declined")
    author_notice = await tell_author(bot, notice)
    return f"Declined: {description}. {author_notice}".strip()


def _with_full_stop(reason: str) -> str:
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."
