"""Draft targets, which save finished drafts, and the target that submits new proposals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol, Self

from bot.base import Interaction, ResourceKey
from bot.markdown import Markdown
from bot.permissions import is_reviewer
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.replies import show_private_card
from cogs.canon.drafts.base import DraftEntries
from cogs.canon.drafts.models import Draft
from cogs.canon.permissions import get_guild
from cogs.canon.proposals.approval import Reviewer, approve_proposal, build_fingerprint
from cogs.canon.proposals.cards import mention
from cogs.canon.proposals.errors import CannotWithdrawError, ProposalError
from cogs.canon.submit.cards import WITHDRAWN_CARD, submitted_card
from cogs.canon.submit.consent import consent_requested_card, request_consent
from cogs.canon.submit.service import SubmissionService
from storage.proposals.drafts import DraftPurpose, StoredDraft
from storage.proposals.proposals import Decision


class DraftTarget(Protocol):
    """Saves drafts of one purpose; the review and the history implement it for theirs."""

    save_label: str
    """The label of the button that saves."""

    async def build_entries(
        self, service: SubmissionService, stored: StoredDraft, draft: Draft, /
    ) -> DraftEntries:
        """Return the entries that saving would store; raises a ProposalError."""
        ...

    async def describe_outcome(
        self, interaction: Interaction, service: SubmissionService, draft: Draft, /
    ) -> Markdown:
        """Return the sentence that says what saving does."""
        ...

    async def save(
        self,
        interaction: Interaction,
        service: SubmissionService,
        stored: StoredDraft,
        draft: Draft,
        /,
    ) -> Card:
        """Save the draft and return the card for its author; raises a RefusedError."""
        ...


DRAFT_TARGETS = ResourceKey[Mapping[DraftPurpose, DraftTarget]]("draft targets")


class WithdrawButton(PersistentButton, template=r"canon:add:back:(?P<number>\d{1,9})"):
    """Withdraws a proposal; only its author may click."""

    def __init__(self, number: int, label: str = "Take it back") -> None:
        super().__init__(label, f"canon:add:back:{number}")
        self._number = number

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["number"]))

    async def press(self, interaction: Interaction) -> None:
        bot, guild_id = interaction.client, get_guild(interaction).id
        proposals = bot.store.proposals
        proposal = await proposals.get(guild_id, self._number)
        if proposal is None or proposal.author_id != interaction.user.id:
            raise CannotWithdrawError
        decision = Decision(guild_id, self._number, interaction.user.id, bot.clock())
        if not await proposals.withdraw(decision):
            raise CannotWithdrawError
        can_reopen = proposal.consent_member_id is None
        buttons = [ResubmitButton(self._number)] if can_reopen else []
        await show_private_card(interaction, WITHDRAWN_CARD.with_buttons(*buttons))


class ResubmitButton(PersistentButton, template=r"canon:add:again:(?P<number>\d{1,9})"):
    """Lets a withdrawn proposal wait for review again; only its author may click."""

    def __init__(self, number: int) -> None:
        super().__init__("Undo", f"canon:add:again:{number}")
        self._number = number

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["number"]))

    async def press(self, interaction: Interaction) -> None:
        service = SubmissionService.from_interaction(interaction)
        if not await service.resubmit(self._number):
            raise CannotWithdrawError
        card = submitted_card(self._number).with_buttons(WithdrawButton(self._number))
        await show_private_card(interaction, card)


class ProposalTarget:
    """Submits drafts as proposals; a reviewer's own is approved at once."""

    save_label = "Send it in"

    async def build_entries(
        self, _service: SubmissionService, stored: StoredDraft, draft: Draft, /
    ) -> DraftEntries:
        return draft.to_entries(stored.number)

    async def describe_outcome(
        self, interaction: Interaction, service: SubmissionService, draft: Draft, /
    ) -> Markdown:
        consent_member_id = await service.find_member_to_ask(draft)
        if consent_member_id is not None:
            return f"I ask {mention(consent_member_id)} first, and then a reviewer decides."
        if await is_reviewer(interaction):
            return "You're a reviewer, so I use it as soon as you send it in. The history says so."
        return "A reviewer decides, and I'll tell you how it went."

    async def save(
        self,
        interaction: Interaction,
        service: SubmissionService,
        stored: StoredDraft,
        draft: Draft,
        /,
    ) -> Card:
        consent_member_id = await service.find_member_to_ask(draft)
        is_own_decision = await is_reviewer(interaction)
        if consent_member_id is not None:
            await service.check_not_refused(draft, consent_member_id)
        number = await service.submit(
            stored, draft, consent_member_id, is_limited=not is_own_decision
        )
        if consent_member_id is not None:
            is_delivered = await request_consent(service, draft, number, consent_member_id)
            return consent_requested_card(number, consent_member_id, is_delivered=is_delivered)
        if is_own_decision:
            return Card("Sent in", await _approve_own(service, number, draft))
        return submitted_card(number).with_buttons(WithdrawButton(number))


async def _approve_own(service: SubmissionService, number: int, draft: Draft) -> Markdown:
    """Approve a reviewer's own proposal; return the notice, or why it still waits."""
    reviewer = Reviewer(service.guild, service.member_id)
    fingerprint = build_fingerprint(draft.model_dump_json())
    try:
        return await approve_proposal(service.bot, reviewer, number, fingerprint)
    except ProposalError as error:
        return error.message
