"""Restores retracted entries, and tells the author if their proposal was not approved any more."""

from __future__ import annotations

from bot.base import BotBase
from bot.markdown import Markdown
from cogs.canon.proposals.approval import (
    Reviewer,
    build_author_notice,
    format_approval,
    tell_author,
)
from cogs.canon.proposals.entry_groups import EntryGroup, build_entry_group_index
from cogs.canon.proposals.summary import describe_proposal
from storage.canon.audit_log import EntryChange
from storage.outbox import OutboxMessage
from storage.proposals.proposals import ProposalState

NOTHING_TO_RESTORE = "There was nothing to restore: it's on the cards already, or gone."


async def restore_group(bot: BotBase, reviewer: Reviewer, key: str) -> Markdown:
    """Restore the retracted entries of a group; return the notice for the reviewer.

    `key` is one such as "own-12". A proposal whose approval was undone is approved by that.
    """
    guild_id = reviewer.guild.id
    # One at a time: it must not be approved or edited meanwhile.
    async with bot.guild_locks.get(guild_id):
        index = await bot.store.canon.for_guild(guild_id).derive(build_entry_group_index)
        group = index.get(key)
        if group is None:
            return NOTHING_TO_RESTORE
        notice = await _build_notice(bot, reviewer, group)
        change = EntryChange(guild_id, reviewer.member_id, bot.clock())
        ids = [entry.id for entry in group.entries]
        restored = await bot.store.proposal_reopening.restore(change, group.number, ids, notice)
    if not restored:
        return NOTHING_TO_RESTORE
    return f"It's back on the cards. {await tell_author(bot, notice)}".strip()


async def _build_notice(
    bot: BotBase, reviewer: Reviewer, group: EntryGroup
) -> OutboxMessage | None:
    """Return what the author is told; None when they were told of an approval already."""
    proposal = await bot.store.proposals.get(reviewer.guild.id, group.number)
    if proposal is None or proposal.state is ProposalState.APPROVED:
        return None
    text = format_approval(describe_proposal(proposal, None))
    return build_author_notice(bot, reviewer, proposal, text)
