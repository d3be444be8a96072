"""The draft target of the *Edit* button of the review: amends waiting proposals."""

from __future__ import annotations

from bot.base import Interaction
from bot.markdown import Markdown
from bot.ui.card import Card
from cogs.canon.drafts.base import DraftEntries
from cogs.canon.drafts.models import Draft, load_proposal_draft
from cogs.canon.drafts.news import NewsDraft
from cogs.canon.permissions import require_reviewer
from cogs.canon.proposals.cards import with_notice
from cogs.canon.proposals.errors import ProposalNotEditableError
from cogs.canon.review.views import queue_card
from cogs.canon.submit.service import SubmissionService
from storage.proposals.drafts import StoredDraft

AMENDED = "Saved. This is what it says now."


class AmendmentTarget:
    """Saves amendments of waiting proposals and returns to the queue; a `DraftTarget`."""

    save_label = "Save"

    async def build_entries(
        self, service: SubmissionService, stored: StoredDraft, draft: Draft, /
    ) -> DraftEntries:
        draft = await _keep_attachments(service, stored, draft)
        return draft.to_entries(stored.amended_number)

    async def describe_outcome(
        self, _interaction: Interaction, _service: SubmissionService, _draft: Draft, /
    ) -> Markdown:
        return "Your version goes back into the queue."

    async def save(
        self,
        interaction: Interaction,
        service: SubmissionService,
        stored: StoredDraft,
        draft: Draft,
        /,
    ) -> Card:
        await require_reviewer(interaction)
        draft = await _keep_attachments(service, stored, draft)
        store, number = service.bot.store, stored.amended_number
        is_saved = await store.proposals.amend(
            service.guild.id, number, draft.model_dump_json(), draft.quoted
        )
        await store.drafts.delete(service.guild.id, service.member_id, stored.id)
        notice = AMENDED if is_saved else ProposalNotEditableError().message
        return with_notice(await queue_card(interaction, number), notice)


async def _keep_attachments(service: SubmissionService, stored: StoredDraft, draft: Draft) -> Draft:
    """Return the draft with the quotes and further sources that the amended proposal has."""
    number = stored.amended_number
    proposal = await service.bot.store.proposals.get(service.guild.id, number)
    former = load_proposal_draft(proposal) if proposal else None
    if former is None or not isinstance(draft, NewsDraft):
        return draft
    return draft.keep_attachments(former)
