"""Reported questions: what was asked, what the member said, and the mends that settle it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.ui.card import Card
from bot.ui.text import clip, escape, listed
from cogs.canon.proposals.cards import mention, stale_notice
from cogs.canon.review.service import Desk
from seeds.folding import fold
from seeds.schema import Question
from storage.proposals.proposals import Proposal, ProposalState
from storage.proposals.question_overrides import QuestionOverride
from storage.proposals.question_reports import REPORT_KIND, ReportReason, QuestionReport

if TYPE_CHECKING:
    from bot.client import FanBot

GONE = "That question is not on record any more: decline the report, or retire it all the same."
NO_POINTS = "That answer counts already, or is not on record any more: there are no points to give."
MAX_SHOWN = 100
SHOWN_ANSWERS = 6


class Asked(BaseModel):
    """A question as this server plays it by now."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: str
    options: tuple[str, ...] = ()
    right: int = 0
    accepted: tuple[str, ...] = ()
    explanation: str = ""

    @property
    def answers(self) -> tuple[str, ...]:
        """What counts as right; the first is the one shown."""
        return (self.options[self.right],) if self.options else self.accepted

    @property
    def is_typed(self) -> bool:
        """Whether further answers can be accepted."""
        return not self.options


class Reported(NamedTuple):
    """A report, and all there is to decide it by."""

    proposal: Proposal
    report: QuestionReport
    asked: Asked | None
    mend: QuestionOverride | None
    has_wrong_answer: bool
    """Whether the member's answer is on record and does not count."""

    @property
    def may_accept(self) -> bool:
        """Whether the member's answer could count from now on, and does not yet."""
        if self.asked is None or not self.asked.is_typed or not self.report.given:
            return False
        return fold(self.report.given) not in {fold(one) for one in self.asked.answers}


async def read_report(bot: FanBot, proposal: Proposal) -> Reported:
    """Everything about one report."""
    try:
        report = QuestionReport.model_validate_json(proposal.body)
    except ValidationError:
        report = QuestionReport()
    mend = (await bot.store.question_overrides.get_for_guild(proposal.guild_id)).get(proposal.subject)
    asked = await _asked(bot, proposal, report)
    if asked is not None and mend is not None:
        accepted = tuple(dict.fromkeys((*asked.accepted, *mend.accepted_answers)))
        explanation = mend.explanation or asked.explanation
        asked = asked.model_copy(update={"accepted": accepted, "explanation": explanation})
    answer = await bot.store.question_reports.get_answer(
        proposal.guild_id, report.game_id or 0, report.turn or 0, proposal.author_id
    )
    return Reported(proposal, report, asked, mend, answer is not None and not answer[1])


async def _asked(bot: FanBot, proposal: Proposal, report: QuestionReport) -> Asked | None:
    body = await bot.store.question_reports.get_asked_question(proposal.guild_id, proposal.subject, report)
    if body is not None:
        return Asked.model_validate_json(body)
    found = await bot.store.canon.for_guild(proposal.guild_id).get_many([proposal.subject], Question)
    if not found:
        return None
    [question] = found
    if question.style == "typed":
        return Asked(
            text=question.text, accepted=question.answers, explanation=question.explanation
        )
    return Asked(
        text=question.text,
        options=(question.answers[0], *question.distractors),
        explanation=question.explanation,
    )


def report_card(reported: Reported) -> Card:
    """The question with its answers and explanation, as it would be asked next time."""
    return Card("Reported question", "\n".join(_question_lines(reported)))


def _question_lines(reported: Reported) -> Iterator[str]:
    asked = reported.asked
    if asked is None:
        yield GONE
        yield f"-# {escape(reported.proposal.subject)}"
        return
    yield f"**{escape(asked.text)}**"
    right, *others = (escape(clip(one, MAX_SHOWN)) for one in asked.answers)
    yield f"✓ **{right}**"
    if others:
        yield f"Also right: {listed(others, SHOWN_ANSWERS)}"
    for place, option in enumerate(asked.options):
        if place != asked.right:
            yield f"✗ {escape(option)}"
    yield f"\n{escape(asked.explanation)}"
    if reported.mend is not None and reported.mend.is_retired:
        yield "-# It is retired already: nobody is asked this here any more."


def report_notes(reported: Reported) -> Iterator[str]:
    """What the member said about it."""
    report = reported.report
    said = f" “{escape(report.said)}”" if report.said else ""
    yield f"**{mention(reported.proposal.author_id)} says: {report.what}.**{said}"
    if report.given:
        yield f"Their answer was “{escape(clip(report.given, MAX_SHOWN))}”."
    elif report.what is ReportReason.SHOULD_COUNT:
        yield "Their answer is not on record."


class ReportDesk(Desk):
    """Settles reports."""

    async def accept(self, number: int) -> str:
        """Count the member's answer as right from now on."""
        reported = await self._open(number)
        if isinstance(reported, str):
            return reported
        if not reported.may_accept:
            return "That answer counts already, or cannot be typed: choose something else."
        given = reported.report.given
        mend = QuestionOverride(reported.proposal.subject, accepted_answers=(given,))
        shown = escape(clip(given, MAX_SHOWN))
        return await self._settle(reported, mend, f"“{shown}” counts as right from now on")

    async def explain(self, number: int, explanation: str) -> str:
        """Show another explanation from now on."""
        reported = await self._open(number)
        if isinstance(reported, str):
            return reported
        mend = QuestionOverride(reported.proposal.subject, explanation=explanation)
        return await self._settle(reported, mend, "its explanation was mended")

    async def retire(self, number: int) -> str:
        """Ask it no more in this server."""
        reported = await self._open(number)
        if isinstance(reported, str):
            return reported
        mend = QuestionOverride(reported.proposal.subject, is_retired=True)
        return await self._settle(reported, mend, "it is not asked here any more")

    async def give_points(self, number: int) -> str:
        """Count the answer that was given; a report that is settled already may still get this."""
        proposal = await self.get(number)
        if proposal is None or proposal.state not in (ProposalState.AWAITING_REVIEW, ProposalState.APPROVED):
            return stale_notice(proposal, self.by_id)
        report = (await read_report(self.bot, proposal)).report
        points = await self.bot.store.question_reports.award_points(
            self.guild.id, number, report, proposal.author_id, self.by_id, self.at
        )
        if not points:
            return NO_POINTS
        what = f"that answer counts after all: {points} points more"
        told = await self.tell_reporter(proposal, f"About the question you reported: {what}.")
        return f"{mention(proposal.author_id)} has {points} points more. {told}".strip()

    async def _open(self, number: int) -> Reported | str:
        """The report while it waits, else why nothing can be done."""
        proposal = await self.get(number)
        if proposal is None or proposal.state is not ProposalState.AWAITING_REVIEW or proposal.kind != REPORT_KIND:
            return stale_notice(proposal, self.by_id)
        return await read_report(self.bot, proposal)

    async def _settle(self, reported: Reported, mend: QuestionOverride, what: str) -> str:
        proposal = reported.proposal
        is_done = await self.bot.store.proposals.approve_report(
            self.guild.id, proposal.number, self.by_id, self.at, mend, what
        )
        if not is_done:
            return stale_notice(await self.get(proposal.number), self.by_id)
        asked = reported.asked
        name = f" “{escape(clip(asked.text, MAX_SHOWN))}”" if asked else ""
        told = await self.tell_reporter(
            proposal, f"About the question{name} that you reported: {what}. Thank you!"
        )
        return f"Settled: {what}. {told}".strip()
