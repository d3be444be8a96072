"""The buttons under a draft, and the forms they open. All of it works again after a restart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Self

import discord

from bot.base import Interaction
from bot.ui.card import Card, FramedCard
from bot.ui.components import PersistentButton
from bot.ui.forms import ModalSubmission
from bot.ui.replies import reply_text, show_private_card
from cogs.canon.permissions import REVIEWERS_ONLY, is_reviewer
from cogs.canon.proposals.cards import with_notice
from cogs.canon.proposals.drafts import Draft, QuestionDraft
from cogs.canon.review.views import queue_card
from cogs.canon.submit.cards import (
    ALREADY_DECIDED,
    CANNOT_WITHDRAW,
    DRAFT_DELETED_CARD,
    DRAFT_NOT_FOUND,
    WITHDRAWN_CARD,
    SubmitPlan,
    draft_not_found_card,
    draft_problems_card,
    format_guess_result,
    submitted_card,
)
from cogs.canon.submit.consent import consent_requested_card, get_refusal_error, request_consent
from cogs.canon.submit.forms import SECOND_FORM_LABELS, build_guess_form, list_form_fields
from cogs.canon.submit.quota import QuotaExceededError
from cogs.canon.submit.service import get_submission_service, open_draft_form
from seeds.answers.matching import match_answer
from seeds.cleaning import clean_line
from storage.proposals.drafts import StoredDraft

if TYPE_CHECKING:
    from collections.abc import Sequence

AMENDED = "Saved: this is what it says now."
_DRAFT = r"(?P<draft>\d{1,20})"


class DraftButton(PersistentButton, template=r"(?!)"):
    """A button under a draft; only its author's clicks find the draft."""

    action: str
    label: str
    style = discord.ButtonStyle.secondary

    def __init__(self, draft_id: int, label: str = "", *, disabled: bool = False) -> None:
        custom_id = f"canon:add:{self.action}:{draft_id}"
        super().__init__(label or self.label, custom_id, style=self.style, disabled=disabled)
        self._draft_id = draft_id

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["draft"]))

    async def press(self, interaction: Interaction) -> None:
        stored = await get_submission_service(interaction).get_draft(self._draft_id)
        if stored is None:
            await reply_text(interaction, DRAFT_NOT_FOUND)
        else:
            await self.on_author_click(interaction, stored)

    async def on_author_click(self, interaction: Interaction, stored: StoredDraft) -> None:
        """Answer a click of the author's."""
        raise NotImplementedError


class SubmitButton(DraftButton, template=rf"canon:add:send:{_DRAFT}"):
    """Makes the draft a proposal, once; a reviewer's own counts at once."""

    action, label, style = "send", "Send it in", discord.ButtonStyle.success

    async def on_author_click(self, interaction: Interaction, stored: StoredDraft) -> None:
        await interaction.response.defer()
        card = await _submit(interaction, stored)
        if card is None:
            # The click before this one has sent it, and says so on the card.
            await interaction.followup.send(DRAFT_NOT_FOUND, ephemeral=True)
        else:
            await interaction.edit_original_response(
                view=card.build_view(interaction.client.colour)
            )


class EditDraftButton(DraftButton, template=rf"canon:add:a:{_DRAFT}"):
    """Opens the first form again, with all that was typed."""

    action, label = "a", "Change"

    async def on_author_click(self, interaction: Interaction, stored: StoredDraft) -> None:
        await open_draft_form(interaction, stored, self.action)


class SecondFormButton(EditDraftButton, template=rf"canon:add:b:{_DRAFT}"):
    """Opens the second form, for kinds that have one."""

    action, label = "b", "More"


class TryAnswerButton(DraftButton, template=rf"canon:add:try:{_DRAFT}"):
    """Takes an answer to a question, to see whether it would count."""

    action, label = "try", "Try an answer"

    async def on_author_click(self, interaction: Interaction, stored: StoredDraft) -> None:
        await build_guess_form(stored.id, clean_line(stored.typed.get("text", ""))).open(
            interaction
        )


class DeleteDraftButton(DraftButton, template=rf"canon:add:drop:{_DRAFT}"):
    """Throws the draft away."""

    action, label, style = "drop", "Throw away", discord.ButtonStyle.danger

    async def on_author_click(self, interaction: Interaction, stored: StoredDraft) -> None:
        bot = interaction.client
        await bot.store.drafts.delete(stored.guild_id, stored.author_id, stored.id)
        await show_private_card(interaction, DRAFT_DELETED_CARD)


class WithdrawButton(PersistentButton, template=r"canon:add:back:(?P<number>\d{1,9})"):
    """Takes a proposal back, for whoever made it."""

    def __init__(self, number: int) -> None:
        super().__init__("Take it back", f"canon:add:back:{number}")
        self._number = number

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["number"]))

    async def press(self, interaction: Interaction) -> None:
        service = get_submission_service(interaction)
        proposals, guild_id = interaction.client.store.proposals, service.guild.id
        proposal = await proposals.get(guild_id, self._number)
        is_own = proposal is not None and proposal.author_id == interaction.user.id
        if is_own and await proposals.withdraw(
            guild_id, self._number, interaction.user.id, service.timestamp
        ):
            await show_private_card(interaction, WITHDRAWN_CARD)
        else:
            await reply_text(interaction, CANNOT_WITHDRAW)


