"""The card of the review queue and its buttons, which check the permission at each click."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Self

import discord

from bot.base import Interaction, get_pack
from bot.markdown import Markdown, format_number
from bot.ui.card import Card, FramedCard
from bot.ui.components import PersistentButton
from bot.ui.replies import show_private_card
from cogs.canon.permissions import get_guild
from cogs.canon.proposals.approval import Reviewer, approve_proposal, build_fingerprint
from cogs.canon.proposals.cards import (
    EMPTY_QUEUE_CARD,
    format_queue_header,
    list_author_notes,
    with_notice,
)
from cogs.canon.proposals.errors import ProposalError
from cogs.canon.review import reports
from cogs.canon.review.form_buttons import (
    EditExplanationButton,
    EditProposalButton,
    build_refusal_buttons,
)
from cogs.canon.review.forms import build_decline_form
from cogs.canon.review.review_button import DANGER, NUMBER_PATTERN, ReviewButton
from cogs.canon.review.service import (
    QueueItem,
    build_proposal_review,
    decline_proposal,
    get_queue_item,
)
from cogs.canon.review.undoing import can_undo, undo_decision
from storage.proposals.question_reports import REPORT_KIND

RETIRE_CARD = Card("Retire this question?", "I won't ask it here anymore. You can undo this.")
SUCCESS = discord.ButtonStyle.success


class DecisionButton(ReviewButton, template=r"(?!)"):
    """A button that decides at once, and shows what came of it."""

    async def on_reviewer_click(self, interaction: Interaction) -> None:
        """Handle a reviewer's click: decide, then show what came of it."""
        await interaction.response.defer()
        try:
            notice = await self.decide(interaction)
        except ProposalError as error:
            await show_next(interaction, self.number, error.message)
        else:
            await show_outcome(interaction, self.number, notice)

    async def decide(self, interaction: Interaction, /) -> Markdown:
        """Carry the decision out and return the notice of it; raises a ProposalError."""
        raise NotImplementedError


class QueuePageButton(ReviewButton, template=rf"canon:turn:(?P<way>[pn]):{NUMBER_PATTERN}"):
    """Shows another proposal: the previous ("p") or the next ("n")."""

    def __init__(
        self, number: int, direction: str = "n", *, label: str = "", disabled: bool = False
    ) -> None:
        shown = label or ("Next" if direction == "n" else "Previous")
        PersistentButton.__init__(
            self, shown, f"canon:turn:{direction}:{number}", disabled=disabled
        )
        self.number = number

    async def on_reviewer_click(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        await show_next(interaction, self.number, "")


class UndoDecisionButton(ReviewButton, template=rf"canon:undecide:{NUMBER_PATTERN}"):
    """Undoes a decision: what was approved counts no longer, what was declined waits again."""

    label, custom_id_prefix = "Undo", "canon:undecide"

    async def on_reviewer_click(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        try:
            notice = await undo_decision(interaction.client, get_reviewer(interaction), self.number)
        except ProposalError as error:
            notice = error.message
        await show_next(interaction, self.number, notice)


class ApproveButton(
    DecisionButton, template=rf"canon:approve:{NUMBER_PATTERN}:(?P<seen>[0-9a-f]{{8}})"
):
    """Approves a proposal, unless its body has changed since the button was shown."""

    def __init__(self, number: int, seen_fingerprint: str) -> None:
        custom_id = f"canon:approve:{number}:{seen_fingerprint}"
        PersistentButton.__init__(self, "Approve", custom_id, style=SUCCESS)
        self.number, self._seen_fingerprint = number, seen_fingerprint

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["number"]), match["seen"])

    async def decide(self, interaction: Interaction) -> Markdown:
        reviewer = get_reviewer(interaction)
        return await approve_proposal(
            interaction.client, reviewer, self.number, self._seen_fingerprint
        )


class DeclineButton(DecisionButton, template=rf"canon:decline:{NUMBER_PATTERN}"):
    """Opens the form that asks for the reason and declines the proposal."""

    label, custom_id_prefix, style = "Decline", "canon:decline", DANGER

    async def on_reviewer_click(self, interaction: Interaction) -> None:
        proposals, guild = interaction.client.store.proposals, get_guild(interaction)
        proposal = await proposals.get(guild.id, self.number)
        if proposal is None or not proposal.is_found:
            await build_decline_form(self.number).open(interaction)
            return
        await super().on_reviewer_click(interaction)

    async def decide(self, interaction: Interaction) -> Markdown:
        reviewer = get_reviewer(interaction)
        return await decline_proposal(interaction.client, reviewer, self.number, "")


