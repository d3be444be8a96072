"""Asks a member whether their words may be kept. Nobody else's click counts."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Self

import discord

from bot.base import BotBase, Interaction
from bot.messaging.sending import REQUEST_ERRORS
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.dates import format_date
from bot.ui.replies import reply_card, reply_text
from bot.ui.text import escape
from cogs.canon.proposals.cards import mention
from cogs.canon.proposals.drafts import Draft, QuoteDraft
from cogs.canon.review.service import load_proposal_draft
from storage.proposals.proposals import Proposal, ProposalState

if TYPE_CHECKING:
    from collections.abc import Sequence

log = logging.getLogger(__name__)

QUOTED_MEMBER_ONLY = "Only the member who is quoted there can answer that."
ALREADY_ANSWERED = "That was settled before, so nothing was changed."
ALREADY_APPROVED = (
    "It counts by now: ask a reviewer there to retract it, or delete it with /privacy."
)
REFUSED_BEFORE = "they were asked about that message before and did not want it kept."


def consent_requested_card(number: int, member_id: int, *, is_delivered: bool) -> Card:
    """What the saver reads: who was asked, or that they could not be."""
    who = mention(member_id)
    if is_delivered:
        body = f"I have asked {who}. With a yes it goes to the reviewers; a no you are told."
        return Card("Asked", body)
    body = (
        f"{who} takes no direct messages from me, so nobody could ask them. It waits until they "
        "agree: ask them here, where everybody can see it, or leave it."
    )
    return Card("Not asked yet", body).with_buttons(AskHereButton(number))


def consent_card(guild_name: str, proposal: Proposal, draft: QuoteDraft) -> Card:
    """What the quoted member is asked; `place` is the server's name."""
    words = "\n".join(f"> {line}" for line in f"“{escape(draft.words)}”".splitlines())
    source = f"[the message](<{draft.link}>)" if draft.link else "a message"
    author, speaker = mention(proposal.author_id), mention(_get_consent_member_id(proposal))
    body = (
        f"{author} would like to keep these words of {speaker} among the quotes of "
        f"**{escape(guild_name)}**, as said {escape(draft.occasion)}:\n\n{words}\n\n"
        f"From {source}, {format_date(draft.date)}. Without a yes nobody gets to see it."
    )
    key = (proposal.guild_id, proposal.number)
    return Card("May this be kept?", body).with_buttons(AgreeButton(*key), RefuseButton(*key))


async def request_consent(bot: BotBase, guild: discord.Guild, number: int) -> bool:
    """Ask in a direct message; False when that cannot be delivered."""
    proposal = await bot.store.proposals.get(guild.id, number)
    draft = load_proposal_draft(proposal) if proposal else None
    if proposal is None or not isinstance(draft, QuoteDraft):
        return False
    card = consent_card(guild.name, proposal, draft)
    try:
        dm_channel = await bot.create_dm(discord.Object(_get_consent_member_id(proposal)))
        await dm_channel.send(view=card.build_view(bot.colour))
    except REQUEST_ERRORS as error:
        log.info(
            "server %d: user %d could not be asked: %r",
            guild.id,
            _get_consent_member_id(proposal),
            error,
        )
        return False
    return True


async def get_refusal_error(
    bot: BotBase, guild_id: int, draft: Draft, member_id: int | None
) -> str | None:
    """Why a member is not asked again: one no is enough for one message."""
    if member_id is None:
        return None
    refused = await bot.store.proposals.list_refused_by_quoted(guild_id, member_id)
    links = [one.link for one in map(load_proposal_draft, refused) if one is not None]
    return (
        f"{mention(member_id)} need not be asked: {REFUSED_BEFORE}" if draft.link in links else None
    )


