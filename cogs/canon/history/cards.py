"""What was done to own entries, by whom and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from bot.ui.card import Card
from bot.ui.text import clip, escape, listed
from cogs.canon.history.index import Numbered
from cogs.canon.proposals.cards import STATES, mention
from cogs.canon.proposals.summary import headline_of, number_of
from seeds.schema import KINDS
from storage.canon.guild_entries import AuditEvent, AuditAction
from storage.proposals.proposals import Proposal, ProposalState

MAX_WORDS = 200
MAX_BEFORE = 120
EMPTY = Card("History", "Nothing of this server's own has been added yet.")
OUTCOMES = {
    "due": "is still to be announced",
    "claimed": "is being announced",
    "sent": "was announced",
    "failed": "was not announced",
}


def newest_card(
    deeds: Sequence[AuditEvent], names: Mapping[str, str], position: str, authors: Mapping[int, int]
) -> Card:
    """Some deeds, newest first; `names` says what each number is about."""
    lines = [
        f"{_line(acts, authors)}\n> {escape(clip(names.get(number, 'gone'), MAX_BEFORE))}"
        for number, acts in _acts(deeds)
    ]
    return Card("History", "\n".join(lines), position)


def entry_card(
    group: Numbered,
    deeds: Sequence[AuditEvent],
    outcome: tuple[str, str] | None,
    authors: Mapping[int, int],
) -> Card:
    """All that was done to what shares a number, oldest first."""
    entry = group.shown.entry
    lines = [f"**{escape(clip(headline_of(entry), MAX_WORDS))}**"]
    if group.is_retired:
        lines.append("It does not count any more.")
    lines += [f"\n{line}" for line in _lines(deeds, authors)]
    if outcome is not None:
        state, reason = outcome
        why = f": {escape(reason)}" if reason else ""
        lines.append(f"\nThe change of the status {OUTCOMES[state]}{why}.")
    ids = ", ".join(f"`{one.id}`" for one in group.entries)
    return Card(f"{group.number}, {entry.kind}", "\n".join(lines), ids)


def _lines(deeds: Sequence[AuditEvent], authors: Mapping[int, int]) -> Iterator[str]:
    for _, acts in _acts(deeds):
        yield _line(acts, authors)
        for deed in acts:
            if deed.action is AuditAction.EDITED and deed.old_body:
                before = KINDS[deed.entry_id.partition(".")[0]].model_validate_json(deed.old_body)
                yield f"> Before: {escape(clip(headline_of(before), MAX_BEFORE))}"


def _acts(deeds: Iterable[AuditEvent]) -> Iterator[tuple[str, list[AuditEvent]]]:
    """Deeds done at one stroke to what shares a number."""
    for key, together in groupby(deeds, lambda one: (number_of(one.entry_id), one.action, one.created_at)):
        yield key[0], list(together)


def _line(acts: Sequence[AuditEvent], authors: Mapping[int, int]) -> str:
    deed = acts[0]
    kinds = listed(sorted({one.entry_id.partition(".")[0] for one in acts}))
    return (
        f"<t:{deed.created_at}:f> · `{number_of(deed.entry_id)}` **{deed.action}** by "
        f"{mention(deed.actor_id)} ({kinds}){_detail(deed, authors)}"
    )


def _detail(deed: AuditEvent, authors: Mapping[int, int]) -> str:
    number = proposal_in(deed)
    if number is None:
        return f": {escape(deed.detail)}" if deed.detail else ""
    author = authors.get(number)
    if author == deed.actor_id:
        return f", their own proposal {number}"
    return f", proposal {number}" + (f" of {mention(author)}" if author is not None else "")


def proposal_in(deed: AuditEvent) -> int | None:
    """The number of the proposal that an entry came from."""
    word, _, number = deed.detail.partition(" ")
    return int(number) if word == "proposal" and number.isdecimal() else None


def mine_card(proposals: Sequence[tuple[Proposal, str]]) -> Card:
    """What became of one member's proposals, newest first, each with what it says."""
    if not proposals:
        return Card("What you proposed", "Nothing yet: /canon add is where it begins.")
    return Card("What you proposed", "\n".join(_mine(*one) for one in proposals))


def _mine(proposal: Proposal, words: str) -> str:
    if proposal.state is ProposalState.AWAITING_CONSENT:
        state = "waits for whoever is quoted"
    else:
        state = STATES.get(proposal.state, "waits for a reviewer")
    why = f": {escape(proposal.reason)}" if proposal.reason else ""
    shown = f"\n> {escape(clip(words, MAX_BEFORE))}" if words else ""
    return f"<t:{proposal.created_at}:d> · {proposal.kind} {proposal.number}, **{state}**{why}{shown}"
