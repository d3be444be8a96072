"""Reported trivia questions: their cards, and the decisions, which store overrides or points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import ValidationError

from bot.base import BotBase
from bot.markdown import Markdown, escape, format_number
from bot.ui.card import Card
from bot.ui.entry_cards import format_question
from bot.ui.text import clip, join_words
from cogs.canon.proposals.approval import (
    Reviewer,
    build_author_notice,
    log_decision,
    tell_author,
)
from cogs.canon.proposals.cards import mention
from cogs.canon.proposals.errors import ProposalError, StaleProposalError
from seeds.folding import fold
from seeds.schema import Question
from seeds.trivia_question import BASE_POINTS, TriviaQuestion
from storage.proposals.proposals import Decision, Proposal, ProposalState
from storage.proposals.question_overrides import QuestionOverride
from storage.proposals.question_reports import REPORT_KIND, QuestionReport, ReportReason

QUESTION_NOT_FOUND = (
    "That question is no longer in the game: decline the report, or retire the question anyway."
)
CONCERNS: dict[ReportReason, Markdown] = {
    ReportReason.WRONG: "it's wrong",
    ReportReason.AMBIGUOUS: "it can mean more than one thing",
    ReportReason.OUTDATED: "it's no longer true",
    ReportReason.SHOULD_COUNT: "their answer should count",
}
MAX_EXCERPT = 100
SHOWN_ANSWERS = 6


class ReportDetails(NamedTuple):
    """A report, the reported question and its override."""

    proposal: Proposal
    report: QuestionReport
    question: TriviaQuestion | None
    """The question with the override applied; None when it is gone or cannot be parsed."""
    override: QuestionOverride | None
    has_wrong_answer: bool
    """Whether the member's answer is stored and was wrong."""

    @property
    def can_accept(self) -> bool:
        """Whether the member's answer can be added to the accepted ones."""
        if self.question is None or not self.question.is_typed or not self.report.given:
            return False
        return fold(self.report.given) not in set(map(fold, self.question.accepted))


async def load_report(bot: BotBase, proposal: Proposal) -> ReportDetails:
    """Return a report with its question, to which the override of the guild is applied."""
    report = _parse_report(proposal)
    override = (await bot.store.question_overrides.get_for_guild(proposal.guild_id)).get(
        proposal.subject
    )
    question = await _load_question(bot, proposal, report)
    if question is not None and override is not None:
        question = question.with_override(override.accepted_answers, override.explanation)
    has_wrong_answer = await _has_wrong_answer(bot, proposal, report)
    return ReportDetails(proposal, report, question, override, has_wrong_answer)


def _parse_report(proposal: Proposal) -> QuestionReport:
    """Parse the body of a proposal; an erased one gives an empty report."""
    try:
        return QuestionReport.model_validate_json(proposal.body)
    except ValidationError:
        return QuestionReport()


async def _has_wrong_answer(bot: BotBase, proposal: Proposal, report: QuestionReport) -> bool:
    answer = await bot.store.question_reports.get_answer(
        proposal.guild_id, report.game_id or 0, report.turn or 0, proposal.author_id
    )
    return answer is not None and not answer[1]


async def _load_question(
    bot: BotBase, proposal: Proposal, report: QuestionReport
) -> TriviaQuestion | None:
    """Return the question as it was asked, or else the entry with that id; without override.

    None when there is neither, or when the stored question cannot be parsed.
    """
    body = await bot.store.question_reports.get_asked_question(
        proposal.guild_id, proposal.subject, report
    )
    if body is not None:
        try:
            return TriviaQuestion.model_validate_json(body)
        except ValidationError:
            return None
    found = await bot.store.canon.for_guild(proposal.guild_id).get_many(
        [proposal.subject], Question
    )
    return TriviaQuestion.from_entry(found[0]) if found else None


def report_card(details: ReportDetails) -> Card:
    """Return the card of a reported question with its answers and explanation."""
    return Card("Reported question", "\n".join(_list_question_lines(details)))


def _list_question_lines(details: ReportDetails) -> Iterator[Markdown]:
    question = details.question
    if question is None:
        yield QUESTION_NOT_FOUND
        yield f"-# {escape(details.proposal.subject)}"
        return
    yield format_question(question.text)
    yield f"✓ **{escape(clip(question.answer, MAX_EXCERPT))}**"
    others: list[Markdown] = [escape(clip(one, MAX_EXCERPT)) for one in question.accepted[1:]]
    if others:
        yield f"Also right: {join_words(others, SHOWN_ANSWERS)}"
    for index, option in enumerate(question.options):
        if index != question.right:
            yield f"✗ {escape(option)}"
    yield f"\n{escape(question.explanation)}"
    if details.override is not None and details.override.is_retired:
        yield "-# It's already retired, so I don't ask it here anymore."


def list_report_notes(details: ReportDetails) -> Iterator[Markdown]:
    """Yield the reason, comment and answer that a report holds."""
    report = details.report
    said = f" “{escape(report.said)}”" if report.said else ""
    yield f"**{mention(details.proposal.author_id)} says {CONCERNS[report.what]}.**{said}"
    if report.given:
        yield f"Their answer was “{escape(clip(report.given, MAX_EXCERPT))}”."
    elif report.what is ReportReason.SHOULD_COUNT:
        yield "I no longer have their answer."


