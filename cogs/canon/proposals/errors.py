"""The errors of drafts, proposals and decisions, each with its message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.errors import RefusedError
from bot.markdown import Markdown, escape, format_instant, format_number
from bot.ui.text import pluralize
from cogs.canon.proposals.cards import ERASED_MEMBER, STATE_LABELS, mention
from seeds.question_rules import DISTRACTOR_COUNT, QuestionProblem, QuestionRule
from seeds.schema import MAX_QUOTE_LENGTH
from storage.proposals.proposals import Proposal, ProposalState


class ProposalError(RefusedError):
    """A change was refused and nothing changed; the message is one sentence that says why."""


class FieldError(Exception):
    """A field cannot be parsed; the message, not escaped, says what to write instead."""


class DraftNotFoundError(ProposalError):
    """The draft was submitted, deleted or has expired, or belongs to another member."""

    def __init__(self) -> None:
        super().__init__(
            "That draft is gone because it was sent in, deleted or left for a day: start another "
            "one with /canon add."
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
            "I don't know that source: pick one from the list that comes up as you type, or leave "
            "it out and name it in the form."
        )


class QuotaExceededError(ProposalError):
    """The member may make no proposal now."""


class SubmissionsDisabledError(QuotaExceededError):
    """The settings of the guild allow no proposals of members."""

    def __init__(self) -> None:
        super().__init__(
            "Members can't add anything here right now: ask someone who manages this server to "
            "change that in /setup."
        )


class DailyLimitError(QuotaExceededError):
    """The member has made `limit` proposals in 24 hours; the next is allowed at `retry_at`."""

    def __init__(self, limit: int, retry_at: datetime) -> None:
        self.limit, self.retry_at = limit, retry_at
        super().__init__(
            f"You've hit today's limit of {format_number(limit)}: you can send the next one "
            f"{format_instant(retry_at, 'R')}."
        )


class QueueFullError(QuotaExceededError):
    """The limit of open proposals of the guild is reached; `waiting` are open."""

    def __init__(self, waiting: int) -> None:
        self.waiting = waiting
        verb = "is" if waiting == 1 else "are"
        super().__init__(
            f"The queue is full, because {pluralize(waiting, 'thing')} {verb} waiting for a "
            "decision: try again when reviewers have cleared some."
        )


class UnquotableMessageError(ProposalError):
    """A message cannot be saved as a quote."""


class NotByPersonError(UnquotableMessageError):
    """The message was sent by an app or by the platform."""

    def __init__(self) -> None:
        super().__init__(
            "An app or Discord itself posted that: pick a message that a person wrote."
        )


class EmptyMessageError(UnquotableMessageError):
    """The message has no text."""

    def __init__(self) -> None:
        super().__init__("That message has no words in it: pick one that does.")


class MessageTooLongError(UnquotableMessageError):
    """The message has more characters than a quote may have."""

    def __init__(self, length: int) -> None:
        self.length = length
        super().__init__(
            f"That message has {format_number(length)} characters, and a quote can have "
            f"{format_number(MAX_QUOTE_LENGTH)}: use /canon add quote for the best part of it."
        )


class ConsentRefusedError(ProposalError):
    """The quoted member has refused before to have this message saved."""

    def __init__(self, member_id: int) -> None:
        self.member_id = member_id
        super().__init__(
            f"{mention(member_id)} already said no to saving that message: pick another one."
        )


class NotQuotedMemberError(ProposalError):
    """A consent button was clicked by another member than the quoted one."""

    def __init__(self) -> None:
        super().__init__("Only the person who is quoted there can answer that.")


class AlreadyAnsweredError(ProposalError):
    """The quoted member answers after the proposal was decided."""

    def __init__(self, proposal: Proposal) -> None:
        self.proposal = proposal
        super().__init__(
            "It's already on the cards: ask a reviewer there to retract it, or delete it with "
            "/privacy."
            if proposal.state is ProposalState.APPROVED
            else "That's already settled, so nothing changed."
        )


class NotSaverError(ProposalError):
    """The member is not the author of the proposal that needs consent."""

    def __init__(self) -> None:
        super().__init__("Only the person who saved it can have me ask here.")


class ConsentSettledError(ProposalError):
    """The proposal does not wait for consent any more."""

    def __init__(self) -> None:
        super().__init__("That's already settled: /canon mine shows how.")


class CannotWithdrawError(ProposalError):
    """The proposal is decided, or belongs to another member."""

    def __init__(self) -> None:
        super().__init__(
            "That's already decided, or it isn't yours: /canon mine shows how yours turned out."
        )


class ProposalNotEditableError(ProposalError):
    """The proposal was decided before or while a reviewer edited it."""

    def __init__(self) -> None:
        super().__init__(
            "It was decided in the meantime, so nothing changed: /review history shows how."
        )


class StaleProposalError(ProposalError):
    """The proposal was decided, changed or deleted (None) since the reviewer was shown it."""

    def __init__(self, proposal: Proposal | None, reviewer_id: int) -> None:
        self.proposal = proposal
        super().__init__(_format_stale_proposal(proposal, reviewer_id))


class UnreadableProposalError(ProposalError):
    """The body of the proposal cannot be parsed as a draft."""

    def __init__(self) -> None:
        super().__init__("I can't read this anymore, so it can't count: decline it.")


class InvalidEntriesError(ProposalError):
    """The entries of a draft break rules; `problems` are sentences without a full stop."""

    def __init__(self, problems: Sequence[Markdown]) -> None:
        self.problems = problems
        super().__init__(
            f"It can't count the way it is: {problems[0]}. Edit it first, or decline it."
        )


def format_question_problem(problem: QuestionProblem) -> str:
    """Return the sentence that tells an author how to correct a question."""
    match problem.rule:
        case QuestionRule.DISTRACTOR_COUNT:
            return (
                f"Write {DISTRACTOR_COUNT} wrong answers, one per line, or none if people should "
                "type the answer."
            )
        case QuestionRule.DISTINCT_DISTRACTORS:
            return "Two wrong answers are the same: write another one."
        case QuestionRule.WRONG_DISTRACTORS:
            return (
                f"“{problem.answer}” would count as “{problem.counts_as}”: write another wrong "
                "answer."
            )
        case QuestionRule.ANSWER_NOT_IN_TEXT:
            return f"The question gives away its answer “{problem.answer}”: ask without it."


def _format_stale_proposal(proposal: Proposal | None, reviewer_id: int) -> Markdown:
    if proposal is None:
        return "That proposal is gone: /review next shows what's waiting."
    if proposal.state is ProposalState.AWAITING_CONSENT:
        return "The person quoted hasn't agreed yet: it shows up here once they do."
    if proposal.state is ProposalState.AWAITING_REVIEW:
        return "It changed since you opened it: look again, this is what it says now."
    decider: Markdown = (
        mention(proposal.decided_by) if proposal.decided_by else ERASED_MEMBER.capitalize()
    )
    who = "You" if proposal.decided_by == reviewer_id else decider
    reason = f" ({escape(proposal.reason)})" if proposal.reason else ""
    return f"{who} already decided this: {STATE_LABELS[proposal.state]}{reason}."
