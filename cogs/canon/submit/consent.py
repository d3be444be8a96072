"""Asks a member whether their words may be kept. Nobody else's click counts."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Self

import discord

from bot.client import FanBot
from bot.messaging.sending import TROUBLE
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.dates import in_words
from bot.ui.replies import reply, say
from bot.ui.text import escape
from cogs.canon.proposals.cards import mention
from cogs.canon.proposals.drafts import Draft, QuoteDraft
from cogs.canon.review.service import draft_of
from storage.proposals.proposals import Proposal, ProposalState

if TYPE_CHECKING:
    from collections.abc import Sequence

log = logging.getLogger(__name__)

NOT_YOURS = "Only the member who is quoted there can answer that."
SETTLED = "That was settled before, so nothing was changed."
COUNTS = "It counts by now: ask a reviewer there to retract it, or delete it with /privacy."
REFUSED = "they were asked about that message before and did not want it kept."


def asked_card(number: int, asked_id: int, *, is_asked: bool) -> Card:
    """What the saver reads: who was asked, or that they could not be."""
    who = mention(asked_id)
    if is_asked:
        body = f"I have asked {who}. With a yes it goes to the reviewers; a no you are told."
        return Card("Asked", body)
    body = (
        f"{who} takes no direct messages from me, so nobody could ask them. It waits until they "
        "agree: ask them here, where everybody can see it, or leave it."
    )
    return Card("Not asked yet", body).with_buttons(AskHereButton(number))


def question_card(place: str, proposal: Proposal, draft: QuoteDraft) -> Card:
    """What the quoted member is asked; `place` is the server's name."""
    words = "\n".join(f"> {line}" for line in f"“{escape(draft.words)}”".splitlines())
    source = f"[the message](<{draft.link}>)" if draft.link else "a message"
    saver, speaker = mention(proposal.author_id), mention(_asked(proposal))
    body = (
        f"{saver} would like to keep these words of {speaker} among the quotes of "
        f"**{escape(place)}**, as said {escape(draft.occasion)}:\n\n{words}\n\n"
        f"From {source}, {in_words(draft.date)}. Without a yes nobody gets to see it."
    )
    key = (proposal.guild_id, proposal.number)
    return Card("May this be kept?", body).with_buttons(AgreeButton(*key), RefuseButton(*key))


async def ask_member(bot: FanBot, guild: discord.Guild, number: int) -> bool:
    """Ask in a direct message; False when that cannot be delivered."""
    proposal = await bot.store.proposals.get(guild.id, number)
    draft = draft_of(proposal) if proposal else None
    if proposal is None or not isinstance(draft, QuoteDraft):
        return False
    card = question_card(guild.name, proposal, draft)
    try:
        place = await bot.create_dm(discord.Object(_asked(proposal)))
        await place.send(view=card.view(bot.colour))
    except TROUBLE as error:
        log.info("server %d: user %d could not be asked: %r", guild.id, _asked(proposal), error)
        return False
    return True


async def has_refused(bot: FanBot, guild_id: int, draft: Draft, asked_id: int | None) -> str | None:
    """Why a member is not asked again: one no is enough for one message."""
    if asked_id is None:
        return None
    refused = await bot.store.proposals.list_refused_by_quoted(guild_id, asked_id)
    links = [one.link for one in map(draft_of, refused) if one is not None]
    return f"{mention(asked_id)} need not be asked: {REFUSED}" if draft.link in links else None


