"""The cards of `/privacy`: what is stored, what deletion does, and what was deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from bot.ui.card import Card
from bot.ui.text import join_words
from storage.privacy.member_data import StoredCounts
from storage.privacy.member_records import RecordKind


class ScopeChoice(StrEnum):
    """The places whose data a member asks for: this server or direct messages, or all."""

    HERE = "here"
    EVERYWHERE = "everywhere"


NOTHING_STORED = "Nothing. A blank page, as on the first day."
NOT_STORED_NOTE = (
    "A list of who has read what, or of what you write in channels, is not kept at all. Cards that "
    "stand in a channel are Discord's to keep: a moderator can delete them."
)
NOTHING_TO_DELETE = "Nothing about you is stored there, so there is nothing to delete."
NOTHING_TO_EXPORT = "Nothing about you is stored anywhere, so the file would be empty."
DIRECT_MESSAGES_CONSEQUENCE = "All of it goes: answers, points, and what I have shown you here."
NOT_YOUR_CARD = "That card is somebody else's. Type /privacy to see your own."
EXPORT_MESSAGE = "Everything I have on you, in every server. Keep it or shred it: it is yours."


def overview_card(here: StoredCounts, everywhere: StoredCounts, *, in_guild: bool) -> Card:
    """Build the card of what is stored about a member, in the current place and everywhere."""
    lines = [
        f"**{format_scope(ScopeChoice.HERE, in_guild=in_guild).capitalize()}**",
        _format_counts(here),
        f"\n**{format_scope(ScopeChoice.EVERYWHERE, in_guild=in_guild).capitalize()}**",
        _format_counts(everywhere),
    ]
    return Card("What I keep about you", "\n".join(lines), NOT_STORED_NOTE)


def confirm_card(stored: StoredCounts, choice: ScopeChoice, *, in_guild: bool) -> Card:
    """Build the card that lists what deletion does and asks for confirmation."""
    scope_text = format_scope(choice, in_guild=in_guild)
    lines = [
        f"This is about all that is stored about you {scope_text}:",
        _format_counts(stored),
        "",
    ]
    is_direct = choice is ScopeChoice.HERE and not in_guild
    lines += [DIRECT_MESSAGES_CONSEQUENCE] if is_direct else _consequences(stored)
    lines.append("**It cannot be undone.** If you want a copy, export it first.")
    return Card("Delete it for good?", "\n".join(lines))


def deleted_card(stored: StoredCounts, choice: ScopeChoice, *, in_guild: bool) -> Card:
    """Build the card of what was deleted."""
    scope_text = format_scope(choice, in_guild=in_guild)
    footer = "We never met. Should we meet again, it starts afresh."
    return Card(
        "Deleted", f"No longer stored as yours {scope_text}:\n{_format_counts(stored)}", footer
    )


def still_playing_text(channel_ids: Sequence[int]) -> str:
    """Return which running games keep data from being deleted, and what to do."""
    channels = join_words([f"<#{one}>" for one in channel_ids])
    return (
        f"You are in a game that is still running in {channels}: finish it, or stop it with "
        "/trivia stop, then press the button again."
    )


def format_scope(choice: ScopeChoice, *, in_guild: bool) -> str:
    """Return the places as they follow a verb: "in this server"."""
    if choice is ScopeChoice.EVERYWHERE:
        return "everywhere, in all servers and in our direct messages"
    return "in this server" if in_guild else "in our direct messages"


def _format_counts(stored: StoredCounts) -> str:
    return "\n".join(f"- {line}" for line in _count_lines(stored)) or NOTHING_STORED


def _count_lines(stored: StoredCounts) -> Iterator[str]:
    for kind, (singular, plural) in _KIND_NOUNS.items():
        number = stored.counts.get(kind, 0)
        if number and kind is RecordKind.ANSWERS:
            score = f"{stored.right_answers:,} right, {stored.points:,} points"
            yield f"{number:,} {singular if number == 1 else plural}: {score}"
        elif number:
            yield f"{number:,} {singular if number == 1 else plural}"


_KIND_NOUNS = {
    RecordKind.ANSWERS: ("trivia answer", "trivia answers"),
    RecordKind.DAILY_ANSWERS: (
        "answer to a question of the day",
        "answers to questions of the day",
    ),
    RecordKind.REPORTS: ("report of a question", "reports of questions"),
    RecordKind.PROPOSALS: ("proposal to the canon", "proposals to the canon"),
    RecordKind.DRAFTS: ("thing you are still writing", "things you are still writing"),
    RecordKind.QUOTES: ("place where you are quoted", "places where you are quoted"),
    RecordKind.ADDED_ENTRIES: (
        "entry you put into the canon, with your id",
        "entries you put into the canon, with your id",
    ),
    RecordKind.DECISIONS: (
        "review or change of an entry, with your id",
        "reviews and changes of entries, with your id",
    ),
    RecordKind.SCHEDULES: (
        "schedule of posts you set up, with your id",
        "schedules of posts you set up, with your id",
    ),
    RecordKind.GAMES: ("running game you are in", "running games you are in"),
    RecordKind.SHOWN: (
        "quote, fact or question you were shown in our direct messages",
        "quotes, facts and questions you were shown in our direct messages",
    ),
}


def _consequences(stored: StoredCounts) -> Iterator[str]:
    """Yield what deletion does to the kinds of data that are stored."""
    for kinds, sentence in _CONSEQUENCES:
        if not kinds.isdisjoint(stored.counts):
            yield sentence


_CONSEQUENCES = (
    (
        {RecordKind.ANSWERS},
        "Your answers go. Their points stay on the server's leaderboard in one sum without names.",
    ),
    ({RecordKind.DAILY_ANSWERS}, "Your days in a row end."),
    (
        {RecordKind.QUOTES},
        "Quotes of you are withdrawn, and your name with them.",
    ),
    ({RecordKind.DRAFTS}, "What you are still writing goes."),
    (
        {RecordKind.PROPOSALS},
        "Proposals that wait are withdrawn and emptied; what was decided stays without your id.",
    ),
    (
        {RecordKind.REPORTS, RecordKind.ADDED_ENTRIES, RecordKind.DECISIONS, RecordKind.SCHEDULES},
        "Reports, entries, reviews and schedules stay, and no longer say that they are yours.",
    ),
)
