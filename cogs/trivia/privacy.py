"""Describes and redacts stored questions, for exports and erasures of member data."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import ValidationError

from seeds.trivia_question import TriviaQuestion
from storage.privacy.member_records import BodyKind
from storage.store import Store
from storage.trivia.question_redaction import (
    EMPTY_BODY,
    REDACTED_NAME,
    WITHDRAWN_TEXT,
    WithdrawnQuotes,
    redact_names,
)


def register_stored_questions(store: Store) -> None:
    """Register how the store describes and redacts the questions of this feature."""
    store.member_data.register_describer(BodyKind.QUESTION, describe_question)
    store.member_erasure.register_question_redactor(redact_question)


def describe_question(body: str) -> str:
    """Return the text of a stored question, "" when `body` is not a question."""
    try:
        return TriviaQuestion.model_validate_json(body).text
    except ValidationError:
        return ""


def redact_question(body: str, withdrawn: WithdrawnQuotes) -> str:
    """Return a stored question, as JSON, without the withdrawn words and names.

    A question without any is returned unchanged. Return an empty body when `body` is not a
    question, as the names in it cannot be found.
    """
    try:
        question = TriviaQuestion.model_validate_json(body)
    except ValidationError:
        return EMPTY_BODY
    changes: dict[str, object] = {
        "options": _redact_answers(question.options, withdrawn),
        "accepted": _redact_answers(question.accepted, withdrawn),
        "other_names": _redact_answers(question.other_names, withdrawn),
        "rivals": _redact_answers(question.rivals, withdrawn),
    }
    if not set(withdrawn.quote_ids).isdisjoint(question.about):
        changes |= {"text": WITHDRAWN_TEXT, "explanation": ""}
    elif not set(withdrawn.role_ids).isdisjoint(question.about):
        changes |= {
            "text": redact_names(question.text, withdrawn.names),
            "explanation": redact_names(question.explanation, withdrawn.names),
        }
    redacted = question.model_copy(update=changes)
    return body if redacted == question else redacted.model_dump_json()


def _redact_answers(answers: Iterable[str], withdrawn: WithdrawnQuotes) -> tuple[str, ...]:
    return tuple(REDACTED_NAME if one in withdrawn.names else one for one in answers)