class ConsentButton(PersistentButton, template=r"(?!)"):
    """An answer of the quoted member's; it works in direct messages, so it names the server."""

    answer: str
    label: str
    style = discord.ButtonStyle.secondary

    def __init__(self, guild_id: int, number: int, label: str = "") -> None:
        custom_id = f"canon:ask:{self.answer}:{guild_id}:{number}"
        super().__init__(label or self.label, custom_id, style=self.style)
        self.guild_id, self.number = guild_id, number

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["guild"]), int(match["number"]))

    async def press(self, interaction: Interaction) -> None:
        proposal = await interaction.client.store.proposals.get(self.guild_id, self.number)
        if proposal is None or proposal.consent_member_id != interaction.user.id:
            await reply_text(interaction, QUOTED_MEMBER_ONLY)
            return
        card = await self.apply_answer(interaction, proposal)
        if card is None:
            await reply_text(
                interaction,
                ALREADY_APPROVED if proposal.state is ProposalState.APPROVED else ALREADY_ANSWERED,
            )
        else:
            await interaction.response.edit_message(view=card.build_view(interaction.client.colour))
            await self.notify(interaction.client, proposal)

    async def notify(self, bot: BotBase, proposal: Proposal) -> None:
        """Tell whom else the answer concerns, once it is carried out."""

    async def apply_answer(self, interaction: Interaction, proposal: Proposal) -> Card | None:
        """Carry the answer out; None when it comes too late."""
        raise NotImplementedError


class AgreeButton(ConsentButton, template=r"canon:ask:yes:(?P<guild>\d{1,20}):(?P<number>\d{1,9})"):
    """Lets the words go on to the reviewers."""

    answer, label, style = "yes", "Yes, keep it", discord.ButtonStyle.success

    async def apply_answer(self, interaction: Interaction, proposal: Proposal) -> Card | None:
        proposals = interaction.client.store.proposals
        key = (proposal.guild_id, proposal.number)
        if not await proposals.consent(*key, interaction.user.id):
            return None
        log.info("server %d: proposal %d agreed to by whom it quotes", *key)
        body = "A reviewer looks at it next. Should you think better of it, take it back here."
        withdraw_button = RefuseButton(*key, "Take it back")
        return Card("Thank you", body).with_buttons(withdraw_button)


class RefuseButton(ConsentButton, template=r"canon:ask:no:(?P<guild>\d{1,20}):(?P<number>\d{1,9})"):
    """Withdraws the words."""

    answer, label = "no", "No"

    async def apply_answer(self, interaction: Interaction, proposal: Proposal) -> Card | None:
        bot = interaction.client
        timestamp = int(bot.clock().timestamp())
        key = (proposal.guild_id, proposal.number)
        if not await bot.store.proposals.withdraw(*key, interaction.user.id, timestamp):
            return None
        log.info("server %d: proposal %d refused by whom it quotes", *key)
        return Card("Not kept", "It is withdrawn, and nobody will ask about that message again.")

    async def notify(self, bot: BotBase, proposal: Proposal) -> None:
        await _notify_author(bot, proposal)


class AskHereButton(PersistentButton, template=r"canon:ask:here:(?P<number>\d{1,9})"):
    """Asks in the channel, where the saver wants it."""

    def __init__(self, number: int, label: str = "Ask them here") -> None:
        super().__init__(label, f"canon:ask:here:{number}")
        self._number = number

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["number"]))

    async def press(self, interaction: Interaction) -> None:
        assert interaction.guild is not None, "members are quoted in servers only"
        store = interaction.client.store
        proposal = await store.proposals.get(interaction.guild.id, self._number)
        draft = load_proposal_draft(proposal) if proposal else None
        if proposal is None or proposal.author_id != interaction.user.id:
            await reply_text(interaction, "Only whoever saved it can have it asked here.")
        elif proposal.state is not ProposalState.AWAITING_CONSENT or not isinstance(
            draft, QuoteDraft
        ):
            await reply_text(
                interaction, "That question is settled: /canon mine shows what came of it."
            )
        else:
            await reply_card(interaction, consent_card(interaction.guild.name, proposal, draft))


CONSENT_BUTTONS: Sequence[type[PersistentButton]] = (AgreeButton, RefuseButton, AskHereButton)


def _get_consent_member_id(proposal: Proposal) -> int:
    assert proposal.consent_member_id is not None, "only proposals that ask somebody get here"
    return proposal.consent_member_id


async def _notify_author(bot: BotBase, proposal: Proposal) -> None:
    """Tell whoever saved it; when they take no messages, /canon mine has it."""
    guild = bot.get_guild(proposal.guild_id)
    where = f"**{escape(guild.name)}**: " if guild else ""
    who = mention(_get_consent_member_id(proposal))
    try:
        dm_channel = await bot.create_dm(discord.Object(proposal.author_id))
        await dm_channel.send(f"{where}{who} would rather not be quoted there, so it is not kept.")
    except REQUEST_ERRORS as error:
        log.info("user %d could not be told: %r", proposal.author_id, error)
