"""`/review retract`, `/review edit`, `/review history` and `/canon mine`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from discord import app_commands

from bot.base import Interaction
from bot.permissions import FOR_REVIEWERS, is_reviewer
from bot.ui.card import MAX_BUTTONS, Card, FramedCard
from bot.ui.replies import reply_card
from cogs.canon.drafts.models import load_proposal_draft
from cogs.canon.history.cards import OwnProposal, member_proposals_card
from cogs.canon.history.editing import create_revision_draft
from cogs.canon.history.retraction import MAX_REASON, build_retract_form
from cogs.canon.history.views import (
    get_group_index,
    group_history_page,
    recent_history_page,
)
from cogs.canon.permissions import get_guild, require_reviewer
from cogs.canon.proposals.entry_groups import EntryGroupIndex
from cogs.canon.proposals.summary import get_headline
from cogs.canon.submit.consent import AskHereButton
from cogs.canon.submit.service import SubmissionService, open_draft_form
from cogs.canon.submit.targets import WithdrawButton
from seeds.cleaning import clean_line
from storage.proposals.proposals import Proposal, ProposalState

MAX_TYPED = 100
SHOWN_PROPOSALS = 10


@app_commands.command(
    description="For reviewers: take down something this server added", extras=FOR_REVIEWERS
)
@app_commands.rename(entry="id")
@app_commands.describe(entry="Its number, or words from it", reason="Why, for the history")
async def retract(
    interaction: Interaction,
    entry: app_commands.Range[str, 1, MAX_TYPED],
    reason: app_commands.Range[str, 0, MAX_REASON] = "",
) -> None:
    """Open the form that retracts entries of this guild."""
    await require_reviewer(interaction)
    index = await get_group_index(interaction)
    form = build_retract_form(index, index.get_named(entry), clean_line(reason))
    await form.open(interaction)


@app_commands.command(
    description="For reviewers: who changed what this server added, and when",
    extras=FOR_REVIEWERS,
)
@app_commands.rename(entry="id")
@app_commands.describe(entry="A number, or words from it (the newest changes unless you say)")
async def history(
    interaction: Interaction,
    entry: app_commands.Range[str, 1, MAX_TYPED] | None = None,
) -> None:
    """Show the history of one group of entries, or the newest events of all."""
    await require_reviewer(interaction)
    if entry is None:
        await reply_card(interaction, await recent_history_page(interaction, 0), ephemeral=True)
        return
    group = (await get_group_index(interaction)).get_named(entry)
    await reply_card(interaction, await group_history_page(interaction, group), ephemeral=True)


@app_commands.command(description="What you proposed, and how it turned out")
async def mine(interaction: Interaction) -> None:
    """Show a member their own newest proposals."""
    proposals = await interaction.client.store.proposals.list_by_author(
        get_guild(interaction).id, interaction.user.id, SHOWN_PROPOSALS
    )
    index = await get_group_index(interaction)
    card = member_proposals_card([_describe_own(one, index) for one in proposals])
    await reply_card(interaction, _add_own_buttons(card, proposals), ephemeral=True)


def _add_own_buttons(card: Card, proposals: Sequence[Proposal]) -> Card:
    """Return the card with the buttons to withdraw what is undecided, and to ask for consent."""
    asking = [one.number for one in proposals if one.state is ProposalState.AWAITING_CONSENT]
    waiting = [one.number for one in proposals if one.state is ProposalState.AWAITING_REVIEW]
    undecided = sorted([*asking, *waiting], reverse=True)
    return FramedCard(
        card.title,
        card.body,
        card.footer,
        rows=[
            [AskHereButton(one, f"Ask about {one} here") for one in asking[:MAX_BUTTONS]],
            *(
                [WithdrawButton(one, f"Take back {one}") for one in row]
                for row in (undecided[:MAX_BUTTONS], undecided[MAX_BUTTONS:])
            ),
        ],
    )


@app_commands.command(
    description="For reviewers: change something this server added", extras=FOR_REVIEWERS
)
@app_commands.rename(entry="id")
@app_commands.describe(entry="Its number, or words from it")
async def edit(interaction: Interaction, entry: app_commands.Range[str, 1, MAX_TYPED]) -> None:
    """Open a form that holds the current fields of approved entries."""
    await require_reviewer(interaction)
    service = SubmissionService.from_interaction(interaction)
    stored = await create_revision_draft(service, interaction.id, entry)
    await open_draft_form(interaction, stored, "a")


HISTORY_COMMANDS: list[app_commands.Command[Any, ..., Any]] = [retract, edit, history]
MEMBER_COMMANDS: list[app_commands.Command[Any, ..., Any]] = [mine]


@retract.autocomplete("entry")
@edit.autocomplete("entry")
async def _suggest_active_entries(
    interaction: Interaction, current: str
) -> list[app_commands.Choice[str]]:
    return await _suggest_entries(interaction, current, include_retired=False)


@history.autocomplete("entry")
async def _suggest_all_entries(
    interaction: Interaction, current: str
) -> list[app_commands.Choice[str]]:
    return await _suggest_entries(interaction, current, include_retired=True)


async def _suggest_entries(
    interaction: Interaction, current: str, *, include_retired: bool
) -> list[app_commands.Choice[str]]:
    if not await is_reviewer(interaction):
        return []
    return (await get_group_index(interaction)).suggest(current, include_retired=include_retired)


def _describe_own(proposal: Proposal, index: EntryGroupIndex) -> OwnProposal:
    group = index.get(f"own-{proposal.number}")
    is_retracted = group is not None and group.is_retired
    return OwnProposal(proposal, _get_proposal_text(proposal), is_retracted)


def _get_proposal_text(proposal: Proposal) -> str:
    draft = load_proposal_draft(proposal)
    if draft is not None:
        return " ".join(get_headline(draft.to_entries(proposal.number).main).split())
    said = json.loads(proposal.body).get("said", "")
    return " ".join(str(said).split())
