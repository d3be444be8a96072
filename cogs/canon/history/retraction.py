"""The form that asks once before something is retracted, and what happens when it is submitted."""

from __future__ import annotations

import re
from typing import Any

import discord
from discord.ext import commands

from bot.base import Interaction
from bot.ui.error_replies import interaction_scope
from bot.ui.forms import MAX_OPTION, ModalSubmission, PersistentModal, match_submission
from bot.ui.replies import reply_card
from bot.ui.text import clip
from cogs.canon.announce.cog import update_announcements
from cogs.canon.history.views import get_group_index, group_history_page
from cogs.canon.permissions import get_guild, require_reviewer
from cogs.canon.proposals.cards import with_notice
from cogs.canon.proposals.entry_groups import EntryGroup, EntryGroupIndex
from cogs.canon.proposals.summary import get_headline
from seeds.cleaning import clean_line
from storage.canon.audit_log import EntryChange

MAX_REASON = 200
RETRACT_FORM_ID = re.compile(r"canon:retract:(?P<entry>(?:[a-z]+\.)?own-\d{1,9})(?::\d{1,20})?")
"""Forms of older versions end in the id of the interaction that opened them."""


def build_retract_form(index: EntryGroupIndex, group: EntryGroup, reason: str) -> PersistentModal:
    """Return the form that retracts a group when it is submitted."""
    is_whole = index.get(group.key) == group
    name = group.key if is_whole else group.main.entry.id
    text: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id="reason", max_length=MAX_REASON, required=False, default=reason or None
    )
    headline = " ".join(get_headline(group.main.entry).split())
    field = discord.ui.Label(
        text="Why? This goes in the history",
        description=clip(f"Comes off every card: {headline}", MAX_OPTION),
        component=text,
    )
    return PersistentModal(f"Retract {name}?", f"canon:retract:{name}", field)


class RetractFormsCog(commands.Cog, name="Retract forms"):
    """Handles the forms that retract, including those opened before a restart."""

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Handle a submitted form; ignore all other interactions."""
        submission = match_submission(interaction, RETRACT_FORM_ID)
        if submission is not None:
            async with interaction_scope(interaction):
                await on_retract_form(interaction, submission)


async def on_retract_form(interaction: Interaction, submission: ModalSubmission) -> None:
    """Retract what the form names, and show its history.

    Raises NotReviewerError or EntryNotFoundError.
    """
    await require_reviewer(interaction)
    index = await get_group_index(interaction)
    group = index.get_named(submission.match["entry"])
    bot, reason = interaction.client, clean_line(submission.values.get("reason", ""))
    change = EntryChange(
        get_guild(interaction).id, interaction.user.id, bot.clock(), reason[:MAX_REASON]
    )
    is_retracted = await bot.store.guild_entries.retract(change, index.list_retractable_ids(group))
    notice = "Retracted. I took it off every card." if is_retracted else "It was already retracted."
    fresh = (await get_group_index(interaction)).get(group.key) or group
    card = with_notice(await group_history_page(interaction, fresh), notice)
    await reply_card(interaction, card, ephemeral=True)
    await update_announcements(bot)