class AcceptAnswerButton(ReviewButton, template=rf"canon:accept:{NUMBER_PATTERN}"):
    """Adds the reported answer to the accepted ones."""

    label, custom_id_prefix, style = "Accept that answer", "canon:accept", SUCCESS

    async def on_reviewer_click(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        bot, reviewer = interaction.client, get_reviewer(interaction)
        try:
            notice, is_accepted = await reports.accept_answer(bot, reviewer, self.number), True
        except ProposalError as error:
            notice, is_accepted = error.message, False
        can_give = await reports.can_give_points(bot, reviewer.guild.id, self.number)
        buttons = [GivePointsButton(self.number)] if can_give else []
        show = show_outcome if is_accepted else show_next
        await show(interaction, self.number, notice, buttons)


class RetireQuestionButton(ReviewButton, template=rf"canon:retire:{NUMBER_PATTERN}"):
    """Asks whether the question shall not be asked in this guild any more."""

    label, custom_id_prefix = "Retire the question", "canon:retire"

    async def on_reviewer_click(self, interaction: Interaction) -> None:
        card = RETIRE_CARD.with_buttons(
            QueuePageButton(self.number, label="Keep it"), ConfirmRetirementButton(self.number)
        )
        await show_private_card(interaction, card)


class ConfirmRetirementButton(DecisionButton, template=rf"canon:retire:yes:{NUMBER_PATTERN}"):
    """Stops the question from being asked in this guild."""

    label, custom_id_prefix, style = "Retire it", "canon:retire:yes", DANGER

    async def decide(self, interaction: Interaction) -> Markdown:
        reviewer = get_reviewer(interaction)
        return await reports.retire_question(interaction.client, reviewer, self.number)


class GivePointsButton(DecisionButton, template=rf"canon:points:{NUMBER_PATTERN}"):
    """Awards the points that the reported answer did not get."""

    label, custom_id_prefix = "Give the points", "canon:points"

    async def decide(self, interaction: Interaction) -> Markdown:
        reviewer = get_reviewer(interaction)
        return await reports.give_points(interaction.client, reviewer, self.number)


REVIEW_BUTTONS = (
    QueuePageButton,
    ApproveButton,
    EditProposalButton,
    DeclineButton,
    AcceptAnswerButton,
    EditExplanationButton,
    RetireQuestionButton,
    ConfirmRetirementButton,
    UndoDecisionButton,
    GivePointsButton,
)


def get_reviewer(interaction: Interaction) -> Reviewer:
    """Return the member who clicks as a reviewer of their guild."""
    return Reviewer(get_guild(interaction), interaction.user.id)


async def show_next(
    interaction: Interaction,
    number: int,
    notice: Markdown,
    extra_buttons: Sequence[GivePointsButton] = (),
) -> None:
    """Replace the clicked card by the queue from `number` on, below `notice`."""
    card = with_notice(await queue_card(interaction, number, extra_buttons), notice)
    await interaction.edit_original_response(view=card.build_view(get_pack(interaction).colour))


async def show_outcome(
    interaction: Interaction,
    number: int,
    notice: Markdown,
    extra_buttons: Sequence[GivePointsButton] = (),
) -> None:
    """Replace the clicked card by what came of a decision.

    The next proposal comes at a click of its own: its buttons would be under the same thumb.
    """
    bot, guild_id = interaction.client, get_guild(interaction).id
    waiting = len(await bot.store.proposals.get_review_queue(guild_id))
    footer = f"{format_number(waiting)} more to review" if waiting else "Nothing else is waiting"
    following = [QueuePageButton(number, label="Next")] if waiting else []
    undo = [UndoDecisionButton(number)] if await can_undo(bot, guild_id, number) else []
    card = Card("Done", notice, footer).with_buttons(*following, *undo, *extra_buttons)
    await interaction.edit_original_response(view=card.build_view(get_pack(interaction).colour))


async def queue_card(
    interaction: Interaction, number: int = 0, extra_buttons: Sequence[GivePointsButton] = ()
) -> Card:
    """Return the card of the first waiting proposal from `number` on, with its buttons."""
    item = await get_queue_item(interaction.client, get_guild(interaction).id, number)
    # The card of a report already has that button.
    extra_buttons = [
        one for one in extra_buttons if item is None or one.number != item.proposal.number
    ]
    extra_rows = [tuple(extra_buttons)] if extra_buttons else []
    if item is None:
        return FramedCard(EMPTY_QUEUE_CARD.title, EMPTY_QUEUE_CARD.body, rows=extra_rows)
    if item.proposal.kind == REPORT_KIND:
        return await _report_card(interaction, item, extra_rows)
    return await _proposal_card(interaction, item, extra_rows)


async def _proposal_card(interaction: Interaction, item: QueueItem, extra_rows: list[Any]) -> Card:
    proposal = item.proposal
    review = await build_proposal_review(interaction.client, proposal, interaction.user.id)
    decisions: list[ReviewButton] = [DeclineButton(proposal.number)]
    if review.is_readable:
        approve = ApproveButton(proposal.number, build_fingerprint(proposal.body))
        decisions = [approve, EditProposalButton(proposal.number), *decisions]
    is_found = proposal.is_found and review.is_readable
    refusals = build_refusal_buttons(proposal.number) if is_found else []
    return FramedCard(
        review.card.title,
        review.card.body,
        review.card.footer,
        above=format_queue_header(proposal, item.position),
        notes=review.notes,
        rows=[(*decisions, *_build_pager_buttons(item)), refusals, *extra_rows],
    )


async def _report_card(interaction: Interaction, item: QueueItem, extra_rows: list[Any]) -> Card:
    number = item.proposal.number
    details = await reports.load_report(interaction.client, item.proposal)
    shown = reports.report_card(details)
    decision_buttons = (
        AcceptAnswerButton(number, disabled=not details.can_accept),
        EditExplanationButton(number),
        RetireQuestionButton(number),
        GivePointsButton(number, disabled=not details.has_wrong_answer),
        DeclineButton(number),
    )
    pager_buttons = _build_pager_buttons(item)
    author_notes = list_author_notes(item.proposal, interaction.user.id)
    return FramedCard(
        shown.title,
        shown.body,
        above=format_queue_header(item.proposal, item.position),
        notes=[*reports.list_report_notes(details), *author_notes],
        rows=[decision_buttons, *([pager_buttons] if pager_buttons else []), *extra_rows],
    )


def _build_pager_buttons(item: QueueItem) -> list[QueuePageButton]:
    if item.position.total == 1:
        return []
    number = item.proposal.number
    return [
        QueuePageButton(item.previous_number or number, "p", disabled=item.previous_number is None),
        QueuePageButton(item.next_number or number, "n", disabled=item.next_number is None),
    ]
