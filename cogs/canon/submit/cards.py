"""The cards of drafts: problems, similar entries, notes and confirmations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.markdown import Markdown, escape, format_number
from bot.ui.card import Card
from bot.ui.dates import format_date
from bot.ui.text import clip
from cogs.canon.drafts.models import Draft
from cogs.canon.proposals.errors import DraftNotFoundError
from cogs.canon.proposals.similarity import SimilarityMatch
from cogs.canon.submit.forms import lacks_only_source
from cogs.canon.submit.parsing.date_input import format_precision
from cogs.canon.submit.parsing.fields import FormValues

SHOWN_MATCHES = 3
MAX_EXCERPT = 120
MAX_TYPED = 1_000
DRAFT_CHANGED = (
    "Your draft has changed since you opened that form, so nothing was saved: open it again."
)
NOT_READY = "Not quite there yet"
DRAFT_KEPT = "I kept what you wrote. The buttons open the forms again."
DELETE_DRAFT_CARD = Card("Delete this draft?", "You can't get it back after that.")
DRAFT_DELETED_CARD = Card("Deleted", "Your draft is gone. Start another one with /canon add.")
WITHDRAWN_CARD = Card("Taken back", "No one will review it.")


def draft_problems_card(kind: str, problems: Sequence[str]) -> Card:
    """Return the card of the problems of a draft, sentences that are not escaped.

    Its title asks for the source where that is all that is missing, as the first form did not.
    """
    listed = "\n".join(f"- {escape(one)}" for one in problems)
    if lacks_only_source(kind, problems):
        return Card("One more thing: where did you get it?", listed, DRAFT_KEPT)
    return Card(NOT_READY, listed, DRAFT_KEPT)


def refused_draft_card(reason: Markdown) -> Card:
    """Return the card of a draft that cannot be saved, for a reason."""
    return Card(NOT_READY, f"- {reason}", DRAFT_KEPT)


def draft_not_found_card(typed: FormValues) -> Card:
    """Return the card for a form whose draft is gone; it shows the text, to be copied."""
    return _typed_card("Too late", DraftNotFoundError().message, "into it", typed)


def draft_changed_card(typed: FormValues) -> Card:
    """Return the card for a form that showed an older state of its draft, with the text typed."""
    return _typed_card("Changed in the meantime", DRAFT_CHANGED, "into it", typed)


def _typed_card(title: Markdown, reason: Markdown, where: Markdown, typed: FormValues) -> Card:
    lines: list[Markdown] = [reason]
    texts = [text for text in typed.values() if text.strip()]
    if texts:
        lines.append(f"This is what you wrote, so you can copy it {where}:")
        shown = escape(clip("\n".join(texts), MAX_TYPED))
        lines.extend(f"> {line}" for line in shown.splitlines())
    return Card(title, "\n".join(lines))


def format_preview_header(
    matches: Sequence[SimilarityMatch], sources: Mapping[str, Markdown]
) -> Markdown:
    """Return the lines above the preview; `sources` maps entry ids to source lines."""
    lines: list[Markdown] = ["**This is how it will look. You haven't sent it yet.**"]
    if matches:
        lines.append("Someone may have beaten you to it. If it's one of these, delete yours:")
        lines.extend(f"- {_format_match(one, sources)}" for one in matches[:SHOWN_MATCHES])
    if len(matches) > SHOWN_MATCHES:
        lines.append(f"- and {format_number(len(matches) - SHOWN_MATCHES)} more")
    return "\n".join(lines)


def _format_match(match: SimilarityMatch, sources: Mapping[str, Markdown]) -> Markdown:
    candidate = match.candidate
    why: list[Markdown] = [f"{format_number(match.percent)} % alike"] if match.percent else []
    if match.is_same_page:
        why.append("same page")
    name = escape(clip(candidate.name, MAX_EXCERPT))
    shown = f"“{name}” ({escape(candidate.entry_id)})" if candidate.entry_id else f"A {name}"
    line = sources.get(candidate.entry_id)
    return f"{shown}: {', '.join(why)}" + (f". {line}" if line else "")


def list_preview_notes(
    draft: Draft, nearest_name: str | None, outcome: Markdown
) -> Iterator[Markdown]:
    """Yield the parsed date, a similar name if there is one, and what saving does."""
    yield f"Date: **{format_date(draft.date)}**, {format_precision(draft.date)}."
    if draft.source_date != draft.date:
        when = draft.source_date
        yield f"Published: **{format_date(when)}**, {format_precision(when)}."
    if nearest_name is not None:
        yield f"Not the same as {escape(nearest_name)}? If it is, choose that name from the list."
    yield outcome


def submitted_card(number: int) -> Card:
    """Return the card that says a proposal waits for a reviewer."""
    body = (
        f"It's waiting for a reviewer as number {format_number(number)}. I'll tell you what they "
        "decide, and /canon mine shows it."
    )
    return Card("Sent in", body, "Sources and dates: the glue that holds it all together.")


def format_guess_result(guess: str, counts_as: str | None) -> Markdown:
    """Return the notice whether a guess would be right; `counts_as` is None when wrong."""
    shown = escape(clip(guess, MAX_EXCERPT))
    if counts_as is None:
        return f"✗ “{shown}” would **not** count."
    return f"✓ “{shown}” would count, as “{escape(counts_as)}”."
