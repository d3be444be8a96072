"""The errors of drafts, proposals and decisions, each with its message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from discord.utils import format_dt

from bot.errors import RefusedError
from bot.ui.text import escape
from cogs.canon.proposals.cards import ERASED_MEMBER, STATE_LABELS, mention
from seeds.question_rules import DISTRACTOR_COUNT, QuestionProblem, QuestionRule
from seeds.schema import MAX_QUOTE_LENGTH
from storage.proposals.proposals import Proposal, ProposalState


class ProposalError(RefusedError):
    """A change was refused and nothing changed; the message is one sentence that says why."""


class FieldError(ProposalError):
    """A field cannot be parsed; the message says what to write instead."""


class DraftNotFoundError(ProposalError):
    """The draft was submitted, deleted or has expired, or belongs to another member."""

    def __init__(self) -> None:
        super().__init__(
            "That draft is gone: it was sent in, thrown away, or left for more than a day."
        )


class ExplanationChangedError(ProposalError):
    """The explanation of a question was changed while `typed` was being written."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            "Someone changed that explanation after you opened the form, so yours was not "
            f"saved. This is what you wrote: “{escape(typed)}”"
        )


class SourceNotFoundError(ProposalError):
    """The source named in a command does not exist."""

    def __init__(self) -> None:
        super().__init__(
            "No such source is on record: pick one from the list that comes up as you type, or "
            "leave it out and name it in the form."
        )


class QuotaExceededError(ProposalError):
    """The member may make no proposal now."""


class SubmissionsDisabledError(QuotaExceededError):
    """The settings of the guild allow no proposals of members."""

    def __init__(self) -> None:
        super().__init__(
            "Members add nothing here at the moment: whoever manages this server can change that."
        )


class DailyLimitError(QuotaExceededError):
    """The member has made `limit` proposals in 24 hours; the next is allowed at `retry_at`."""

    def __init__(self, limit: int, retry_at: datetime) -> None:
        self.limit, self.retry_at = limit, retry_at
        count_text = "1 entry" if limit == 1 else f"{limit} entries"
        super().__init__(
            f"You have sent in {count_text} within a day, which is all: send the next "
            f"{format_dt(retry_at, 'R')}."
        )


class QueueFullError(QuotaExceededError):
    """The limit of open proposals of the guild is reached; `waiting` are open."""

    def __init__(self, waiting: int) -> None:
        self.waiting = waiting
        count_text = "1 entry waits" if waiting == 1 else f"{waiting} entries wait"
        super().__init__(
            f"{count_text} for a decision here, which is all the room there is: try again when "
            "reviewers have seen to some."
        )


class UnquotableMessageError(ProposalError):
    """A message cannot be saved as a quote."""


class NotByPersonError(UnquotableMessageError):
    """The message was sent by an app or by the platform."""

    def __init__(self) -> None:
        super().__init__(
            "Only what people write can be kept: that was posted by an app or by Discord itself."
        )


class EmptyMessageError(UnquotableMessageError):
    """The message has no text."""

    def __init__(self) -> None:
        super().__init__("That message has no words to keep: pick one that has.")


class MessageTooLongError(UnquotableMessageError):
    """The message has more characters than a quote may have."""

    def __init__(self, length: int) -> None:
        self.length = length
        super().__init__(
            f"That message has {length} characters, and a quote at most {MAX_QUOTE_LENGTH}: use "
            "/canon add quote for the best part of it."
        )


class ConsentRefusedError(ProposalError):
    """The quoted member has refused before to have this message saved."""

    def __init__(self, member_id: int) -> None:
        self.member_id = member_id
        super().__init__(
            f"{mention(member_id)} need not be asked: they were asked about that message before "
            "and did not want it kept."
        )


class NotQuotedMemberError(ProposalError):
    """A consent button was clicked by another member than the quoted one."""

    def __init__(self) -> None:
        super().__init__("Only the member who is quoted there can answer that.")


class AlreadyAnsweredError(ProposalError):
    """The quoted member answers after the proposal was decided."""

    def __init__(self, proposal: Proposal) -> None:
        self.proposal = proposal
        super().__init__(
            "It counts by now: ask a reviewer there to retract it, or delete it with /privacy."
            if proposal.state is ProposalState.APPROVED
            else "That was settled before, so nothing was changed."
        )


class NotSaverError(ProposalError):
    """The member is not the author of the proposal that needs consent."""

    def __init__(self) -> None:
        super().__init__("Only whoever saved it can have it asked here.")


class ConsentSettledError(ProposalError):
    """The proposal does not wait for consent any more."""

    def __init__(self) -> None:
        super().__init__("That question is settled: /canon mine shows what came of it.")


class CannotWithdrawError(ProposalError):
    """The proposal is decided, or belongs to another member."""

    def __init__(self) -> None:
        super().__init__(
            "It is decided already, or not yours: /canon mine shows what became of it."
        )


class ProposalNotEditableError(ProposalError):
    """The proposal was decided before or while a reviewer edited it."""

    def __init__(self) -> None:
        super().__init__(
            "It was decided meanwhile, so nothing was changed: /canon history shows how."
        )


class StaleProposalError(ProposalError):
    """The proposal was decided, changed or deleted (None) since the reviewer was shown it."""

    def __init__(self, proposal: Proposal | None, reviewer_id: int) -> None:
        self.proposal = proposal
        super().__init__(_format_stale_proposal(proposal, reviewer_id))


class UnreadableProposalError(ProposalError):
    """The body of the proposal cannot be parsed as a draft."""

    def __init__(self) -> None:
        super().__init__("It cannot be read any more, so it cannot count: decline it.")


class InvalidEntriesError(ProposalError):
    """The entries of a draft break rules; `problems` are sentences without a full stop."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = problems
        super().__init__(
            f"It cannot count as it stands: {problems[0]}. Edit it first, or decline it."
        )


def format_question_problem(problem: QuestionProblem) -> str:
    """Return the sentence that tells an author how to correct a question."""
    match problem.rule:
        case QuestionRule.DISTRACTOR_COUNT:
            return (
                f"Write {DISTRACTOR_COUNT} wrong answers, one a line, or none: then the answer is "
                "typed."
            )
        case QuestionRule.DISTINCT_DISTRACTORS:
            return "Two wrong answers are the same: write another one."
        case QuestionRule.WRONG_DISTRACTORS:
            return (
                f"“{problem.answer}” would count as “{problem.counts_as}”: write another wrong "
                "answer."
            )
        case QuestionRule.ANSWER_NOT_IN_TEXT:
            return f"The answer “{problem.answer}” stands in the question: ask without it."


def _format_stale_proposal(proposal: Proposal | None, reviewer_id: int) -> str:
    if proposal is None:
        return "That proposal is not on record any more."
    if proposal.state is ProposalState.AWAITING_CONSENT:
        return "The quoted member has not agreed yet: it comes up here once they do."
    if proposal.state is ProposalState.AWAITING_REVIEW:
        return "It was changed since you were shown it: look again, this is what it says now."
    decider = mention(proposal.decided_by) if proposal.decided_by else ERASED_MEMBER.capitalize()
    who = "You have" if proposal.decided_by == reviewer_id else f"{decider} has"
    reason = f" ({escape(proposal.reason)})" if proposal.reason else ""
    return f"{who} decided this already: {STATE_LABELS[proposal.state]}{reason}."
