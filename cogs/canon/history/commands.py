"""`/canon retract`, `/canon edit`, `/canon history` and `/canon mine`."""

from __future__ import annotations

import json
from typing import Any

from discord import app_commands

from bot.base import Interaction
from bot.ui.card import MAX_BUTTONS, Card
from bot.ui.replies import reply_card
from cogs.canon.history.cards import member_proposals_card
from cogs.canon.history.editing import create_revision_draft
from cogs.canon.history.index import EntryGroup
from cogs.canon.history.views import (
    get_group_index,
    group_history_page,
    recent_history_page,
)
from cogs.canon.permissions import get_guild, is_reviewer, require_reviewer
from cogs.canon.proposals.cards import with_notice
from cogs.canon.proposals.drafts import load_proposal_draft
from cogs.canon.proposals.summary import get_headline
from cogs.canon.submit.consent import AskHereButton
from cogs.canon.submit.service import SubmissionService, open_draft_form
from seeds.cleaning import clean_line
from storage.canon.audit_log import EntryChange
from storage.proposals.proposals import Proposal, ProposalState

MAX_TYPED = 100
MAX_REASON = 200
SHOWN_PROPOSALS = 10


@app_commands.command(description="Take something out that this server has added")
@app_commands.rename(entry="id")
@app_commands.describe(entry="Its number, or words of it", reason="Why: the history keeps it")
async def retract(
    interaction: Interaction,
    entry: app_commands.Range[str, 1, MAX_TYPED],
    reason: app_commands.Range[str, 0, MAX_REASON] = "",
) -> None:
    """Retract entries of this guild."""
    await require_reviewer(interaction)
    index = await get_group_index(interaction)
    group = index.get_named(entry)
    bot = interaction.client
    change = EntryChange(
        get_guild(interaction).id, interaction.user.id, bot.clock(), clean_line(reason)
    )
    is_retracted = await bot.store.guild_entries.retract(change, index.list_retractable_ids(group))
    notice = (
        "Retracted: it is gone from every card." if is_retracted else "It did not count any more."
    )
    await reply_card(
        interaction,
        with_notice(await _reload_group_page(interaction, group), notice),
        ephemeral=True,
    )


@app_commands.command(description="Who changed what this server has added, and when")
@app_commands.rename(entry="id")
@app_commands.describe(entry="A number, or words of it; the newest changes when left out")
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


@app_commands.command(description="What became of what you proposed")
async def mine(interaction: Interaction) -> None:
    """Show a member their own newest proposals."""
    proposals = await interaction.client.store.proposals.list_by_author(
        get_guild(interaction).id, interaction.user.id, SHOWN_PROPOSALS
    )
    card = member_proposals_card([(one, _get_proposal_text(one)) for one in proposals])
    asking = [one.number for one in proposals if one.state is ProposalState.AWAITING_CONSENT][
        :MAX_BUTTONS
    ]
    asks = [AskHereButton(number, f"Ask about {number} here") for number in asking]
    await reply_card(interaction, card.with_buttons(*asks), ephemeral=True)


@app_commands.command(description="Change something that this server has added")
@app_commands.rename(entry="id")
@app_commands.describe(entry="Its number, or words of it")
async def edit(interaction: Interaction, entry: app_commands.Range[str, 1, MAX_TYPED]) -> None:
    """Open a form that holds the current fields of approved entries."""
    await require_reviewer(interaction)
    service = SubmissionService.from_interaction(interaction)
    stored = await create_revision_draft(service, interaction.id, entry)
    await open_draft_form(interaction, stored, "a")


HISTORY_COMMANDS: list[app_commands.Command[Any, ..., Any]] = [retract, edit, history, mine]


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


async def _reload_group_page(interaction: Interaction, group: EntryGroup) -> Card:
    """Return the page of a group after a change."""
    fresh = (await get_group_index(interaction)).get(group.key)
    return await group_history_page(interaction, fresh or group)


def _get_proposal_text(proposal: Proposal) -> str:
    draft = load_proposal_draft(proposal)
    if draft is not None:
        return get_headline(draft.to_entries(proposal.number).main)
    said = json.loads(proposal.body).get("said", "")
    return str(said)