class AnswerButton(PersistentButton, template=r"(?!)"):
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

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        proposal = await interaction.client.store.proposals.get(self.guild_id, self.number)
        if proposal is None or proposal.consent_member_id != interaction.user.id:
            await say(interaction, NOT_YOURS)
            return
        card = await self.settle(interaction, proposal)
        if card is None:
            await say(interaction, COUNTS if proposal.state is ProposalState.APPROVED else SETTLED)
        else:
            await interaction.response.edit_message(view=card.view(interaction.client.colour))
            await self.spread(interaction.client, proposal)

    async def spread(self, bot: FanBot, proposal: Proposal) -> None:
        """Tell whom else the answer concerns, once it is carried out."""

    async def settle(
        self, interaction: discord.Interaction[FanBot], proposal: Proposal
    ) -> Card | None:
        """Carry the answer out; None when it comes too late."""
        raise NotImplementedError


class AgreeButton(AnswerButton, template=r"canon:ask:yes:(?P<guild>\d{1,20}):(?P<number>\d{1,9})"):
    """Lets the words go on to the reviewers."""

    answer, label, style = "yes", "Yes, keep it", discord.ButtonStyle.success

    async def settle(
        self, interaction: discord.Interaction[FanBot], proposal: Proposal
    ) -> Card | None:
        proposals = interaction.client.store.proposals
        key = (proposal.guild_id, proposal.number)
        if not await proposals.consent(*key, interaction.user.id):
            return None
        log.info("server %d: proposal %d agreed to by whom it quotes", *key)
        body = "A reviewer looks at it next. Should you think better of it, take it back here."
        back = RefuseButton(*key, "Take it back")
        return Card("Thank you", body).with_buttons(back)


class RefuseButton(AnswerButton, template=r"canon:ask:no:(?P<guild>\d{1,20}):(?P<number>\d{1,9})"):
    """Withdraws the words."""

    answer, label = "no", "No"

    async def settle(
        self, interaction: discord.Interaction[FanBot], proposal: Proposal
    ) -> Card | None:
        bot = interaction.client
        at = int(bot.clock().timestamp())
        key = (proposal.guild_id, proposal.number)
        if not await bot.store.proposals.withdraw(*key, interaction.user.id, at):
            return None
        log.info("server %d: proposal %d refused by whom it quotes", *key)
        return Card("Not kept", "It is withdrawn, and nobody will ask about that message again.")

    async def spread(self, bot: FanBot, proposal: Proposal) -> None:
        await _tell_saver(bot, proposal)


class AskHereButton(PersistentButton, template=r"canon:ask:here:(?P<number>\d{1,9})"):
    """Asks in the channel, where the saver wants it."""

    def __init__(self, number: int, label: str = "Ask them here") -> None:
        super().__init__(label, f"canon:ask:here:{number}")
        self._number = number

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["number"]))

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        assert interaction.guild is not None, "members are quoted in servers only"
        store = interaction.client.store
        proposal = await store.proposals.get(interaction.guild.id, self._number)
        draft = draft_of(proposal) if proposal else None
        if proposal is None or proposal.author_id != interaction.user.id:
            await say(interaction, "Only whoever saved it can have it asked here.")
        elif proposal.state is not ProposalState.AWAITING_CONSENT or not isinstance(draft, QuoteDraft):
            await say(interaction, "That question is settled: /canon mine shows what came of it.")
        else:
            await reply(interaction, question_card(interaction.guild.name, proposal, draft))


ASK_BUTTONS: Sequence[type[PersistentButton]] = (AgreeButton, RefuseButton, AskHereButton)


def _asked(proposal: Proposal) -> int:
    assert proposal.consent_member_id is not None, "only proposals that ask somebody get here"
    return proposal.consent_member_id


async def _tell_saver(bot: FanBot, proposal: Proposal) -> None:
    """Tell whoever saved it; when they take no messages, /canon mine has it."""
    guild = bot.get_guild(proposal.guild_id)
    where = f"**{escape(guild.name)}**: " if guild else ""
    who = mention(_asked(proposal))
    try:
        place = await bot.create_dm(discord.Object(proposal.author_id))
        await place.send(f"{where}{who} would rather not be quoted there, so it is not kept.")
    except TROUBLE as error:
        log.info("user %d could not be told: %r", proposal.author_id, error)
