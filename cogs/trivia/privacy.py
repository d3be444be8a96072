"""Describes and redacts stored questions, for exports and erasures of member data."""

from __future__ import annotations

from pydantic import ValidationError

from seeds.trivia_question import TriviaQuestion
from storage.canon.quote_withdrawal import EMPTY_BODY, WITHDRAWN_TEXT, WithdrawnQuotes
from storage.privacy.member_records import BodyKind
from storage.store import Store


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

    Return an empty body when `body` is not a question, as the names in it cannot be found.
    """
    try:
        question = TriviaQuestion.model_validate_json(body)
    except ValidationError:
        return EMPTY_BODY
    changes: dict[str, object] = {
        "options": tuple(withdrawn.redact_names(text) for text in question.options),
        "accepted": tuple(withdrawn.redact_names(text) for text in question.accepted),
        "other_names": tuple(withdrawn.redact_names(text) for text in question.other_names),
        "rivals": tuple(withdrawn.redact_names(text) for text in question.rivals),
    }
    if not set(withdrawn.quote_ids).isdisjoint(question.about):
        changes |= {"text": WITHDRAWN_TEXT, "explanation": ""}
    return question.model_copy(update=changes).model_dump_json()