SUBMIT_BUTTONS = (
    SubmitButton,
    EditDraftButton,
    SecondFormButton,
    TryAnswerButton,
    DeleteDraftButton,
    WithdrawButton,
)


async def on_draft_form(interaction: Interaction, submission: ModalSubmission) -> None:
    """Keep what a form brought, and show what becomes of it."""
    stored = await get_submission_service(interaction).get_draft(int(submission.match["draft"]))
    if stored is None:
        await show_private_card(interaction, draft_not_found_card(submission.values))
        return
    typed = {
        **stored.typed,
        **_filter_form_fields(stored.kind, submission.match["part"], submission.values),
    }
    stored = stored._replace(typed=typed)
    await interaction.client.store.drafts.update(stored)
    await show_private_card(interaction, await draft_card(interaction, stored))


async def on_guess_form(interaction: Interaction, submission: ModalSubmission) -> None:
    """Say whether an answer would count."""
    stored = await get_submission_service(interaction).get_draft(int(submission.match["draft"]))
    if stored is None:
        await reply_text(interaction, DRAFT_NOT_FOUND)
        return
    draft = (await get_submission_service(interaction).parse(stored)).draft
    guess = submission.values.get("guess", "")
    notice = ""
    if isinstance(draft, QuestionDraft):
        notice = format_guess_result(guess, match_answer(guess, draft.answers))
    card = await draft_card(interaction, stored)
    await show_private_card(interaction, with_notice(card, notice))


async def draft_card(interaction: Interaction, stored: StoredDraft) -> Card:
    """A draft as it will look, or what is missing, over what may be done with it."""
    service = get_submission_service(interaction)
    draft, problems = await service.parse(stored)
    if draft is None:
        return draft_problems_card(problems).with_buttons(
            *_build_form_buttons(stored), DeleteDraftButton(stored.id)
        )
    preview = await service.build_preview(
        stored, draft, await _build_submit_plan(interaction, stored, draft)
    )
    send = SubmitButton(
        stored.id, "Save" if stored.amended_number else "", disabled=not preview.can_submit
    )
    try_buttons = [TryAnswerButton(stored.id)] if isinstance(draft, QuestionDraft) else []
    buttons = (send, *_build_form_buttons(stored), *try_buttons, DeleteDraftButton(stored.id))
    shown = preview.card
    return FramedCard(
        shown.title,
        shown.body,
        shown.footer,
        above=preview.above,
        notes=preview.notes,
        rows=[buttons],
    )


def _build_form_buttons(stored: StoredDraft) -> Sequence[DraftButton]:
    second_label = SECOND_FORM_LABELS.get(stored.kind)
    more = [SecondFormButton(stored.id, second_label)] if second_label else []
    return [EditDraftButton(stored.id), *more]


async def _build_submit_plan(
    interaction: Interaction, stored: StoredDraft, draft: Draft
) -> SubmitPlan:
    consent_member_id = (
        None
        if stored.amended_number
        else await get_submission_service(interaction).find_member_to_ask(draft)
    )
    return SubmitPlan(await is_reviewer(interaction), consent_member_id, stored.amended_number)


def _filter_form_fields(kind: str, part: str, values: Mapping[str, str]) -> dict[str, str]:
    """Of what came back, the fields of that form: the others are not for members to write."""
    if part == "b" and kind not in SECOND_FORM_LABELS:
        return {}
    return {name: values[name] for name in list_form_fields(kind, part) if name in values}


async def _submit(interaction: Interaction, stored: StoredDraft) -> Card | None:
    """Send a draft in, if it may be; gives what its author reads then, None when it was sent."""
    service = get_submission_service(interaction)
    draft, problems = await service.parse(stored)
    if draft is None:
        return draft_problems_card(problems).with_buttons(
            *_build_form_buttons(stored), DeleteDraftButton(stored.id)
        )
    plan = await _build_submit_plan(interaction, stored, draft)
    reason = await _get_submit_error(interaction, draft, plan)
    if reason is not None:
        return await _build_rejected_card(interaction, stored, reason)
    if plan.amended_number:
        is_done = await service.amend(stored, draft)
        return with_notice(
            await queue_card(interaction, plan.amended_number),
            AMENDED if is_done else ALREADY_DECIDED,
        )
    try:
        number = await service.submit(
            stored, draft, plan.consent_member_id, is_limited=not plan.is_reviewer
        )
    except QuotaExceededError as full:
        return await _build_rejected_card(interaction, stored, str(full))
    if number is None:
        return None
    if plan.consent_member_id is not None:
        is_delivered = await request_consent(interaction.client, service.guild, number)
        return consent_requested_card(number, plan.consent_member_id, is_delivered=is_delivered)
    if plan.is_reviewer:
        return Card("Sent in", await service.approve_own(number, draft))
    return submitted_card(number).with_buttons(WithdrawButton(number))


async def _get_submit_error(interaction: Interaction, draft: Draft, plan: SubmitPlan) -> str | None:
    """Why it may not be sent, room or not; None when it may."""
    if plan.amended_number:
        return None if plan.is_reviewer else REVIEWERS_ONLY
    guild_id = get_submission_service(interaction).guild.id
    return await get_refusal_error(interaction.client, guild_id, draft, plan.consent_member_id)


async def _build_rejected_card(interaction: Interaction, stored: StoredDraft, reason: str) -> Card:
    return with_notice(await draft_card(interaction, stored), f"**Not sent.** {reason}")
