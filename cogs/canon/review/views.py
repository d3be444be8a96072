"""The buttons of the review, and the card they are under. Each asks anew who is clicking."""

from __future__ import annotations

import re
from typing import Any, Self

import discord

from bot.client import FanBot
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.replies import say
from cogs.canon.permissions import REVIEWERS_ONLY, is_reviewer
from cogs.canon.proposals.cards import (
    DONE,
    Reviewed,
    heading,
    origin_notes,
    with_notice,
)
from cogs.canon.proposals.notes import alike_notes, notes_of
from cogs.canon.proposals.preview import preview_of
from cogs.canon.proposals.similar_entries import Shelves
from cogs.canon.review.edit import EditButton
from cogs.canon.review.forms import decline_form, explanation_form
from cogs.canon.review.queue import Turn, fingerprint, turn_at
from cogs.canon.review.reports import ReportDesk, Reported, read_report, report_card, report_notes
from cogs.canon.review.service import UNREADABLE, Desk, Reviewer, draft_of
from cogs.canon.submit.service import COG as ADDING
from storage.proposals.proposals import Proposal
from storage.proposals.question_reports import REPORT_KIND

_NUMBER = r"(?P<number>\d{1,9})"
PRIMARY, DANGER = discord.ButtonStyle.success, discord.ButtonStyle.danger


class ReviewButton(PersistentButton, template=r"(?!)"):
    """A button about one proposal that only reviewers may press."""

    number: int

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        state: list[Any] = [int(match["number"])]
        return cls(*state)

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        if await is_reviewer(interaction):
            await self.review(interaction)
        else:
            await say(interaction, REVIEWERS_ONLY)

    async def review(self, interaction: discord.Interaction[FanBot]) -> None:
        """Answer a reviewer's click."""
        await interaction.response.defer()
        notice = await self.decide(interaction)
        await show_next(interaction, self.number, notice)

    async def decide(self, interaction: discord.Interaction[FanBot]) -> str:
        """Do what the click asks for; gives a sentence on what came of it."""
        raise NotImplementedError


class TurnButton(ReviewButton, template=rf"canon:turn:(?P<way>[pn]):{_NUMBER}"):
    """Turns to another proposal."""

    def __init__(self, number: int, way: str = "n", *, disabled: bool = False) -> None:
        label = "Next" if way == "n" else "Previous"
        super().__init__(label, f"canon:turn:{way}:{number}", disabled=disabled)
        self.number = number

    async def review(self, interaction: discord.Interaction[FanBot]) -> None:
        await interaction.response.defer()
        await show_next(interaction, self.number, "")


class ApproveButton(ReviewButton, template=rf"canon:approve:{_NUMBER}:(?P<seen>[0-9a-f]{{8}})"):
    """Lets a proposal count, as it was when the button was shown."""

    def __init__(self, number: int, seen: str) -> None:
        super().__init__("Approve", f"canon:approve:{number}:{seen}", style=PRIMARY)
        self.number, self._seen = number, seen

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["number"]), match["seen"])

    async def decide(self, interaction: discord.Interaction[FanBot]) -> str:
        return await _desk(interaction).approve(self.number, self._seen)


class DeclineButton(ReviewButton, template=rf"canon:decline:{_NUMBER}"):
    """Asks why, before anything is declined."""

    def __init__(self, number: int) -> None:
        super().__init__("Decline", f"canon:decline:{number}", style=DANGER)
        self.number = number

    async def review(self, interaction: discord.Interaction[FanBot]) -> None:
        await decline_form(self.number).open(interaction)


class AcceptButton(ReviewButton, template=rf"canon:accept:{_NUMBER}"):
    """Lets the reported answer count from now on."""

    def __init__(self, number: int, *, disabled: bool = False) -> None:
        super().__init__(
            "Add the accepted form", f"canon:accept:{number}", style=PRIMARY, disabled=disabled
        )
        self.number = number

    async def review(self, interaction: discord.Interaction[FanBot]) -> None:
        await interaction.response.defer()
        notice = await _report_desk(interaction).accept(self.number)
        await show_next(interaction, self.number, notice, await self._points(interaction))

    async def _points(self, interaction: discord.Interaction[FanBot]) -> list[PointsButton]:
        """The points for the same answer, while they can still be given."""
        reported = await _reported(interaction, self.number)
        return [PointsButton(self.number)] if reported and reported.has_wrong_answer else []


class ExplainButton(ReviewButton, template=rf"canon:explain:{_NUMBER}"):
    """Opens the form for another explanation."""

    def __init__(self, number: int) -> None:
        super().__init__("Fix the explanation", f"canon:explain:{number}")
        self.number = number

    async def review(self, interaction: discord.Interaction[FanBot]) -> None:
        reported = await _reported(interaction, self.number)
        now = reported.asked.explanation if reported and reported.asked else ""
        await explanation_form(self.number, now).open(interaction)


class RetireButton(ReviewButton, template=rf"canon:retire:{_NUMBER}"):
    """Has the question asked no more."""

    def __init__(self, number: int) -> None:
        super().__init__("Retire the question", f"canon:retire:{number}")
        self.number = number

    async def decide(self, interaction: discord.Interaction[FanBot]) -> str:
        return await _report_desk(interaction).retire(self.number)


