"""Undoes the decisions of reviewers, as far as they can be undone."""

from __future__ import annotations

from bot.base import BotBase
from bot.markdown import Markdown
from cogs.canon.announce.cog import update_announcements
from cogs.canon.drafts.models import Draft, load_proposal_draft
from cogs.canon.drafts.news import NewsDraft
from cogs.canon.proposals.approval import (
    Reviewer,
    build_author_notice,
    log_decision,
    tell_author,
)
from cogs.canon.proposals.entry_groups import EntryGroup, build_entry_group_index
from cogs.canon.proposals.errors import StaleProposalError
from cogs.canon.proposals.summary import describe_proposal
from cogs.canon.proposals.validation import build_entries
from cogs.canon.submit.rebuilding import EntryNotEditableError, rebuild_current_draft
from storage.canon.audit_log import EntryChange
from storage.outbox import OutboxMessage
from storage.proposals.proposals import Proposal, ProposalState
from storage.proposals.question_reports import REPORT_KIND
from storage.proposals.reopening import UndoneApproval


async def can_undo(bot: BotBase, guild_id: int, number: int) -> bool:
    """Return whether the decision about a proposal can be undone."""
    proposal = await bot.store.proposals.get(guild_id, number)
    if proposal is None:
        return False
    if proposal.kind != REPORT_KIND and load_proposal_draft(proposal) is None:
        # What it said was erased, so it can't be decided again.
        return False
    if proposal.state is ProposalState.APPROVED and proposal.kind == REPORT_KIND:
        override = (await bot.store.question_overrides.get_for_guild(guild_id)).get(
            proposal.subject
        )
        return override is not None and override.is_retired
    return proposal.state in (ProposalState.APPROVED, ProposalState.DECLINED)


async def undo_decision(bot: BotBase, reviewer: Reviewer, number: int) -> Markdown:
    """Undo a decision and tell the author; return the notice for the reviewer.

    Raises StaleProposalError, changing nothing, when there is nothing to undo.
    """
    guild_id, proposals = reviewer.guild.id, bot.store.proposals
    reopening = bot.store.proposal_reopening
    proposal = await proposals.get(guild_id, number)
    if proposal is None:
        raise StaleProposalError(None, reviewer.member_id)
    reviewer_text, author_text = _format_undoing(proposal)
    notice = build_author_notice(bot, reviewer, proposal, author_text)
    is_done = False
    match proposal.state:
        case ProposalState.DECLINED:
            is_done = await reopening.reopen(guild_id, number, proposal.state, notice)
        case ProposalState.APPROVED if proposal.kind == REPORT_KIND:
            is_done = await reopening.reopen_retirement(guild_id, number, proposal.subject, notice)
        case ProposalState.APPROVED:
            is_done = await _undo_approval(bot, reviewer, proposal, notice)
        case _:
            pass
    if not is_done:
        raise StaleProposalError(await proposals.get(guild_id, number), reviewer.member_id)
    log_decision(reviewer, proposal, "undid the decision about")
    return f"{reviewer_text} {await tell_author(bot, notice)}".strip()


async def _undo_approval(
    bot: BotBase, reviewer: Reviewer, proposal: Proposal, notice: OutboxMessage | None
) -> bool:
    """Retract what an approved proposal has added, and let it wait again; False if it cannot."""
    guild_id, draft = reviewer.guild.id, load_proposal_draft(proposal)
    # One at a time: an edit must not change the entries meanwhile.
    async with bot.guild_locks.get(guild_id):
        index = await bot.store.canon.for_guild(guild_id).derive(build_entry_group_index)
        group = index.get(f"own-{proposal.number}")
        if group is None or draft is None:
            return False
        current = await _get_current_draft(bot, group, proposal, draft)
        undone = UndoneApproval(
            proposal.number,
            index.list_retractable_ids(group),
            former_body=proposal.body,
            body=proposal.body if current == draft else current.model_dump_json(),
            quoted=current.quoted,
        )
        change = EntryChange(guild_id, reviewer.member_id, bot.clock(), "the approval was undone")
        is_done = await bot.store.proposal_reopening.undo_approval(change, undone, notice)
    if is_done:
        await update_announcements(bot)
    return is_done


async def _get_current_draft(
    bot: BotBase, group: EntryGroup, proposal: Proposal, draft: Draft
) -> Draft:
    """Return the draft of approved entries as they are, as reviewers may have edited them."""
    active = tuple(one.entry for one in group.stored if not one.is_retired)
    approved = await build_entries(bot, proposal.guild_id, draft, proposal.number)
    if not active or active == approved.entries:
        return draft
    try:
        current = await rebuild_current_draft(bot, proposal.guild_id, active, proposal.number)
    except EntryNotEditableError:
        return draft
    return current.keep_attachments(draft) if isinstance(current, NewsDraft) else current


def _format_undoing(proposal: Proposal) -> tuple[Markdown, Markdown]:
    """Return the notices for the reviewer and for the author."""
    description = describe_proposal(proposal, None)
    if proposal.kind != REPORT_KIND and proposal.state is ProposalState.APPROVED:
        return (
            "Undone. I took it off every card, and it's waiting for a decision again.",
            f"{description} was approved by mistake, so I took it back off the cards: it's waiting "
            "for a decision again.",
        )
    return (
        "Undone. It's waiting for a decision again.",
        f"A reviewer is taking another look at {description}.",
    )