class AnswerNotAcceptableError(ProposalError):
    """The reported answer is accepted already, or the question has options to choose from."""

    def __init__(self) -> None:
        super().__init__("That answer already counts, or can't be typed: choose something else.")


class NoPointsError(ProposalError):
    """The reported answer was right already, or is not stored."""

    def __init__(self) -> None:
        super().__init__(
            "That answer already counts, or I no longer have it: there are no points to give."
        )


async def accept_answer(bot: BotBase, reviewer: Reviewer, number: int) -> Markdown:
    """Add the reported answer to the accepted ones, and approve the report.

    This and the other decisions return the notice for the reviewer, and raise a ProposalError
    when they change nothing.
    """
    details = await _load_open_report(bot, reviewer, number)
    if not details.can_accept:
        raise AnswerNotAcceptableError
    given = details.report.given
    override = QuestionOverride(details.proposal.subject, accepted_answers=(given,))
    shown = escape(clip(given, MAX_EXCERPT))
    outcome = f"“{shown}” counts as right from now on"
    return await _apply_override(bot, reviewer, details, override, outcome)


async def set_explanation(
    bot: BotBase, reviewer: Reviewer, number: int, explanation: str
) -> Markdown:
    """Replace the explanation of the reported question, and approve the report."""
    details = await _load_open_report(bot, reviewer, number)
    override = QuestionOverride(details.proposal.subject, explanation=explanation)
    return await _apply_override(bot, reviewer, details, override, "the explanation is fixed")


async def retire_question(bot: BotBase, reviewer: Reviewer, number: int) -> Markdown:
    """Retire the reported question in this guild, and approve the report."""
    details = await _load_open_report(bot, reviewer, number)
    override = QuestionOverride(details.proposal.subject, is_retired=True)
    return await _apply_override(bot, reviewer, details, override, "I won't ask it here anymore")


async def give_points(bot: BotBase, reviewer: Reviewer, number: int) -> Markdown:
    """Mark the stored answer as right and award its points; also for an approved report."""
    proposal = await bot.store.proposals.get(reviewer.guild.id, number)
    if proposal is None or proposal.state not in (
        ProposalState.AWAITING_REVIEW,
        ProposalState.APPROVED,
    ):
        raise StaleProposalError(proposal, reviewer.member_id)
    outcome = f"that answer counts after all, for {format_number(BASE_POINTS)} more points"
    notice = build_author_notice(
        bot, reviewer, proposal, f"About the question you reported: {outcome}."
    )
    decision = Decision(
        reviewer.guild.id,
        number,
        reviewer.member_id,
        bot.clock(),
        f"{BASE_POINTS} points given",
        notice,
    )
    if not await bot.store.question_reports.award_points(
        decision, _parse_report(proposal), proposal.author_id, BASE_POINTS
    ):
        raise NoPointsError
    log_decision(reviewer, proposal, "settled")
    author_notice = await tell_author(bot, notice)
    who, points = mention(proposal.author_id), format_number(BASE_POINTS)
    return f"{who} gets {points} more points. {author_notice}".strip()


async def can_give_points(bot: BotBase, guild_id: int, number: int) -> bool:
    """Return whether the answer of a report is stored and was wrong."""
    proposal = await bot.store.proposals.get(guild_id, number)
    return proposal is not None and await _has_wrong_answer(bot, proposal, _parse_report(proposal))


async def get_explanation(bot: BotBase, guild_id: int, number: int) -> str:
    """Return the explanation of the reported question; "" when there is no such question."""
    proposal = await bot.store.proposals.get(guild_id, number)
    details = await load_report(bot, proposal) if proposal else None
    return details.question.explanation if details and details.question else ""


async def _load_open_report(bot: BotBase, reviewer: Reviewer, number: int) -> ReportDetails:
    proposal = await bot.store.proposals.get(reviewer.guild.id, number)
    if (
        proposal is None
        or proposal.state is not ProposalState.AWAITING_REVIEW
        or proposal.kind != REPORT_KIND
    ):
        raise StaleProposalError(proposal, reviewer.member_id)
    return await load_report(bot, proposal)


async def _apply_override(
    bot: BotBase,
    reviewer: Reviewer,
    details: ReportDetails,
    override: QuestionOverride,
    outcome: Markdown,
) -> Markdown:
    proposal, proposals = details.proposal, bot.store.proposals
    question = details.question
    name = f" “{escape(clip(' '.join(question.text.split()), MAX_EXCERPT))}”" if question else ""
    text = f"About the question{name} that you reported: {outcome}. Thank you!"
    notice = build_author_notice(bot, reviewer, proposal, text)
    decision = Decision(
        reviewer.guild.id, proposal.number, reviewer.member_id, bot.clock(), outcome, notice
    )
    is_done = await proposals.approve_report(decision, override)
    if not is_done:
        current = await proposals.get(reviewer.guild.id, proposal.number)
        raise StaleProposalError(current, reviewer.member_id)
    log_decision(reviewer, proposal, "settled")
    author_notice = await tell_author(bot, notice)
    return f"Settled: {outcome}. {author_notice}".strip()
