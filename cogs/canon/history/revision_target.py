"""The draft target of `/review edit`: saves new versions of approved entries."""

from __future__ import annotations

from bot.base import Interaction
from bot.markdown import Markdown
from bot.ui.card import Card
from cogs.canon.drafts.base import DraftEntries
from cogs.canon.drafts.models import Draft
from cogs.canon.history.editing import build_revision, save_revision
from cogs.canon.history.views import find_group_history_page
from cogs.canon.permissions import require_reviewer
from cogs.canon.proposals.cards import with_notice
from cogs.canon.submit.service import SubmissionService
from storage.proposals.drafts import StoredDraft

REVISED = "Saved. Every card says this now."


class RevisionTarget:
    """Saves new versions of approved entries; a `DraftTarget`."""

    save_label = "Save"

    async def build_entries(
        self, service: SubmissionService, stored: StoredDraft, draft: Draft, /
    ) -> DraftEntries:
        return (await build_revision(service, stored, draft)).draft_entries

    async def describe_outcome(
        self, _interaction: Interaction, _service: SubmissionService, _draft: Draft, /
    ) -> Markdown:
        return "Every card shows it as soon as you save. The history keeps the old version."

    async def save(
        self,
        interaction: Interaction,
        service: SubmissionService,
        stored: StoredDraft,
        draft: Draft,
        /,
    ) -> Card:
        await require_reviewer(interaction)
        await save_revision(service, stored, draft)
        page = await find_group_history_page(interaction, f"own-{stored.revised_number}")
        return with_notice(page, REVISED)
