"""Reads the JSON that opentdb.com sends: a category, a difficulty and choices for each question.

The format is described at https://opentdb.com/api_config.php. Its texts are in one of four
encodings: HTML entities by default, percent-encoding in two forms, or Base64.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import unquote, unquote_plus

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from seeds.schema import Difficulty
from seeds.trivia_lists.models import (
    MAX_DISTRACTORS,
    MAX_OPTION_LENGTH,
    MAX_QUESTION_LENGTH,
    TriviaList,
    TriviaListError,
    TriviaListProblem,
    TriviaListQuestion,
    join_surrogates,
)

_TYPES = ("multiple", "boolean")
_ENCODED_TYPES = frozenset(base64.b64encode(name.encode()).decode() for name in _TYPES)
_PERCENT_CODE = re.compile(r"%[0-9A-Fa-f]{2}")
Decode: TypeAlias = Callable[[str], str]


class _Item(BaseModel):
    """A question as it is sent."""

    model_config = ConfigDict(strict=True)

    question: str
    correct_answer: str
    incorrect_answers: list[str]
    type: str = ""
    difficulty: str = ""
    category: str = ""


class _Envelope(BaseModel):
    """What is around the questions."""

    results: list[Any]
    response_code: str | None = None


class _Response(NamedTuple):
    """The questions, None for each that is none, and the response code."""

    items: list[_Item | None]
    code: str | None


_LIST = TypeAdapter(list[Any])


class _ItemProblemError(Exception):
    """A question cannot be taken; the message says why."""


def parse_opentdb_list(text: str) -> TriviaList | None:
    """Parse what opentdb.com sends, or its `results` alone; None for anything else.

    Raises TriviaListError when there is no question to take.
    """
    response = _parse_response(text)
    if response is None:
        return None
    if not response.items:
        message = f"opentdb.com sent no questions (code {response.code}): ask it again for fewer"
        raise TriviaListError([TriviaListProblem(0, message)])
    known = [item for item in response.items if item is not None]
    decode = _choose_decoder(known)
    questions: dict[str, TriviaListQuestion] = {}
    omitted: list[TriviaListProblem] = []
    for number, item in enumerate(response.items, start=1):
        try:
            question = _parse_item(item, decode)
            if question.text in questions:
                raise _ItemProblemError("is already in the list")
            questions[question.text] = question
        except _ItemProblemError as problem:
            omitted.append(TriviaListProblem(0, f"question {number} {problem}"))
    if not questions:
        raise TriviaListError(omitted)
    return TriviaList(
        list(questions.values()), topic=_find_common_topic(known, decode), omitted=tuple(omitted)
    )


def _parse_response(text: str) -> _Response | None:
    """Return the questions, None when the text is no such JSON."""
    try:
        # Numbers stay text: Python refuses those of many digits.
        data: Any = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None
    try:
        envelope = _Envelope.model_validate(data)
    except ValidationError:
        try:
            envelope = _Envelope(results=_LIST.validate_python(data))
        except ValidationError:
            return None
    items = [_validate_item(item) for item in envelope.results]
    is_empty_response = not items and envelope.response_code is not None
    return _Response(items, envelope.response_code) if any(items) or is_empty_response else None


def _validate_item(item: Any) -> _Item | None:
    try:
        return _Item.model_validate(item)
    except ValidationError:
        return None


def _choose_decoder(items: Iterable[_Item]) -> Decode:
    """Return the function that decodes all texts of one response."""
    if any(item.type in _ENCODED_TYPES for item in items):
        return _decode_base64
    texts = [item.question for item in items]
    if any(" " in text for text in texts) or not any(map(_PERCENT_CODE.search, texts)):
        return html.unescape
    return unquote if any("%20" in text for text in texts) else unquote_plus


def _decode_base64(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except ValueError:
        raise _ItemProblemError("is not in Base64 like the others") from None


def _parse_item(item: _Item | None, decode: Decode) -> TriviaListQuestion:
    if item is None:
        raise _ItemProblemError("needs question, correct_answer and incorrect_answers")
    text = _decode_text(item.question, decode, MAX_QUESTION_LENGTH, "a question")
    right = _decode_text(item.correct_answer, decode, MAX_OPTION_LENGTH, "a choice")
    decoded = (
        _decode_text(choice, decode, MAX_OPTION_LENGTH, "a choice")
        for choice in item.incorrect_answers
    )
    wrong = tuple(choice for choice in dict.fromkeys(decoded) if choice != right)
    if not wrong:
        raise _ItemProblemError("has no wrong choices")
    level = decode(item.difficulty)
    difficulty = Difficulty(level) if level in set(Difficulty) else Difficulty.MEDIUM
    return TriviaListQuestion(text, (right,), wrong[:MAX_DISTRACTORS], difficulty)


def _decode_text(value: str, decode: Decode, limit: int, subject: str) -> str:
    text = join_surrogates(decode(value))
    if text is None:
        raise _ItemProblemError("has half a character (a lone surrogate)")
    if not 1 <= len(text.strip()) <= limit:
        raise _ItemProblemError(f"is left out: {subject} has 1 to {limit} characters")
    return text.strip()


def _find_common_topic(items: Iterable[_Item], decode: Decode) -> str:
    """Return the category of all questions, "" when they have several."""
    names = {item.category for item in items}
    try:
        topic = join_surrogates(decode(names.pop())) if len(names) == 1 else None
    except _ItemProblemError:
        return ""
    return (topic or "").strip()
