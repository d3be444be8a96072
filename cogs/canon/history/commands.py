"""`/canon retract`, `/canon history` and `/canon mine`."""

from __future__ import annotations

import json

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import FanBot
from bot.ui.card import MAX_BUTTONS, Card
from bot.ui.replies import reply, say
from bot.ui.text import clip, escape
from cogs.canon.group import canon
from cogs.canon.history.cards import mine_card
from cogs.canon.history.index import Indexes, Numbered
from cogs.canon.history.views import COG, group_page, guild_of, index_of, newest_page
from cogs.canon.permissions import REVIEWERS_ONLY, is_reviewer
from cogs.canon.proposals.cards import with_notice
from cogs.canon.proposals.preview import shown_first
from cogs.canon.proposals.summary import headline_of
from cogs.canon.review.service import draft_of
from cogs.canon.submit.consent import AskHereButton
from seeds.cleaning import clean_line
from storage.proposals.proposals import Proposal, ProposalState

MAX_TYPED = 100
MAX_REASON = 200
SHOWN_MINE = 10


class HistoryCog(commands.Cog, name=COG):
    """Keeps what suggestions are made from."""

    def __init__(self, bot: FanBot) -> None:
        self.indexes = Indexes(bot.store)


@canon.command(description="Take something out that this server has added")
@app_commands.rename(entry="id")
@app_commands.describe(entry="Its number, or words of it", reason="Why: the history keeps it")
async def retract(
    interaction: discord.Interaction[FanBot],
    entry: app_commands.Range[str, 1, MAX_TYPED],
    reason: app_commands.Range[str, 0, MAX_REASON] = "",
) -> None:
    """Let own entries count no longer."""
    if not await is_reviewer(interaction):
        await say(interaction, REVIEWERS_ONLY)
        return
    index = await index_of(interaction)
    group = index.find(entry)
    if group is None:
        await say(interaction, no_such(entry))
        return
    bot = interaction.client
    gone = await bot.store.guild_entries.retract(
        guild_of(interaction),
        index.to_retract(group),
        interaction.user.id,
        int(bot.clock().timestamp()),
        clean_line(reason),
    )
    notice = "Retracted: it is gone from every card." if gone else "It did not count any more."
    await reply(interaction, with_notice(await _page(interaction, group), notice), private=True)


@canon.command(description="Who changed what this server has added, and when")
@app_commands.rename(entry="id")
@app_commands.describe(entry="A number, or words of it; the newest changes when left out")
async def history(
    interaction: discord.Interaction[FanBot],
    entry: app_commands.Range[str, 1, MAX_TYPED] | None = None,
) -> None:
    """Show the history of one number, or the newest of all."""
    if not await is_reviewer(interaction):
        await say(interaction, REVIEWERS_ONLY)
        return
    if entry is None:
        await reply(interaction, await newest_page(interaction, 0), private=True)
        return
    group = (await index_of(interaction)).find(entry)
    if group is None:
        await say(interaction, no_such(entry))
    else:
        await reply(interaction, await group_page(interaction, group), private=True)


@canon.command(description="What became of what you proposed")
async def mine(interaction: discord.Interaction[FanBot]) -> None:
    """Show whoever asks their own newest proposals."""
    proposals = await interaction.client.store.proposals.list_by_author(
        guild_of(interaction), interaction.user.id, SHOWN_MINE
    )
    card = mine_card([(one, _words(one)) for one in proposals])
    asking = [one.number for one in proposals if one.state is ProposalState.AWAITING_CONSENT][:MAX_BUTTONS]
    asks = [AskHereButton(number, f"Ask about {number} here") for number in asking]
    await reply(interaction, card.with_buttons(*asks), private=True)


@retract.autocomplete("entry")
async def _suggest_counting(
    interaction: discord.Interaction[FanBot], current: str
) -> list[app_commands.Choice[str]]:
    return await _suggest(interaction, current, retired=False)


@history.autocomplete("entry")
async def _suggest_any(
    interaction: discord.Interaction[FanBot], current: str
) -> list[app_commands.Choice[str]]:
    return await _suggest(interaction, current, retired=True)


async def _suggest(
    interaction: discord.Interaction[FanBot], current: str, *, retired: bool
) -> list[app_commands.Choice[str]]:
    if not await is_reviewer(interaction):
        return []
    return (await index_of(interaction)).suggest(current, retired=retired)


async def _page(interaction: discord.Interaction[FanBot], group: Numbered) -> Card:
    """The page of what is left and what is gone, read anew."""
    fresh = (await index_of(interaction)).get(group.number)
    return await group_page(interaction, fresh or group)


def no_such(typed: str) -> str:
    """What to tell who named nothing that is there."""
    return (
        f"This server has added nothing called “{escape(clip(typed, 50))}”: pick one from the list "
        "that comes up as you type."
    )


def _words(proposal: Proposal) -> str:
    draft = draft_of(proposal)
    if draft is not None:
        return headline_of(shown_first(draft.written(proposal.number)))
    said = json.loads(proposal.body).get("said", "")
    return str(said)
