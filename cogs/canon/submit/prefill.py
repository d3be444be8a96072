"""Turns a draft back into form fields, so that the same forms can edit it."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from cogs.canon.drafts.models import Draft, FactDraft, QuestionDraft, QuoteDraft
from cogs.canon.drafts.news import NewsDraft
from cogs.canon.submit.parsing.date_input import DatePrecision
from cogs.canon.submit.parsing.parser import MESSAGE_KIND
from cogs.canon.submit.parsing.promises import format_choices
from seeds.pack import NO_STAGE


class Prefill(NamedTuple):
    """The kind and fields from which `parse_fields` returns the same draft."""

    kind: str
    typed: dict[str, str]


def build_prefill(draft: Draft) -> Prefill:
    """Return the kind and fields of a draft; a member's words can then only be shortened."""
    source_fields = {
        "link": draft.link or "",
        "publisher": draft.publisher,
        "date": str(replace(draft.date, circa=False)),
        "precision": DatePrecision.ABOUT if draft.date.circa else DatePrecision.WRITTEN,
        "source": draft.known_source or "",
        "topic": draft.topic,
    }
    match draft:
        case NewsDraft():
            fields = {
                "headline": draft.headline,
                "text": draft.text,
                "stage": draft.stage or NO_STAGE,
                "certainty": draft.certainty,
                "release_date": str(draft.release_date or ""),
                **format_choices(draft.settles),
            }
        case QuoteDraft():
            return _build_quote_prefill(draft, source_fields)
        case FactDraft():
            fields = {"text": draft.text}
        case QuestionDraft():
            fields = {
                "text": draft.text,
                "answers": "\n".join(draft.answers),
                "wrong": "\n".join(draft.distractors),
                "explanation": draft.explanation,
                "difficulty": draft.difficulty,
            }
    return Prefill(draft.kind, {**source_fields, **fields})


def _build_quote_prefill(draft: QuoteDraft, source_fields: dict[str, str]) -> Prefill:
    fields = {
        "words": draft.words,
        "occasion": draft.occasion,
        "speaker": draft.speaker_name or "",
        "published": str(draft.published) if draft.published else "",
    }
    if draft.member_id is None:
        fields["speaker"] = draft.speaker_name or draft.speaker
        return Prefill(draft.kind, {**source_fields, **fields})
    member = {
        "original": draft.words,
        "member_id": str(draft.member_id),
        "slug": draft.speaker,
    }
    return Prefill(MESSAGE_KIND, {**source_fields, **fields, **member})
