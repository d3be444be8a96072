"""A draft as if it had just been typed, so that the same forms can change it again."""

from __future__ import annotations

from typing import NamedTuple

from cogs.canon.proposals.drafts import Draft, FactDraft, NewsDraft, QuestionDraft, QuoteDraft
from cogs.canon.submit.parser import MESSAGE, NO_STAGE


class Retyped(NamedTuple):
    """What `read_fields` makes the same draft of again."""

    kind: str
    typed: dict[str, str]


def typed_of(draft: Draft) -> Retyped:
    """The fields of a draft; words of a member stay such that they can only be shortened."""
    origin = {
        "link": draft.link or "",
        "publisher": draft.publisher,
        "date": str(draft.date),
        "source": draft.known_source or "",
        "topic": draft.topic,
    }
    match draft:
        case NewsDraft():
            own = {
                "headline": draft.headline,
                "text": draft.text,
                "stage": draft.stage or NO_STAGE,
                "certainty": draft.certainty,
            }
        case QuoteDraft():
            return _of_quote(draft, origin)
        case FactDraft():
            own = {"text": draft.text}
        case QuestionDraft():
            own = {
                "text": draft.text,
                "answers": "\n".join(draft.answers),
                "wrong": "\n".join(draft.distractors),
                "explanation": draft.explanation,
                "difficulty": draft.difficulty,
            }
    return Retyped(draft.kind, {**origin, **own})


def _of_quote(draft: QuoteDraft, origin: dict[str, str]) -> Retyped:
    own = {
        "words": draft.words,
        "occasion": draft.occasion,
        "speaker": draft.speaker_name or "",
    }
    if draft.member_id is None:
        own["speaker"] = draft.speaker_name or draft.speaker
        return Retyped(draft.kind, {**origin, **own})
    member = {
        "original": draft.words,
        "member_id": str(draft.member_id),
        "slug": draft.speaker,
    }
    return Retyped(MESSAGE, {**origin, **own, **member})
