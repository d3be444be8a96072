"""The buttons of the review, and the card they are under. Each asks anew who is clicking."""

from __future__ import annotations

import re
from typing import Any, Self

import discord

from bot.base import Interaction
from bot.ui.card import Card, FramedCard
from bot.ui.components import PersistentButton
from bot.ui.replies import reply_text
from cogs.canon.permissions import REVIEWERS_ONLY, is_reviewer
from cogs.canon.proposals.cards import (
    EMPTY_QUEUE_CARD,
    format_queue_header,
    list_author_notes,
    with_notice,
)
from cogs.canon.proposals.notes import list_proposal_notes, list_similarity_notes
from cogs.canon.proposals.preview import build_preview_card
from cogs.canon.proposals.similar_entries import CanonIndexCache
from cogs.canon.review.edit import EditProposalButton
from cogs.canon.review.forms import build_decline_form, build_explanation_form
from cogs.canon.review.queue import QueueItem, build_fingerprint, get_queue_item
from cogs.canon.review.reports import (
    ReportDetails,
    ReportService,
    list_report_notes,
    load_report,
    report_card,
)
from cogs.canon.review.service import UNREADABLE, Reviewer, ReviewService, load_proposal_draft
from cogs.canon.submit.service import COG_NAME as ADDING
from storage.proposals.proposals import Proposal
from storage.proposals.question_reports import REPORT_KIND

_NUMBER = r"(?P<number>\d{1,9})"
SUCCESS, DANGER = discord.ButtonStyle.success, discord.ButtonStyle.danger


class ReviewButton(PersistentButton, template=r"(?!)"):
    """A button about one proposal that only reviewers may press."""

    number: int

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        state: list[Any] = [int(match["number"])]
        return cls(*state)

    async def press(self, interaction: Interaction) -> None:
        if await is_reviewer(interaction):
            await self.on_reviewer_click(interaction)
        else:
            await reply_text(interaction, REVIEWERS_ONLY)

    async def on_reviewer_click(self, interaction: Interaction) -> None:
        """Answer a reviewer's click."""
        await interaction.response.defer()
        notice = await self.decide(interaction)
        await show_next(interaction, self.number, notice)

    async def decide(self, interaction: Interaction) -> str:
        """Do what the click asks for; gives a sentence on what came of it."""
        raise NotImplementedError


class QueuePageButton(ReviewButton, template=rf"canon:turn:(?P<way>[pn]):{_NUMBER}"):
    """Turns to another proposal."""

    def __init__(self, number: int, direction: str = "n", *, disabled: bool = False) -> None:
        label = "Next" if direction == "n" else "Previous"
        super().__init__(label, f"canon:turn:{direction}:{number}", disabled=disabled)
        self.number = number

    async def on_reviewer_click(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        await show_next(interaction, self.number, "")


class ApproveButton(ReviewButton, template=rf"canon:approve:{_NUMBER}:(?P<seen>[0-9a-f]{{8}})"):
    """Lets a proposal count, as it was when the button was shown."""

    def __init__(self, number: int, seen_fingerprint: str) -> None:
        super().__init__("Approve", f"canon:approve:{number}:{seen_fingerprint}", style=SUCCESS)
        self.number, self._seen_fingerprint = number, seen_fingerprint

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["number"]), match["seen"])

    async def decide(self, interaction: Interaction) -> str:
        return await _get_review_service(interaction).approve(self.number, self._seen_fingerprint)


class DeclineButton(ReviewButton, template=rf"canon:decline:{_NUMBER}"):
    """Asks why, before anything is declined."""

    def __init__(self, number: int) -> None:
        super().__init__("Decline", f"canon:decline:{number}", style=DANGER)
        self.number = number

    async def on_reviewer_click(self, interaction: Interaction) -> None:
        await build_decline_form(self.number).open(interaction)


