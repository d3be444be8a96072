"""Parts of the cards about proposals: notices, headers, labels and mentions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from bot.markdown import Markdown, escape, format_instant, format_number, mention_user
from bot.ui.card import Card, FramedCard
from storage.proposals.proposals import Proposal, ProposalState

ERASED_MEMBER = "someone who asked me to forget them"
EMPTY_QUEUE_CARD = Card("Nothing to review", "Everything has been decided. Take a bow.")
STATE_LABELS: dict[ProposalState, Markdown] = {
    ProposalState.APPROVED: "approved",
    ProposalState.DECLINED: "declined",
    ProposalState.WITHDRAWN: "taken back",
}


class QueuePosition(NamedTuple):
    """The position of a proposal in the queue, counted from 0."""

    offset: int
    total: int

    def format(self) -> Markdown:
        """Return "1 of 4"."""
        return f"{format_number(self.offset + 1)} of {format_number(self.total)}"


def with_notice(card: Card, notice: Markdown) -> Card:
    """Return the card with a notice above its body; the same card for ""."""
    if not notice:
        return card
    if isinstance(card, FramedCard):
        return replace(card, above=f"{notice}\n\n{card.above}".strip())
    return replace(card, body=f"{notice}\n\n{card.body}")


def format_queue_header(proposal: Proposal, position: QueuePosition) -> Markdown:
    """Return the header "**1 of 4** · news, proposal 12 · from @Bo, 2 hours ago"."""
    origin = "found in a feed" if proposal.is_found else f"from {mention(proposal.author_id)}"
    what = f"{escape(proposal.kind)}, proposal {format_number(proposal.number)}"
    when = format_instant(proposal.created_at, "R")
    return f"**{position.format()}** · {what} · {origin}, {when}"


def list_author_notes(proposal: Proposal, reviewer_id: int) -> Iterator[Markdown]:
    """Yield notes for the reviewer on the author and the quoted member."""
    if proposal.author_id == reviewer_id:
        yield "This one is yours: you can decide it, and the history will say so."
    if proposal.consent_member_id is not None:
        yield f"{mention(proposal.consent_member_id)} agreed to be quoted."


def mention(member_id: int) -> Markdown:
    """Return the mention of a member, which does not notify them; 0 is an erased member."""
    return mention_user(member_id) if member_id else ERASED_MEMBER
