"""Approves proposals: checks and stores their entries, announces news and tells the author."""

from __future__ import annotations

import hashlib
import logging
from typing import NamedTuple

import discord

from bot.base import BotBase
from bot.markdown import Markdown, escape, mention_channel
from bot.messaging.outbox_relay import Relayed, relay_now
from bot.scheduling.post import DeliveryResult, DeliveryStatus
from bot.ui.entry_cards import list_settlement_lines
from cogs.canon.announce.cog import announce_now
from cogs.canon.announce.post import is_news
from cogs.canon.drafts.base import DraftEntries
from cogs.canon.drafts.models import load_proposal_draft
from cogs.canon.proposals.cards import mention
from cogs.canon.proposals.errors import (
    InvalidEntriesError,
    StaleProposalError,
    UnreadableProposalError,
)
from cogs.canon.proposals.summary import describe_proposal
from cogs.canon.proposals.validation import build_entries, find_entry_problems
from seeds.schema import Status
from storage.canon.guild_entries import GuildPerson, NewEntries
from storage.outbox import OutboxMessage
from storage.proposals.announcements import AnnouncementRequest
from storage.proposals.proposals import Decision, Proposal

log = logging.getLogger(__name__)


class Reviewer(NamedTuple):
    """A member who decides, and the guild."""

    guild: discord.Guild
    member_id: int


class _Approval(NamedTuple):
    """An approved proposal, and the channel to announce it in, or why it is not announced."""

    proposal: Proposal
    draft_entries: DraftEntries
    channel_id: int | None
    not_announced_reason: Markdown
    author_notice: OutboxMessage | None


def build_fingerprint(body: str) -> str:
    """Return a hash of the body of a proposal, 8 hexadecimal digits, for custom ids."""
    return hashlib.blake2b(body.encode(), digest_size=4).hexdigest()


async def approve_proposal(
    bot: BotBase, reviewer: Reviewer, number: int, seen_fingerprint: str
) -> Markdown:
    """Approve a proposal whose body the reviewer was shown; return the notice for the reviewer.

    Raises StaleProposalError, UnreadableProposalError or InvalidEntriesError, changing nothing.
    """
    # One at a time: slugs of new people, and what is news, depend on earlier approvals.
    async with bot.guild_locks.get(reviewer.guild.id):
        approval = await _approve(bot, reviewer, number, seen_fingerprint)
    proposal, draft_entries, channel_id, announcement_text, notice = approval
    log_decision(reviewer, proposal, "approved")
    description = describe_proposal(proposal, draft_entries)
    author_notice = await tell_author(bot, notice)
    if channel_id is not None:
        result = await announce_now(bot, reviewer.guild.id, draft_entries.main.id)
        announcement_text = _describe_announcement(result, channel_id)
    settled = list_settlement_lines(draft_entries.entries)
    texts = (f"Approved: {description}.", author_notice, announcement_text)
    return "\n".join((" ".join(text for text in texts if text), *settled))


async def _approve(
    bot: BotBase, reviewer: Reviewer, number: int, seen_fingerprint: str
) -> _Approval:
    guild_id, proposals = reviewer.guild.id, bot.store.proposals
    proposal = await proposals.get(guild_id, number)
    if proposal is None or build_fingerprint(proposal.body) != seen_fingerprint:
        raise StaleProposalError(proposal, reviewer.member_id)
    draft = load_proposal_draft(proposal)
    if draft is None:
        raise UnreadableProposalError
    draft_entries = await build_entries(bot, guild_id, draft, number)
    problems = await find_entry_problems(bot, guild_id, draft_entries)
    if problems:
        raise InvalidEntriesError(problems)
    channel_id, not_announced_reason = await _find_news_channel(bot, guild_id, draft_entries)
    text = format_approval(describe_proposal(proposal, draft_entries))
    notice = build_author_notice(bot, reviewer, proposal, text)
    is_done = await proposals.approve(
        Decision(guild_id, number, reviewer.member_id, bot.clock(), notice=notice),
        NewEntries(
            draft_entries.entries, [GuildPerson(*person) for person in draft_entries.people]
        ),
        expected_body=proposal.body,
        announcement=AnnouncementRequest(draft_entries.main.id, channel_id) if channel_id else None,
    )
    if not is_done:
        raise StaleProposalError(await proposals.get(guild_id, number), reviewer.member_id)
    return _Approval(proposal, draft_entries, channel_id, not_announced_reason, notice)


async def _find_news_channel(
    bot: BotBase, guild_id: int, draft_entries: DraftEntries
) -> tuple[int | None, Markdown]:
    """Return the channel to announce a status in, or None and why it is not announced.

    The reason is "" when there is no status.
    """
    status = draft_entries.main
    if not isinstance(status, Status):
        return None, ""
    channel_id = (await bot.store.guild_settings.get(guild_id)).news_channel_id
    if channel_id is None:
        return None, "There's no news channel, so I won't announce it."
    current = next(iter(await bot.store.canon.for_guild(guild_id).list_statuses()), None)
    if not is_news(status, current):
        return None, "It's older than what /status shows, so I won't announce it."
    return channel_id, ""


def _describe_announcement(result: DeliveryResult, channel_id: int) -> Markdown:
    where = mention_channel(channel_id)
    if result.status is DeliveryStatus.SENT:
        return f"Announced in {where}."
    why = f" ({escape(result.reason)})" if result.reason else ""
    if result.status is DeliveryStatus.FAILED:
        return f"I couldn't announce it in {where}{why}."
    return f"I haven't announced it in {where} yet{why}: I'll keep trying for a day."


def format_approval(description: Markdown) -> Markdown:
    """Return what the author is told about the approval of their proposal."""
    return f"{description} was approved, and I use it from now on. Thank you!"


def build_author_notice(
    bot: BotBase, reviewer: Reviewer, proposal: Proposal, text: Markdown
) -> OutboxMessage | None:
    """Return what the author is told, None for one who decides themselves or is not known."""
    if proposal.author_id in (0, reviewer.member_id):
        return None
    body = f"**{escape(reviewer.guild.name)}**: {text}"
    return OutboxMessage.to_member(reviewer.guild.id, proposal.author_id, body, bot.clock())


async def tell_author(bot: BotBase, notice: OutboxMessage | None) -> Markdown:
    """Send a stored notice; return "", or for the reviewer that the author takes none."""
    if notice is None or await relay_now(bot, notice) is not Relayed.REFUSED:
        return ""
    who = mention(notice.member_id)
    return f"{who} doesn't take direct messages from me, so I couldn't tell them."


def log_decision(reviewer: Reviewer, proposal: Proposal, action: str) -> None:
    """Log a decision, and whether the proposal was the reviewer's own."""
    own_suffix = ", their own" if proposal.author_id == reviewer.member_id else ""
    log.info(
        "server %d: %s proposal %d%s by user %d",
        reviewer.guild.id,
        action,
        proposal.number,
        own_suffix,
        reviewer.member_id,
    )
