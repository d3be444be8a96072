"""`/canon retract`, `/canon history` and `/canon mine`."""

from __future__ import annotations

import json

from discord import app_commands
from discord.ext import commands

from bot.base import BotBase, Interaction
from bot.ui.card import MAX_BUTTONS, Card
from bot.ui.replies import reply_card, reply_text
from bot.ui.text import clip, escape
from cogs.canon.group import canon
from cogs.canon.history.cards import member_proposals_card
from cogs.canon.history.index import EntryGroup, EntryGroupIndexCache
from cogs.canon.history.views import (
    COG_NAME,
    get_group_index,
    get_guild_id,
    group_history_page,
    recent_history_page,
)
from cogs.canon.permissions import REVIEWERS_ONLY, is_reviewer
from cogs.canon.proposals.cards import with_notice
from cogs.canon.proposals.preview import get_main_entry
from cogs.canon.proposals.summary import get_headline
from cogs.canon.review.service import load_proposal_draft
from cogs.canon.submit.consent import AskHereButton
from seeds.cleaning import clean_line
from storage.proposals.proposals import Proposal, ProposalState

MAX_TYPED = 100
MAX_REASON = 200
SHOWN_PROPOSALS = 10


class HistoryCog(commands.Cog, name=COG_NAME):
    """Keeps what suggestions are made from."""

    def __init__(self, bot: BotBase) -> None:
        self.group_index_cache = EntryGroupIndexCache(bot.store)


@canon.command(description="Take something out that this server has added")
@app_commands.rename(entry="id")
@app_commands.describe(entry="Its number, or words of it", reason="Why: the history keeps it")
async def retract(
    interaction: Interaction,
    entry: app_commands.Range[str, 1, MAX_TYPED],
    reason: app_commands.Range[str, 0, MAX_REASON] = "",
) -> None:
    """Let own entries count no longer."""
    if not await is_reviewer(interaction):
        await reply_text(interaction, REVIEWERS_ONLY)
        return
    index = await get_group_index(interaction)
    group = index.find(entry)
    if group is None:
        await reply_text(interaction, format_not_found(entry))
        return
    bot = interaction.client
    is_retracted = await bot.store.guild_entries.retract(
        get_guild_id(interaction),
        index.list_retractable_ids(group),
        interaction.user.id,
        int(bot.clock().timestamp()),
        clean_line(reason),
    )
    notice = (
        "Retracted: it is gone from every card." if is_retracted else "It did not count any more."
    )
    await reply_card(
        interaction,
        with_notice(await _reload_group_page(interaction, group), notice),
        ephemeral=True,
    )


@canon.command(description="Who changed what this server has added, and when")
@app_commands.rename(entry="id")
@app_commands.describe(entry="A number, or words of it; the newest changes when left out")
async def history(
    interaction: Interaction,
    entry: app_commands.Range[str, 1, MAX_TYPED] | None = None,
) -> None:
    """Show the history of one number, or the newest of all."""
    if not await is_reviewer(interaction):
        await reply_text(interaction, REVIEWERS_ONLY)
        return
    if entry is None:
        await reply_card(interaction, await recent_history_page(interaction, 0), ephemeral=True)
        return
    group = (await get_group_index(interaction)).find(entry)
    if group is None:
        await reply_text(interaction, format_not_found(entry))
    else:
        await reply_card(interaction, await group_history_page(interaction, group), ephemeral=True)


@canon.command(description="What became of what you proposed")
async def mine(interaction: Interaction) -> None:
    """Show whoever asks their own newest proposals."""
    proposals = await interaction.client.store.proposals.list_by_author(
        get_guild_id(interaction), interaction.user.id, SHOWN_PROPOSALS
    )
    card = member_proposals_card([(one, _get_proposal_text(one)) for one in proposals])
    asking = [one.number for one in proposals if one.state is ProposalState.AWAITING_CONSENT][
        :MAX_BUTTONS
    ]
    asks = [AskHereButton(number, f"Ask about {number} here") for number in asking]
    await reply_card(interaction, card.with_buttons(*asks), ephemeral=True)


@retract.autocomplete("entry")
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
    """The page of what is left and what is gone, read anew."""
    fresh = (await get_group_index(interaction)).get(group.key)
    return await group_history_page(interaction, fresh or group)


def format_not_found(typed: str) -> str:
    """What to tell who named nothing that is there."""
    return (
        f"This server has added nothing called “{escape(clip(typed, 50))}”: pick one from the list "
        "that comes up as you type."
    )


def _get_proposal_text(proposal: Proposal) -> str:
    draft = load_proposal_draft(proposal)
    if draft is not None:
        return get_headline(get_main_entry(draft.to_entries(proposal.number)))
    said = json.loads(proposal.body).get("said", "")
    return str(said)
