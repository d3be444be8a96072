"""The card of a draft with its buttons and forms, which work after a restart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Self

import discord

from bot.base import Interaction, get_pack
from bot.errors import RefusedError
from bot.markdown import Markdown
from bot.ui.card import Card, FramedCard
from bot.ui.components import PersistentButton
from bot.ui.forms import ModalSubmission
from bot.ui.replies import show_private_card
from cogs.canon.drafts.models import QuestionDraft
from cogs.canon.proposals.cards import with_notice
from cogs.canon.proposals.errors import DraftNotFoundError, ProposalError
from cogs.canon.submit.cards import (
    DELETE_DRAFT_CARD,
    DRAFT_DELETED_CARD,
    draft_changed_card,
    draft_not_found_card,
    draft_problems_card,
    format_guess_result,
    refused_draft_card,
)
from cogs.canon.submit.forms import (
    build_guess_form,
    compute_form_version,
    get_form_label,
    list_form_fields,
)
from cogs.canon.submit.parsing.parser import ParsedDraft
from cogs.canon.submit.service import SubmissionService, open_draft_form
from cogs.canon.submit.targets import (
    DRAFT_TARGETS,
    DraftTarget,
    ResubmitButton,
    WithdrawButton,
)
from seeds.answers.matching import match_answer
from seeds.cleaning import clean_line
from storage.proposals.drafts import StoredDraft

_DRAFT = r"(?P<draft>\d{1,20})"


class DraftButton(PersistentButton, template=r"(?!)"):
    """A button under a draft; only the author can click it, as others do not find the draft."""

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
        service = SubmissionService.from_interaction(interaction)
        stored = await service.get_draft(self._draft_id)
        await self.on_author_click(interaction, service, stored)

    async def on_author_click(
        self, interaction: Interaction, service: SubmissionService, stored: StoredDraft, /
    ) -> None:
        """Handle a click of the draft's author."""
        raise NotImplementedError


class SubmitButton(DraftButton, template=rf"canon:add:send:{_DRAFT}"):
    """Saves the draft with the target of its purpose: a new one becomes a proposal."""

    action, label, style = "send", "Send it in", discord.ButtonStyle.success

    async def on_author_click(
        self, interaction: Interaction, service: SubmissionService, stored: StoredDraft, /
    ) -> None:
        await interaction.response.defer()
        card = await _save_draft(interaction, service, stored)
        await interaction.edit_original_response(view=card.build_view(get_pack(interaction).colour))


class EditDraftButton(DraftButton, template=rf"canon:add:a:{_DRAFT}"):
    """Opens the first form, filled with what was typed."""

    action, label = "a", "Change"

    async def on_author_click(
        self, interaction: Interaction, _service: SubmissionService, stored: StoredDraft, /
    ) -> None:
        await open_draft_form(interaction, stored, self.action)


class SecondFormButton(EditDraftButton, template=rf"canon:add:b:{_DRAFT}"):
    """Opens the second form, for kinds that have one."""

    action, label = "b", "More"


class PromisesButton(EditDraftButton, template=rf"canon:add:c:{_DRAFT}"):
    """Opens the third form, for news that settles promises."""

    action, label = "c", "Promises it settles"


class TryAnswerButton(DraftButton, template=rf"canon:add:try:{_DRAFT}"):
    """Opens the form that checks whether an answer to the question would be right."""

    action, label = "try", "Try an answer"

    async def on_author_click(
        self, interaction: Interaction, _service: SubmissionService, stored: StoredDraft, /
    ) -> None:
        await build_guess_form(stored.id, clean_line(stored.typed.get("text", ""))).open(
            interaction
        )


class DeleteDraftButton(DraftButton, template=rf"canon:add:drop:{_DRAFT}"):
    """Asks whether the draft shall be deleted."""

    action, label, style = "drop", "Delete", discord.ButtonStyle.danger

    async def on_author_click(
        self, interaction: Interaction, _service: SubmissionService, stored: StoredDraft, /
    ) -> None:
        buttons = KeepDraftButton(stored.id), ConfirmDeletionButton(stored.id)
        await show_private_card(interaction, DELETE_DRAFT_CARD.with_buttons(*buttons))


class KeepDraftButton(DraftButton, template=rf"canon:add:keep:{_DRAFT}"):
    """Shows the draft again."""

    action, label = "keep", "Keep it"

    async def on_author_click(
        self, interaction: Interaction, service: SubmissionService, stored: StoredDraft, /
    ) -> None:
        card = await draft_card(interaction, service, stored, await service.parse(stored))
        await show_private_card(interaction, card)


class ConfirmDeletionButton(DraftButton, template=rf"canon:add:dropped:{_DRAFT}"):
    """Deletes the draft."""

    action, label, style = "dropped", "Delete it", discord.ButtonStyle.danger

    async def on_author_click(
        self, interaction: Interaction, service: SubmissionService, stored: StoredDraft, /
    ) -> None:
        await service.bot.store.drafts.delete(stored.guild_id, stored.author_id, stored.id)
        await show_private_card(interaction, DRAFT_DELETED_CARD)


