"""Extracts the words of quotes from proposals and drafts, for exports of member data."""

from __future__ import annotations

import json

from pydantic import ValidationError

from cogs.canon.drafts.models import QuoteDraft, load_draft
from storage.privacy.member_records import BodyKind
from storage.store import Store


def register_stored_quotes(store: Store) -> None:
    """Register the functions by which the store exports the quotes of this feature."""
    store.member_data.register_describer(BodyKind.QUOTE_PROPOSAL, list_proposed_words)
    store.member_data.register_describer(BodyKind.QUOTE_DRAFT, list_typed_words)


def list_proposed_words(body: str) -> list[str]:
    """Return the words of a proposal; [] when they were erased or it is no quote."""
    try:
        draft = load_draft(body)
    except ValidationError:
        return []
    return [draft.words] if isinstance(draft, QuoteDraft) else []


def list_typed_words(body: str) -> list[str]:
    """Return the words typed into a draft of a quote; [] when there are none."""
    words = json.loads(body).get("words")
    return [words] if words else []
