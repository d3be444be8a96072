"""Undoes the decisions of reviewers, as far as they can be undone."""

from __future__ import annotations

from bot.base import BotBase
from bot.markdown import Markdown
from cogs.canon.announce.cog import update_announcements
from cogs.canon.proposals.approval import (
    Reviewer,
    build_author_notice,
    log_decision,
    tell_author,
)
from cogs.canon.proposals.entry_groups import build_entry_group_index
from cogs.canon.proposals.errors import StaleProposalError
from cogs.canon.proposals.summary import describe_proposal
from storage.canon.audit_log import EntryChange
from storage.outbox import OutboxMessage
from storage.proposals.proposals import Proposal, ProposalState
from storage.proposals.question_reports import REPORT_KIND


async def can_undo(bot: BotBase, guild_id: int, number: int) -> bool:
    """Return whether the decision about a proposal can be undone."""
    proposal = await bot.store.proposals.get(guild_id, number)
    if proposal is None or not proposal.body:
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
            is_done = await _retract_entries(bot, reviewer, number, notice)
        case _:
            pass
    if not is_done:
        raise StaleProposalError(await proposals.get(guild_id, number), reviewer.member_id)
    log_decision(reviewer, proposal, "undid the decision about")
    return f"{reviewer_text} {await tell_author(bot, notice)}".strip()


async def _retract_entries(
    bot: BotBase, reviewer: Reviewer, number: int, notice: OutboxMessage | None
) -> bool:
    """Retract what an approved proposal has added; return False when that was done before."""
    guild_id = reviewer.guild.id
    index = await bot.store.canon.for_guild(guild_id).derive(build_entry_group_index)
    group = index.get(f"own-{number}")
    if group is None:
        return False
    change = EntryChange(guild_id, reviewer.member_id, bot.clock(), "the approval was undone")
    ids = index.list_retractable_ids(group)
    is_done = bool(await bot.store.guild_entries.retract(change, ids, notice=notice))
    if is_done:
        await update_announcements(bot)
    return is_done


def _format_undoing(proposal: Proposal) -> tuple[Markdown, Markdown]:
    """Return the notices for the reviewer and for the author."""
    description = describe_proposal(proposal, None)
    if proposal.kind != REPORT_KIND and proposal.state is ProposalState.APPROVED:
        return (
            "Undone. I took it off every card. You can restore it in /review history.",
            f"{description} was approved by mistake, so I took it back off the cards.",
        )
    return (
        "Undone. It's waiting for a decision again.",
        f"A reviewer is taking another look at {description}.",
    )