SUBMIT_BUTTONS = (
    SubmitButton,
    EditDraftButton,
    SecondFormButton,
    PromisesButton,
    TryAnswerButton,
    DeleteDraftButton,
    KeepDraftButton,
    ConfirmDeletionButton,
    WithdrawButton,
    ResubmitButton,
)


async def on_draft_form(interaction: Interaction, submission: ModalSubmission) -> None:
    """Store the submitted fields of a form, and show the draft."""
    service = SubmissionService.from_interaction(interaction)
    try:
        stored = await service.get_draft(int(submission.match["draft"]))
    except DraftNotFoundError:
        await show_private_card(interaction, draft_not_found_card(submission.values))
        return
    changes = _filter_form_fields(stored.kind, submission.match["part"], submission.values)
    changed = stored._replace(typed={**stored.typed, **changes})
    # A form that an older version opened may lack a field that this one shows.
    version = compute_form_version(changes, stored.typed)
    if submission.is_outdated(version) and changed != stored:
        buttons = await _build_form_buttons(service, stored)
        card = draft_changed_card(submission.values).with_buttons(*buttons)
        await show_private_card(interaction, card)
        return
    stored = changed
    await service.bot.store.drafts.update(stored)
    card = await draft_card(interaction, service, stored, await service.parse(stored))
    await show_private_card(interaction, card)


async def on_guess_form(interaction: Interaction, submission: ModalSubmission) -> None:
    """Show the draft with a notice whether the submitted answer would be right."""
    service = SubmissionService.from_interaction(interaction)
    stored = await service.get_draft(int(submission.match["draft"]))
    parsed = await service.parse(stored)
    guess = submission.values.get("guess", "")
    notice: Markdown = ""
    if isinstance(parsed.draft, QuestionDraft):
        question = parsed.draft
        matched = match_answer(guess, question.answers, question=question.text)
        notice = format_guess_result(guess, matched)
    card = await draft_card(interaction, service, stored, parsed)
    await show_private_card(interaction, with_notice(card, notice))


async def draft_card(
    interaction: Interaction, service: SubmissionService, stored: StoredDraft, parsed: ParsedDraft
) -> Card:
    """Return the preview of a draft or its problems, with buttons."""
    if parsed.draft is None:
        return await _add_form_buttons(
            service, stored, draft_problems_card(stored.kind, parsed.problems)
        )
    target = _get_target(interaction, stored)
    try:
        draft_entries = await target.build_entries(service, stored, parsed.draft)
    except ProposalError as error:
        return await _add_form_buttons(service, stored, refused_draft_card(error.message))
    outcome = await target.describe_outcome(interaction, service, parsed.draft)
    preview = await service.build_preview(stored, parsed.draft, draft_entries, outcome)
    save = SubmitButton(stored.id, target.save_label, disabled=not preview.can_submit)
    try_buttons = [TryAnswerButton(stored.id)] if isinstance(parsed.draft, QuestionDraft) else []
    form_buttons = await _build_form_buttons(service, stored)
    buttons = (save, *form_buttons, *try_buttons, DeleteDraftButton(stored.id))
    shown = preview.card
    return FramedCard(
        shown.title,
        shown.body,
        shown.footer,
        above=preview.above,
        notes=preview.notes,
        rows=[buttons],
    )


async def _add_form_buttons(service: SubmissionService, stored: StoredDraft, card: Card) -> Card:
    form_buttons = await _build_form_buttons(service, stored)
    return card.with_buttons(*form_buttons, DeleteDraftButton(stored.id))


async def _build_form_buttons(
    service: SubmissionService, stored: StoredDraft
) -> Sequence[DraftButton]:
    buttons: list[DraftButton] = [EditDraftButton(stored.id)]
    if label := get_form_label(stored.kind, "b"):
        buttons.append(SecondFormButton(stored.id, label))
    if get_form_label(stored.kind, "c"):
        is_chosen = any(stored.typed.get(name) for name in list_form_fields(stored.kind, "c"))
        if is_chosen or await service.get_open_promises(stored):
            buttons.append(PromisesButton(stored.id))
    return buttons


def _get_target(interaction: Interaction, stored: StoredDraft) -> DraftTarget:
    return interaction.client.resources[DRAFT_TARGETS][stored.purpose]


def _filter_form_fields(kind: str, part: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return only the fields of that form: members must not set the others."""
    names = list_form_fields(kind, part)
    if part == "c":
        # The form shows no select when no promise is open any longer: then none is chosen.
        return {name: values.get(name, "") for name in names}
    return {name: values[name] for name in names if name in values}


async def _save_draft(
    interaction: Interaction, service: SubmissionService, stored: StoredDraft
) -> Card:
    """Save a draft and return the card for its author: the draft again when it is refused.

    Raises DraftNotFoundError when an earlier click has saved it already.
    """
    parsed = await service.parse(stored)
    if parsed.draft is None:
        return await _add_form_buttons(
            service, stored, draft_problems_card(stored.kind, parsed.problems)
        )
    try:
        target = _get_target(interaction, stored)
        return await target.save(interaction, service, stored, parsed.draft)
    except DraftNotFoundError:
        raise
    except RefusedError as error:
        card = await draft_card(interaction, service, stored, parsed)
        return with_notice(card, f"**Not sent.** {error.message}")
