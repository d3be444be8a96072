"""Asks quoted members for consent; only the quoted member can answer."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import NamedTuple, Self

import discord

from bot.base import BotBase, Interaction
from bot.markdown import escape, format_link
from bot.messaging.direct_messages import send_direct_message
from bot.messaging.outbox_relay import relay_now
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.dates import format_date
from bot.ui.replies import reply_card
from cogs.canon.drafts.models import Draft, QuoteDraft, load_proposal_draft
from cogs.canon.permissions import get_guild
from cogs.canon.proposals.cards import mention
from cogs.canon.proposals.errors import (
    AlreadyAnsweredError,
    ConsentSettledError,
    NotQuotedMemberError,
    NotSaverError,
)
from cogs.canon.submit.service import SubmissionService
from storage.outbox import OutboxMessage
from storage.proposals.proposals import Decision, Proposal, ProposalState

log = logging.getLogger(__name__)


def consent_requested_card(number: int, member_id: int, *, is_delivered: bool) -> Card:
    """Return the card that tells the author whether the quoted member could be asked."""
    who = mention(member_id)
    if is_delivered:
        body = (
            f"I asked {who}. If they say yes, it goes to the reviewers. If they say no, I'll let "
            "you know."
        )
        return Card("Asked", body)
    body = (
        f"{who} doesn't take direct messages from me, so I couldn't ask them. It waits until they "
        "agree. You can ask them here, where everyone can see it."
    )
    return Card("Not asked yet", body).with_buttons(AskHereButton(number))


class ConsentRequest(NamedTuple):
    """A proposal that quotes `member_id`, made by `author_id`."""

    guild_id: int
    number: int
    author_id: int
    member_id: int

    @classmethod
    def from_proposal(cls, proposal: Proposal) -> ConsentRequest:
        """Return the request of a proposal that quotes a member."""
        assert proposal.consent_member_id is not None, "it quotes no member"
        return cls(
            proposal.guild_id, proposal.number, proposal.author_id, proposal.consent_member_id
        )


def consent_card(guild_name: str, request: ConsentRequest, draft: QuoteDraft) -> Card:
    """Return the card that asks the quoted member, with a button for each answer."""
    words = "\n".join(f"> {line}" for line in f"“{escape(draft.words)}”".splitlines())
    source = format_link("the message", draft.link) if draft.link else "a message"
    author, speaker = mention(request.author_id), mention(request.member_id)
    body = (
        f"{author} would like to keep these words of {speaker} among the quotes of "
        f"**{escape(guild_name)}**, as said {escape(draft.occasion)}:\n\n{words}\n\n"
        f"From {source}, {format_date(draft.date)}. No one sees it unless you say yes."
    )
    key = (request.guild_id, request.number)
    return Card("May this be kept?", body).with_buttons(AgreeButton(*key), RefuseButton(*key))


async def request_consent(
    service: SubmissionService, draft: Draft, number: int, member_id: int
) -> bool:
    """Ask the quoted member by direct message; return whether it was delivered."""
    bot, guild = service.bot, service.guild
    assert isinstance(draft, QuoteDraft), "only quotes need consent"
    request = ConsentRequest(guild.id, number, service.member_id, member_id)
    card = consent_card(guild.name, request, draft)
    colour = bot.packs.get(guild.id).colour
    return await send_direct_message(bot, member_id, card.build_view(colour))


class ConsentButton(PersistentButton, template=r"(?!)"):
    """An answer of the quoted member; its custom id holds the guild, for direct messages."""

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
            raise NotQuotedMemberError
        card, notice = await self.apply_answer(interaction, proposal)
        # In a direct message, which is not the guild's.
        colour = interaction.client.packs.get(self.guild_id).colour
        await interaction.response.edit_message(view=card.build_view(colour))
        await relay_now(interaction.client, notice)

    async def apply_answer(
        self, interaction: Interaction, proposal: Proposal
    ) -> tuple[Card, OutboxMessage | None]:
        """Store the answer; return the card for it, and what the author is told.

        Raises AlreadyAnsweredError.
        """
        raise NotImplementedError


class AgreeButton(ConsentButton, template=r"canon:ask:yes:(?P<guild>\d{1,20}):(?P<number>\d{1,9})"):
    """Gives consent, so that the proposal waits for review."""

    answer, label, style = "yes", "Yes, keep it", discord.ButtonStyle.success

    async def apply_answer(self, interaction: Interaction, proposal: Proposal) -> tuple[Card, None]:
        proposals = interaction.client.store.proposals
        key = (proposal.guild_id, proposal.number)
        if not await proposals.consent(*key, interaction.user.id):
            raise AlreadyAnsweredError(proposal)
        log.info("server %d: proposal %d agreed to by whom it quotes", *key)
        body = "A reviewer looks at it next. If you change your mind, take it back here."
        withdraw_button = RefuseButton(*key, "Take it back")
        return Card("Thank you", body).with_buttons(withdraw_button), None


class RefuseButton(ConsentButton, template=r"canon:ask:no:(?P<guild>\d{1,20}):(?P<number>\d{1,9})"):
    """Refuses consent and so withdraws the proposal."""

    answer, label = "no", "No"

    async def apply_answer(
        self, interaction: Interaction, proposal: Proposal
    ) -> tuple[Card, OutboxMessage]:
        bot = interaction.client
        key = (proposal.guild_id, proposal.number)
        notice = _build_refusal_notice(bot, proposal)
        decision = Decision(*key, interaction.user.id, bot.clock(), notice=notice)
        if not await bot.store.proposals.withdraw(decision):
            raise AlreadyAnsweredError(proposal)
        log.info("server %d: proposal %d refused by whom it quotes", *key)
        body = "It's gone, and no one can ask you about that message again."
        return Card("Not kept", body), notice


class AskHereButton(PersistentButton, template=r"canon:ask:here:(?P<number>\d{1,9})"):
    """Asks the quoted member in the channel; only the author of the proposal may click."""

    def __init__(self, number: int, label: str = "Ask them here") -> None:
        super().__init__(label, f"canon:ask:here:{number}")
        self._number = number

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["number"]))

    async def press(self, interaction: Interaction) -> None:
        guild = get_guild(interaction)
        proposal = await interaction.client.store.proposals.get(guild.id, self._number)
        if proposal is None or proposal.author_id != interaction.user.id:
            raise NotSaverError
        draft = load_proposal_draft(proposal)
        if proposal.state is not ProposalState.AWAITING_CONSENT or not isinstance(
            draft, QuoteDraft
        ):
            raise ConsentSettledError
        request = ConsentRequest.from_proposal(proposal)
        await reply_card(interaction, consent_card(guild.name, request, draft))


CONSENT_BUTTONS: Sequence[type[PersistentButton]] = (AgreeButton, RefuseButton, AskHereButton)


def _build_refusal_notice(bot: BotBase, proposal: Proposal) -> OutboxMessage:
    """Return what the author is told about a refusal; /canon mine shows it as well."""
    guild = bot.get_guild(proposal.guild_id)
    where = f"**{escape(guild.name)}**: " if guild else ""
    who = mention(ConsentRequest.from_proposal(proposal).member_id)
    text = f"{where}{who} would rather not be quoted, so I didn't keep it."
    return OutboxMessage.to_member(proposal.guild_id, proposal.author_id, text, bot.clock())