class AcceptAnswerButton(ReviewButton, template=rf"canon:accept:{_NUMBER}"):
    """Lets the reported answer count from now on."""

    def __init__(self, number: int, *, disabled: bool = False) -> None:
        super().__init__(
            "Add the accepted form", f"canon:accept:{number}", style=SUCCESS, disabled=disabled
        )
        self.number = number

    async def on_reviewer_click(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        notice = await _get_report_service(interaction).accept_answer(self.number)
        await show_next(
            interaction, self.number, notice, await self._build_points_buttons(interaction)
        )

    async def _build_points_buttons(self, interaction: Interaction) -> list[GivePointsButton]:
        """The points for the same answer, while they can still be given."""
        details = await _load_report(interaction, self.number)
        return [GivePointsButton(self.number)] if details and details.has_wrong_answer else []


class EditExplanationButton(ReviewButton, template=rf"canon:explain:{_NUMBER}"):
    """Opens the form for another explanation."""

    def __init__(self, number: int) -> None:
        super().__init__("Fix the explanation", f"canon:explain:{number}")
        self.number = number

    async def on_reviewer_click(self, interaction: Interaction) -> None:
        details = await _load_report(interaction, self.number)
        current = details.question.explanation if details and details.question else ""
        await build_explanation_form(self.number, current).open(interaction)


class RetireQuestionButton(ReviewButton, template=rf"canon:retire:{_NUMBER}"):
    """Has the question asked no more."""

    def __init__(self, number: int) -> None:
        super().__init__("Retire the question", f"canon:retire:{number}")
        self.number = number

    async def decide(self, interaction: Interaction) -> str:
        return await _get_report_service(interaction).retire_question(self.number)


class GivePointsButton(ReviewButton, template=rf"canon:points:{_NUMBER}"):
    """Gives the points that the answer did not get."""

    def __init__(self, number: int, *, disabled: bool = False) -> None:
        super().__init__("Give the points", f"canon:points:{number}", disabled=disabled)
        self.number = number

    async def decide(self, interaction: Interaction) -> str:
        return await _get_report_service(interaction).give_points(self.number)


REVIEW_BUTTONS = (
    QueuePageButton,
    ApproveButton,
    DeclineButton,
    AcceptAnswerButton,
    EditExplanationButton,
    RetireQuestionButton,
    GivePointsButton,
)


async def show_next(
    interaction: Interaction,
    number: int,
    notice: str,
    extra_buttons: list[GivePointsButton] | None = None,
) -> None:
    """Show, over the card that was clicked, what waits at `number` or next after it."""
    card = with_notice(await queue_card(interaction, number, extra_buttons), notice)
    await interaction.edit_original_response(view=card.build_view(interaction.client.colour))


async def queue_card(
    interaction: Interaction,
    number: int = 0,
    extra_buttons: list[GivePointsButton] | None = None,
) -> Card:
    """The waiting proposal of that number or the next, with what may be done to it."""
    assert interaction.guild_id is not None, "reviewers are asked in servers only"
    item = await get_queue_item(interaction.client, interaction.guild_id, number)
    # The card of a report has that button itself.
    extra_buttons = [
        one for one in extra_buttons or [] if item is None or one.number != item.proposal.number
    ]
    extra_rows = [tuple(extra_buttons)] if extra_buttons else []
    if item is None:
        return FramedCard(EMPTY_QUEUE_CARD.title, EMPTY_QUEUE_CARD.body, rows=extra_rows)
    if item.proposal.kind == REPORT_KIND:
        return await _report_card(interaction, item, extra_rows)
    return await _draft_card(interaction, item, extra_rows)


async def _draft_card(interaction: Interaction, item: QueueItem, extra_rows: list[Any]) -> Card:
    bot, proposal = interaction.client, item.proposal
    service = _get_review_service(interaction)
    draft_entries = await service.build_entries(proposal)
    notes = [*list_author_notes(proposal, interaction.user.id)]
    if draft_entries is None:
        preview, decisions = Card("Unreadable", UNREADABLE), [DeclineButton(proposal.number)]
    else:
        preview = await build_preview_card(bot, proposal.guild_id, draft_entries)
        problems = await service.find_entry_problems(draft_entries)
        similarity_notes = await _list_similarity_notes(interaction, proposal)
        notes = [
            *similarity_notes,
            *await list_proposal_notes(bot, proposal.guild_id, draft_entries, problems),
            *notes,
        ]
        decisions = [
            ApproveButton(proposal.number, build_fingerprint(proposal.body)),
            EditProposalButton(proposal.number),
            DeclineButton(proposal.number),
        ]
    return FramedCard(
        preview.title,
        preview.body,
        preview.footer,
        above=format_queue_header(proposal, item.position),
        notes=notes,
        rows=[(*decisions, *_build_pager_buttons(item)), *extra_rows],
    )


async def _list_similarity_notes(interaction: Interaction, proposal: Proposal) -> list[str]:
    draft, cog = load_proposal_draft(proposal), interaction.client.get_cog(ADDING)
    if draft is None or cog is None:
        return []
    untyped_cog: Any = cog
    index_cache: CanonIndexCache = untyped_cog.index_cache
    matches = await index_cache.find_similar(
        proposal.guild_id, draft, excluded_number=proposal.number
    )
    return list(list_similarity_notes(matches))


async def _report_card(interaction: Interaction, item: QueueItem, extra_rows: list[Any]) -> Card:
    number = item.proposal.number
    details = await load_report(interaction.client, item.proposal)
    shown = report_card(details)
    decision_buttons = (
        AcceptAnswerButton(number, disabled=not details.can_accept),
        EditExplanationButton(number),
        RetireQuestionButton(number),
        GivePointsButton(number, disabled=not details.has_wrong_answer),
        DeclineButton(number),
    )
    pager_buttons = _build_pager_buttons(item)
    return FramedCard(
        shown.title,
        shown.body,
        above=format_queue_header(item.proposal, item.position),
        notes=[*list_report_notes(details), *list_author_notes(item.proposal, interaction.user.id)],
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


async def _load_report(interaction: Interaction, number: int) -> ReportDetails | None:
    proposal = await _get_review_service(interaction).get_proposal(number)
    return await load_report(interaction.client, proposal) if proposal else None


def get_reviewer(interaction: Interaction) -> Reviewer:
    """Who decides here."""
    assert interaction.guild is not None, "reviewers are asked in servers only"
    return Reviewer(interaction.guild, interaction.user.id)


def _get_review_service(interaction: Interaction) -> ReviewService:
    return ReviewService(interaction.client, get_reviewer(interaction))


def _get_report_service(interaction: Interaction) -> ReportService:
    return ReportService(interaction.client, get_reviewer(interaction))
