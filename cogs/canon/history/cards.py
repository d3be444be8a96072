"""The cards of the history: what was done to a guild's entries, by whom and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple, cast

from bot.markdown import Markdown, escape, format_code, format_instant, format_number
from bot.ui.card import Card
from bot.ui.dates import format_date
from bot.ui.entry_cards import CERTAINTY_NAMES, list_settlement_lines
from bot.ui.text import clip, join_words
from cogs.canon.proposals.cards import STATE_LABELS, mention
from cogs.canon.proposals.entry_groups import EntryGroup
from cogs.canon.proposals.summary import get_headline, get_id_suffix
from seeds.dates import PartialDate
from seeds.pack import Manifest
from seeds.schema import ENTRY_TYPES, AnyEntry, Promise, Settlement
from storage.canon.audit_log import AuditAction, AuditEvent
from storage.proposals.proposals import Proposal, ProposalState

MAX_HEADLINE = 200
MAX_EXCERPT = 120
MAX_EVENTS = 30
"""Events of one number shown, the newest ones."""
_TEXT_FIELDS = frozenset({"title", "headline", "text", "words"})
"""Fields that differences show without a label."""
EMPTY_HISTORY_CARD = Card("History", "This server hasn't added anything of its own yet.")
OUTCOME_LABELS: dict[str, Markdown] = {
    "due": "hasn't been announced yet",
    "claimed": "is being announced",
    "sent": "was announced",
    "failed": "wasn't announced",
}


def recent_history_card(
    events: Sequence[AuditEvent],
    names_by_key: Mapping[str, str],
    position: Markdown,
    authors: Mapping[int, int],
) -> Card:
    """Return the card of some events, newest first; `names_by_key` maps group keys to names.

    `authors` maps the numbers of proposals to the ids of their authors.
    """
    lines: list[Markdown] = [
        f"{_format_event_group(group, authors)}\n> "
        f"{escape(clip(' '.join(names_by_key.get(key, 'gone').split()), MAX_EXCERPT))}"
        for key, group in _group_events(events)
    ]
    return Card("History", "\n".join(lines), position)


def entry_history_card(
    group: EntryGroup,
    events: Sequence[AuditEvent],
    outcome: tuple[str, str] | None,
    authors: Mapping[int, int],
    source_notes: Sequence[Markdown],
    manifest: Manifest,
) -> Card:
    """Return the card of all events of a group, oldest first.

    `outcome` is the state and reason of the announcement of its status, None without one;
    `source_notes` say where the entries are from.
    """
    entry = group.main.entry
    lines: list[Markdown] = [f"**{escape(clip(get_headline(entry), MAX_HEADLINE))}**"]
    if group.is_retired:
        lines.append("I no longer use it.")
    lines += list_settlement_lines(group.entries)
    lines += source_notes
    for line in _list_event_lines(events, group.entries, authors, manifest):
        lines.append(f"\n{line}")
    if outcome is not None:
        state, reason = outcome
        why = f": {escape(reason)}" if reason else ""
        lines.append(f"\nThe new status {OUTCOME_LABELS[state]}{why}.")
    ids = ", ".join(format_code(one.id) for one in group.entries)
    return Card(f"{escape(group.key)}, {escape(entry.kind)}", "\n".join(lines), ids)


def _list_event_lines(
    events: Sequence[AuditEvent],
    entries: Sequence[AnyEntry],
    authors: Mapping[int, int],
    manifest: Manifest,
) -> list[Markdown]:
    """Return a line for each change, and the differences that edits made.

    `entries` are the current versions, from which earlier ones are traced back.
    """
    later = {entry.id: entry for entry in entries}
    changes: dict[int, list[Markdown]] = {}
    for event in reversed(events):
        if event.action is AuditAction.EDITED and event.old_body:
            model = ENTRY_TYPES[event.entry_id.partition(".")[0]]
            former = model.model_validate_json(event.old_body)
            current = later[event.entry_id]
            changes[event.number] = list(_list_differences(former, current, manifest))
            later[event.entry_id] = former
    lines: list[Markdown] = []
    for _, group in _group_events(events[-MAX_EVENTS:]):
        lines.append(_format_event_group(group, authors))
        for event in group:
            lines += changes.get(event.number, ())
    return lines


def _list_differences(former: AnyEntry, later: AnyEntry, manifest: Manifest) -> Iterator[Markdown]:
    for field, old in former:
        new = getattr(later, field)
        if new != old:
            label = "" if field in _TEXT_FIELDS else f" ({escape(field.replace('_', ' '))})"
            yield f"> Before{label}: {_format_value(field, old, manifest)}"
            yield f"> After{label}: {_format_value(field, new, manifest)}"


def _format_value(field: str, value: Any, manifest: Manifest) -> Markdown:
    """Return a value as members know it: a stage or a topic by its name, not its slug."""
    values = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
    text = join_words([_name_value(field, one, manifest) for one in values])
    # On one line: a quotation block ends with its line.
    return escape(clip(" ".join(text.split()), MAX_EXCERPT)) if value else "nothing"


def _name_value(field: str, value: object, manifest: Manifest) -> str:
    match value:
        case PartialDate():
            return format_date(value)
        case str() if field == "stage":
            return manifest.get_stage(value).label
        case str() if field in ("topic", "topics"):
            return next((one.name for one in manifest.topics if one.slug == value), value)
        case str() if field == "certainty":
            return CERTAINTY_NAMES.get(value, value)
        case Settlement():
            return f"“{value.promise}” {value.outcome}"
        case Promise():
            return f"“{value.text}” {value.outcome}"
        case _:
            return str(value)


def _group_events(events: Iterable[AuditEvent]) -> Iterator[tuple[str, list[AuditEvent]]]:
    """Yield the key of a group with the consecutive events that one change caused in it."""
    for key, group in groupby(
        events, lambda one: (get_id_suffix(one.entry_id), one.action, one.created_at, one.detail)
    ):
        yield key[0], list(group)


def _format_event_group(group: Sequence[AuditEvent], authors: Mapping[int, int]) -> Markdown:
    event = group[0]
    kinds = join_words(sorted({one.entry_id.partition(".")[0] for one in group}))
    key, when = get_id_suffix(event.entry_id), format_instant(event.created_at, "f")
    return (
        f"{when} · {format_code(key)} **{escape(event.action)}** by {mention(event.actor_id)} "
        f"({escape(kinds)})"
        f"{_format_detail(event, authors)}"
    )


def _format_detail(event: AuditEvent, authors: Mapping[int, int]) -> Markdown:
    number = parse_proposal_number(event)
    if number is None:
        return f": {escape(event.detail)}" if event.detail else ""
    author = authors.get(number)
    if author == event.actor_id:
        return f", their own proposal {format_number(number)}"
    return f", proposal {format_number(number)}" + (
        f" of {mention(author)}" if author is not None else ""
    )


def parse_proposal_number(event: AuditEvent) -> int | None:
    """Return the number of the proposal that added an entry; None when none did."""
    word, _, number = event.detail.partition(" ")
    return int(number) if word == "proposal" and number.isdecimal() else None


class OwnProposal(NamedTuple):
    """A proposal as its author is shown it; `text` is "" when it was erased."""

    proposal: Proposal
    text: str
    is_retracted: bool
    """Whether nothing that it added is in use any more."""


def member_proposals_card(proposals: Sequence[OwnProposal]) -> Card:
    """Return the card of one member's proposals, newest first, each with its text."""
    if not proposals:
        return Card("What you proposed", "Nothing yet. Start with /canon add.")
    return Card("What you proposed", "\n".join(map(_format_proposal, proposals)))


def _format_proposal(own: OwnProposal) -> Markdown:
    proposal = own.proposal
    if proposal.state is ProposalState.AWAITING_CONSENT:
        state: Markdown = "waiting for the person quoted"
    else:
        state = STATE_LABELS.get(proposal.state, "waiting for a reviewer")
    if proposal.state is ProposalState.APPROVED and own.is_retracted:
        state = f"{state}, then taken back"
    why = f": {escape(proposal.reason)}" if proposal.reason else ""
    shown = f"\n> {escape(clip(own.text, MAX_EXCERPT))}" if own.text else ""
    when = format_instant(proposal.created_at, "D")
    what = f"{escape(proposal.kind)} {format_number(proposal.number)}"
    return f"{when} · {what}, **{state}**{why}{shown}"