class PointsButton(ReviewButton, template=rf"canon:points:{_NUMBER}"):
    """Gives the points that the answer did not get."""

    def __init__(self, number: int, *, disabled: bool = False) -> None:
        super().__init__("Give the points", f"canon:points:{number}", disabled=disabled)
        self.number = number

    async def decide(self, interaction: discord.Interaction[FanBot]) -> str:
        return await _report_desk(interaction).give_points(self.number)


REVIEW_BUTTONS = (
    TurnButton,
    ApproveButton,
    DeclineButton,
    AcceptButton,
    ExplainButton,
    RetireButton,
    PointsButton,
)


async def show_next(
    interaction: discord.Interaction[FanBot],
    number: int,
    notice: str,
    more: list[PointsButton] | None = None,
) -> None:
    """Show, over the card that was clicked, what waits at `number` or next after it."""
    card = with_notice(await queue_card(interaction, number, more), notice)
    await interaction.edit_original_response(view=card.view(interaction.client.colour))


async def queue_card(
    interaction: discord.Interaction[FanBot],
    number: int = 0,
    more: list[PointsButton] | None = None,
) -> Card:
    """The waiting proposal of that number or the next, with what may be done to it."""
    assert interaction.guild_id is not None, "reviewers are asked in servers only"
    turn = await turn_at(interaction.client, interaction.guild_id, number)
    # The card of a report has that button itself.
    more = [one for one in more or [] if turn is None or one.number != turn.proposal.number]
    extra = [tuple(more)] if more else []
    if turn is None:
        return Reviewed(DONE.title, DONE.body, rows=extra)
    if turn.proposal.kind == REPORT_KIND:
        return await _report_card(interaction, turn, extra)
    return await _draft_card(interaction, turn, extra)


async def _draft_card(
    interaction: discord.Interaction[FanBot], turn: Turn, extra: list[Any]
) -> Card:
    bot, proposal = interaction.client, turn.proposal
    desk = _desk(interaction)
    written = await desk.written(proposal)
    notes = [*origin_notes(proposal, interaction.user.id)]
    if written is None:
        shown, decisions = Card("Unreadable", UNREADABLE), [DeclineButton(proposal.number)]
    else:
        shown = await preview_of(bot, proposal.guild_id, written)
        problems = await desk.problems(written)
        alike = await _alike(interaction, proposal)
        notes = [*alike, *await notes_of(bot, proposal.guild_id, written, problems), *notes]
        decisions = [
            ApproveButton(proposal.number, fingerprint(proposal.body)),
            EditButton(proposal.number),
            DeclineButton(proposal.number),
        ]
    return Reviewed(
        shown.title,
        shown.body,
        shown.foot,
        above=heading(proposal, turn.spot),
        notes=notes,
        rows=[(*decisions, *_turners(turn)), *extra],
    )


async def _alike(interaction: discord.Interaction[FanBot], proposal: Proposal) -> list[str]:
    draft, adding = draft_of(proposal), interaction.client.get_cog(ADDING)
    if draft is None or adding is None:
        return []
    keeper: Any = adding
    shelves: Shelves = keeper.shelves
    found = await shelves.alike(proposal.guild_id, draft, but=proposal.number)
    return list(alike_notes(found))


async def _report_card(
    interaction: discord.Interaction[FanBot], turn: Turn, extra: list[Any]
) -> Card:
    number = turn.proposal.number
    reported = await read_report(interaction.client, turn.proposal)
    shown = report_card(reported)
    mends = (
        AcceptButton(number, disabled=not reported.may_accept),
        ExplainButton(number),
        RetireButton(number),
        PointsButton(number, disabled=not reported.has_wrong_answer),
        DeclineButton(number),
    )
    turners = _turners(turn)
    return Reviewed(
        shown.title,
        shown.body,
        above=heading(turn.proposal, turn.spot),
        notes=[*report_notes(reported), *origin_notes(turn.proposal, interaction.user.id)],
        rows=[mends, *([turners] if turners else []), *extra],
    )


def _turners(turn: Turn) -> list[TurnButton]:
    if turn.spot.total == 1:
        return []
    here = turn.proposal.number
    return [
        TurnButton(turn.before or here, "p", disabled=turn.before is None),
        TurnButton(turn.after or here, "n", disabled=turn.after is None),
    ]


async def _reported(interaction: discord.Interaction[FanBot], number: int) -> Reported | None:
    proposal = await _desk(interaction).get(number)
    return await read_report(interaction.client, proposal) if proposal else None


def reviewer_of(interaction: discord.Interaction[FanBot]) -> Reviewer:
    """Who decides here."""
    assert interaction.guild is not None, "reviewers are asked in servers only"
    return Reviewer(interaction.guild, interaction.user.id)


def _desk(interaction: discord.Interaction[FanBot]) -> Desk:
    return Desk(interaction.client, reviewer_of(interaction))


def _report_desk(interaction: discord.Interaction[FanBot]) -> ReportDesk:
    return ReportDesk(interaction.client, reviewer_of(interaction))
