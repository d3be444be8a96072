"""Reported questions: what was asked, what the member said, and the mends that settle it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.base import BotBase
from bot.ui.card import Card
from bot.ui.text import clip, escape, join_words
from cogs.canon.proposals.cards import format_stale_notice, mention
from cogs.canon.review.service import ReviewService
from seeds.folding import fold
from seeds.schema import Question
from storage.proposals.proposals import Proposal, ProposalState
from storage.proposals.question_overrides import QuestionOverride
from storage.proposals.question_reports import REPORT_KIND, QuestionReport, ReportReason

QUESTION_NOT_FOUND = (
    "That question is not on record any more: decline the report, or retire it all the same."
)
NO_POINTS_TO_GIVE = (
    "That answer counts already, or is not on record any more: there are no points to give."
)
MAX_EXCERPT = 100
SHOWN_ANSWERS = 6


class ReportedQuestion(BaseModel):
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


class ReportDetails(NamedTuple):
    """A report, and all there is to decide it by."""

    proposal: Proposal
    report: QuestionReport
    question: ReportedQuestion | None
    override: QuestionOverride | None
    has_wrong_answer: bool
    """Whether the member's answer is on record and does not count."""

    @property
    def can_accept(self) -> bool:
        """Whether the member's answer could count from now on, and does not yet."""
        if self.question is None or not self.question.is_typed or not self.report.given:
            return False
        return fold(self.report.given) not in {fold(one) for one in self.question.answers}


async def load_report(bot: BotBase, proposal: Proposal) -> ReportDetails:
    """Everything about one report."""
    try:
        report = QuestionReport.model_validate_json(proposal.body)
    except ValidationError:
        report = QuestionReport()
    override = (await bot.store.question_overrides.get_for_guild(proposal.guild_id)).get(
        proposal.subject
    )
    question = await _load_question(bot, proposal, report)
    if question is not None and override is not None:
        accepted = tuple(dict.fromkeys((*question.accepted, *override.accepted_answers)))
        explanation = override.explanation or question.explanation
        question = question.model_copy(update={"accepted": accepted, "explanation": explanation})
    answer = await bot.store.question_reports.get_answer(
        proposal.guild_id, report.game_id or 0, report.turn or 0, proposal.author_id
    )
    return ReportDetails(proposal, report, question, override, answer is not None and not answer[1])


async def _load_question(
    bot: BotBase, proposal: Proposal, report: QuestionReport
) -> ReportedQuestion | None:
    body = await bot.store.question_reports.get_asked_question(
        proposal.guild_id, proposal.subject, report
    )
    if body is not None:
        return ReportedQuestion.model_validate_json(body)
    found = await bot.store.canon.for_guild(proposal.guild_id).get_many(
        [proposal.subject], Question
    )
    if not found:
        return None
    [question] = found
    if question.style == "typed":
        return ReportedQuestion(
            text=question.text, accepted=question.answers, explanation=question.explanation
        )
    return ReportedQuestion(
        text=question.text,
        options=(question.answers[0], *question.distractors),
        explanation=question.explanation,
    )


def report_card(details: ReportDetails) -> Card:
    """The question with its answers and explanation, as it would be asked next time."""
    return Card("Reported question", "\n".join(_list_question_lines(details)))


def _list_question_lines(details: ReportDetails) -> Iterator[str]:
    question = details.question
    if question is None:
        yield QUESTION_NOT_FOUND
        yield f"-# {escape(details.proposal.subject)}"
        return
    yield f"**{escape(question.text)}**"
    right, *others = (escape(clip(one, MAX_EXCERPT)) for one in question.answers)
    yield f"✓ **{right}**"
    if others:
        yield f"Also right: {join_words(others, SHOWN_ANSWERS)}"
    for index, option in enumerate(question.options):
        if index != question.right:
            yield f"✗ {escape(option)}"
    yield f"\n{escape(question.explanation)}"
    if details.override is not None and details.override.is_retired:
        yield "-# It is retired already: nobody is asked this here any more."


def list_report_notes(details: ReportDetails) -> Iterator[str]:
    """What the member said about it."""
    report = details.report
    said = f" “{escape(report.said)}”" if report.said else ""
    yield f"**{mention(details.proposal.author_id)} says: {report.what}.**{said}"
    if report.given:
        yield f"Their answer was “{escape(clip(report.given, MAX_EXCERPT))}”."
    elif report.what is ReportReason.SHOULD_COUNT:
        yield "Their answer is not on record."


class ReportService(ReviewService):
    """Settles reports."""

    async def accept_answer(self, number: int) -> str:
        """Count the member's answer as right from now on."""
        details = await self._get_open_report(number)
        if isinstance(details, str):
            return details
        if not details.can_accept:
            return "That answer counts already, or cannot be typed: choose something else."
        given = details.report.given
        override = QuestionOverride(details.proposal.subject, accepted_answers=(given,))
        shown = escape(clip(given, MAX_EXCERPT))
        return await self._apply_override(
            details, override, f"“{shown}” counts as right from now on"
        )

    async def set_explanation(self, number: int, explanation: str) -> str:
        """Show another explanation from now on."""
        details = await self._get_open_report(number)
        if isinstance(details, str):
            return details
        override = QuestionOverride(details.proposal.subject, explanation=explanation)
        return await self._apply_override(details, override, "its explanation was mended")

    async def retire_question(self, number: int) -> str:
        """Ask it no more in this server."""
        details = await self._get_open_report(number)
        if isinstance(details, str):
            return details
        override = QuestionOverride(details.proposal.subject, is_retired=True)
        return await self._apply_override(details, override, "it is not asked here any more")

    async def give_points(self, number: int) -> str:
        """Count the answer that was given; a report that is settled already may still get this."""
        proposal = await self.get_proposal(number)
        if proposal is None or proposal.state not in (
            ProposalState.AWAITING_REVIEW,
            ProposalState.APPROVED,
        ):
            return format_stale_notice(proposal, self.reviewer_id)
        report = (await load_report(self.bot, proposal)).report
        points = await self.bot.store.question_reports.award_points(
            self.guild.id, number, report, proposal.author_id, self.reviewer_id, self.timestamp
        )
        if not points:
            return NO_POINTS_TO_GIVE
        outcome = f"that answer counts after all: {points} points more"
        author_notice = await self.notify_reporter(
            proposal, f"About the question you reported: {outcome}."
        )
        return f"{mention(proposal.author_id)} has {points} points more. {author_notice}".strip()

    async def _get_open_report(self, number: int) -> ReportDetails | str:
        """The report while it waits, else why nothing can be done."""
        proposal = await self.get_proposal(number)
        if (
            proposal is None
            or proposal.state is not ProposalState.AWAITING_REVIEW
            or proposal.kind != REPORT_KIND
        ):
            return format_stale_notice(proposal, self.reviewer_id)
        return await load_report(self.bot, proposal)

    async def _apply_override(
        self, details: ReportDetails, override: QuestionOverride, outcome: str
    ) -> str:
        proposal = details.proposal
        is_done = await self.bot.store.proposals.approve_report(
            self.guild.id, proposal.number, self.reviewer_id, self.timestamp, override, outcome
        )
        if not is_done:
            return format_stale_notice(await self.get_proposal(proposal.number), self.reviewer_id)
        question = details.question
        name = f" “{escape(clip(question.text, MAX_EXCERPT))}”" if question else ""
        author_notice = await self.notify_reporter(
            proposal, f"About the question{name} that you reported: {outcome}. Thank you!"
        )
        return f"Settled: {outcome}. {author_notice}".strip()
