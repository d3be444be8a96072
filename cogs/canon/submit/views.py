"""The buttons under a draft, and the forms they open. All of it works again after a restart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Self

import discord

from bot.client import FanBot
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.forms import Submission
from bot.ui.replies import open_private, say
from cogs.canon.permissions import REVIEWERS_ONLY, is_reviewer
from cogs.canon.proposals.cards import Reviewed, with_notice
from cogs.canon.proposals.drafts import Draft, QuestionDraft
from cogs.canon.review.views import queue_card
from cogs.canon.submit.cards import (
    BACK,
    CHANGED,
    DROPPED,
    GONE,
    NOT_BACK,
    Outlook,
    gone_card,
    problem_card,
    sent_card,
    verdict,
)
from cogs.canon.submit.consent import ask_member, asked_card, has_refused
from cogs.canon.submit.forms import SECOND_LABELS, fields_of, guess_form
from cogs.canon.submit.quota import FullError
from cogs.canon.submit.service import desk_of, open_form
from seeds.cleaning import clean_line
from storage.proposals.drafts import StoredDraft

if TYPE_CHECKING:
    from collections.abc import Sequence

AMENDED = "Saved: this is what it says now."
_DRAFT = r"(?P<draft>\d{1,20})"


class DraftButton(PersistentButton, template=r"(?!)"):
    """A button under a draft; only its author's clicks find the draft."""

    what: str
    label: str
    style = discord.ButtonStyle.secondary

    def __init__(self, draft_id: int, label: str = "", *, disabled: bool = False) -> None:
        custom_id = f"canon:add:{self.what}:{draft_id}"
        super().__init__(label or self.label, custom_id, style=self.style, disabled=disabled)
        self._draft_id = draft_id

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["draft"]))

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        stored = await desk_of(interaction).get(self._draft_id)
        if stored is None:
            await say(interaction, GONE)
        else:
            await self.go_on(interaction, stored)

    async def go_on(self, interaction: discord.Interaction[FanBot], stored: StoredDraft) -> None:
        """Answer a click of the author's."""
        raise NotImplementedError


class SendButton(DraftButton, template=rf"canon:add:send:{_DRAFT}"):
    """Makes the draft a proposal, once; a reviewer's own counts at once."""

    what, label, style = "send", "Send it in", discord.ButtonStyle.success

    async def go_on(self, interaction: discord.Interaction[FanBot], stored: StoredDraft) -> None:
        await interaction.response.defer()
        card = await _send(interaction, stored)
        if card is None:
            # The click before this one has sent it, and says so on the card.
            await interaction.followup.send(GONE, ephemeral=True)
        else:
            await interaction.edit_original_response(view=card.view(interaction.client.colour))


class ChangeButton(DraftButton, template=rf"canon:add:a:{_DRAFT}"):
    """Opens the first form again, with all that was typed."""

    what, label = "a", "Change"

    async def go_on(self, interaction: discord.Interaction[FanBot], stored: StoredDraft) -> None:
        await open_form(interaction, stored, self.what)


class SecondButton(ChangeButton, template=rf"canon:add:b:{_DRAFT}"):
    """Opens the second form, for kinds that have one."""

    what, label = "b", "More"


class TryButton(DraftButton, template=rf"canon:add:try:{_DRAFT}"):
    """Takes an answer to a question, to see whether it would count."""

    what, label = "try", "Try an answer"

    async def go_on(self, interaction: discord.Interaction[FanBot], stored: StoredDraft) -> None:
        await guess_form(stored.id, clean_line(stored.typed.get("text", ""))).open(interaction)


class DropButton(DraftButton, template=rf"canon:add:drop:{_DRAFT}"):
    """Throws the draft away."""

    what, label, style = "drop", "Throw away", discord.ButtonStyle.danger

    async def go_on(self, interaction: discord.Interaction[FanBot], stored: StoredDraft) -> None:
        bot = interaction.client
        await bot.store.drafts.delete(stored.guild_id, stored.author_id, stored.id)
        await open_private(interaction, DROPPED)


class BackButton(PersistentButton, template=r"canon:add:back:(?P<number>\d{1,9})"):
    """Takes a proposal back, for whoever made it."""

    def __init__(self, number: int) -> None:
        super().__init__("Take it back", f"canon:add:back:{number}")
        self._number = number

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["number"]))

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        desk = desk_of(interaction)
        proposals, guild_id = interaction.client.store.proposals, desk.guild.id
        found = await proposals.get(guild_id, self._number)
        is_own = found is not None and found.author_id == interaction.user.id
        if is_own and await proposals.withdraw(
            guild_id, self._number, interaction.user.id, desk.at
        ):
            await open_private(interaction, BACK)
        else:
            await say(interaction, NOT_BACK)


ADD_BUTTONS = (
    SendButton,
    ChangeButton,
    SecondButton,
    TryButton,
    DropButton,
    BackButton,
)


async def take_written(interaction: discord.Interaction[FanBot], submission: Submission) -> None:
    """Keep what a form brought, and show what becomes of it."""
    stored = await desk_of(interaction).get(int(submission.match["draft"]))
    if stored is None:
        await open_private(interaction, gone_card(submission.values))
        return
    typed = {**stored.typed, **_allowed(stored.kind, submission.match["part"], submission.values)}
    stored = stored._replace(typed=typed)
    await interaction.client.store.drafts.update(stored)
    await open_private(interaction, await draft_card(interaction, stored))


async def take_guess(interaction: discord.Interaction[FanBot], submission: Submission) -> None:
    """Say whether an answer would count."""
    stored = await desk_of(interaction).get(int(submission.match["draft"]))
    if stored is None:
        await say(interaction, GONE)
        return
    draft = (await desk_of(interaction).read(stored)).draft
    guess = submission.values.get("guess", "")
    notice = ""
    if isinstance(draft, QuestionDraft):
        notice = verdict(guess, interaction.client.judge_answer(guess, draft.answers))
    card = await draft_card(interaction, stored)
    await open_private(interaction, with_notice(card, notice))


async def draft_card(interaction: discord.Interaction[FanBot], stored: StoredDraft) -> Card:
    """A draft as it will look, or what is missing, over what may be done with it."""
    desk = desk_of(interaction)
    draft, problems = await desk.read(stored)
    if draft is None:
        return problem_card(problems).with_buttons(*_writing_buttons(stored), DropButton(stored.id))
    preview = await desk.preview(stored, draft, await _outlook(interaction, stored, draft))
    send = SendButton(stored.id, "Save" if stored.amended_number else "", disabled=not preview.may_be_sent)
    tries = [TryButton(stored.id)] if isinstance(draft, QuestionDraft) else []
    buttons = (send, *_writing_buttons(stored), *tries, DropButton(stored.id))
    shown = preview.card
    return Reviewed(
        shown.title,
        shown.body,
        shown.foot,
        above=preview.above,
        notes=preview.notes,
        rows=[buttons],
    )


def _writing_buttons(stored: StoredDraft) -> Sequence[DraftButton]:
    second = SECOND_LABELS.get(stored.kind)
    more = [SecondButton(stored.id, second)] if second else []
    return [ChangeButton(stored.id), *more]


async def _outlook(
    interaction: discord.Interaction[FanBot], stored: StoredDraft, draft: Draft
) -> Outlook:
    asked_id = None if stored.amended_number else await desk_of(interaction).asked_of(draft)
    return Outlook(await is_reviewer(interaction), asked_id, stored.amended_number)


def _allowed(kind: str, part: str, values: Mapping[str, str]) -> dict[str, str]:
    """Of what came back, the fields of that form: the others are not for members to write."""
    if part == "b" and kind not in SECOND_LABELS:
        return {}
    return {name: values[name] for name in fields_of(kind, part) if name in values}


async def _send(interaction: discord.Interaction[FanBot], stored: StoredDraft) -> Card | None:
    """Send a draft in, if it may be; gives what its author reads then, None when it was sent."""
    desk = desk_of(interaction)
    draft, problems = await desk.read(stored)
    if draft is None:
        return problem_card(problems).with_buttons(*_writing_buttons(stored), DropButton(stored.id))
    outlook = await _outlook(interaction, stored, draft)
    reason = await _why_not(interaction, draft, outlook)
    if reason is not None:
        return await _not_sent(interaction, stored, reason)
    if outlook.amends:
        is_done = await desk.amend(stored, draft)
        return with_notice(
            await queue_card(interaction, outlook.amends), AMENDED if is_done else CHANGED
        )
    try:
        number = await desk.send(
            stored, draft, outlook.asked_id, is_limited=not outlook.is_reviewer
        )
    except FullError as full:
        return await _not_sent(interaction, stored, str(full))
    if number is None:
        return None
    if outlook.asked_id is not None:
        is_asked = await ask_member(interaction.client, desk.guild, number)
        return asked_card(number, outlook.asked_id, is_asked=is_asked)
    if outlook.is_reviewer:
        return Card("Sent in", await desk.approve_own(number, draft))
    return sent_card(number).with_buttons(BackButton(number))


async def _why_not(
    interaction: discord.Interaction[FanBot], draft: Draft, outlook: Outlook
) -> str | None:
    """Why it may not be sent, room or not; None when it may."""
    if outlook.amends:
        return None if outlook.is_reviewer else REVIEWERS_ONLY
    guild_id = desk_of(interaction).guild.id
    return await has_refused(interaction.client, guild_id, draft, outlook.asked_id)


async def _not_sent(
    interaction: discord.Interaction[FanBot], stored: StoredDraft, reason: str
) -> Card:
    return with_notice(await draft_card(interaction, stored), f"**Not sent.** {reason}")
