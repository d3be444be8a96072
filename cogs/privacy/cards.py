"""The cards of `/privacy`: what is stored, what deletion does, and what was deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, StrEnum, auto

from bot.markdown import Markdown, format_number, mention_channel
from bot.ui.card import Card
from bot.ui.text import join_words
from storage.privacy.member_data import StoredCounts
from storage.privacy.member_records import RecordKind


class ScopeChoice(StrEnum):
    """The places whose data a member asks for: this server or direct messages, or all."""

    HERE = "here"
    EVERYWHERE = "everywhere"


class Place(Enum):
    """The kind of place in which a member asks."""

    GUILD = auto()
    DIRECT_MESSAGES = auto()
    OUTSIDE = auto()
    """Where the bot is not, and the member uses commands of their own installation."""


_PLACE_PHRASES: dict[Place, Markdown] = {
    Place.GUILD: "in this server",
    Place.DIRECT_MESSAGES: "in your direct messages with me",
    Place.OUTSIDE: "where I'm not a member, in all these places together",
}
NOTHING_STORED = "Nothing. A blank page, like the first day of school."
NOT_STORED_NOTE = (
    "I keep no list of who has read what, or of what you write in channels. Cards already posted "
    "in a channel stay on Discord: a moderator can delete them."
)
NOTHING_TO_DELETE = "I have nothing about you there, so there's nothing to delete."
NOTHING_TO_EXPORT = "I have nothing about you anywhere, so the file would be empty."
OWN_PLACE_CONSEQUENCE = "I delete all of it: answers, points, and what I've shown you here."
NOT_YOUR_CARD = "That card is someone else's. Type /privacy to see your own."
EXPORT_MESSAGE = "Everything I have on you, in every server. Keep it or shred it: it's yours."


def overview_card(here: StoredCounts, everywhere: StoredCounts, place: Place) -> Card:
    """Build the card of what is stored about a member, in the current place and everywhere."""
    lines: list[Markdown] = [
        f"**{format_scope(ScopeChoice.HERE, place).capitalize()}**",
        _format_counts(here),
        f"\n**{format_scope(ScopeChoice.EVERYWHERE, place).capitalize()}**",
        _format_counts(everywhere),
    ]
    return Card("What I keep about you", "\n".join(lines), NOT_STORED_NOTE)


def confirm_card(stored: StoredCounts, choice: ScopeChoice, place: Place) -> Card:
    """Build the card that lists what deletion does and asks for confirmation."""
    scope_text = format_scope(choice, place)
    lines: list[Markdown] = [
        f"This covers everything I keep about you {scope_text}:",
        _format_counts(stored),
        "",
    ]
    is_own = choice is ScopeChoice.HERE and place is not Place.GUILD
    lines += (OWN_PLACE_CONSEQUENCE,) if is_own else _consequences(stored)
    lines.append("**You can't undo this.** If you want a copy, export it first.")
    return Card("Delete it for good?", "\n".join(lines))


def deleted_card(stored: StoredCounts, choice: ScopeChoice, place: Place) -> Card:
    """Build the card of what was deleted."""
    scope_text = format_scope(choice, place)
    footer = "As far as I know, you and I never met. Use me again, and I start from scratch."
    return Card(
        "Deleted", f"I no longer keep this as yours {scope_text}:\n{_format_counts(stored)}", footer
    )


def still_playing_text(channel_ids: Sequence[int]) -> Markdown:
    """Return which running games keep data from being deleted, and what to do."""
    channels = join_words([mention_channel(one) for one in channel_ids])
    return (
        f"You're in a game that's still running in {channels}: finish it or stop it with "
        "/trivia stop, then press the button again."
    )


def format_scope(choice: ScopeChoice, place: Place) -> Markdown:
    """Return the places as they follow a verb: "in this server"."""
    if choice is ScopeChoice.EVERYWHERE:
        return (
            "everywhere: in all servers, in your direct messages with me, and wherever else you "
            "use me"
        )
    return _PLACE_PHRASES[place]


def _format_counts(stored: StoredCounts) -> Markdown:
    return "\n".join(f"- {line}" for line in _count_lines(stored)) or NOTHING_STORED


def _count_lines(stored: StoredCounts) -> Iterator[Markdown]:
    for kind, (singular, plural) in _KIND_NOUNS.items():
        number = stored.counts.get(kind, 0)
        shown = f"{format_number(number, ',')} {singular if number == 1 else plural}"
        if number and kind is RecordKind.ANSWERS:
            right, points = (
                format_number(stored.right_answers, ","),
                format_number(stored.points, ","),
            )
            yield f"{shown}: {right} right, {points} points"
        elif number:
            yield shown


_KIND_NOUNS: dict[RecordKind, tuple[Markdown, Markdown]] = {
    RecordKind.ANSWERS: ("trivia answer", "trivia answers"),
    RecordKind.DAILY_ANSWERS: (
        "answer to a question of the day",
        "answers to questions of the day",
    ),
    RecordKind.REPORTS: ("question report", "question reports"),
    RecordKind.PROPOSALS: ("proposal", "proposals"),
    RecordKind.DRAFTS: ("draft you're still writing", "drafts you're still writing"),
    RecordKind.QUOTES: ("place where you're quoted", "places where you're quoted"),
    RecordKind.ADDED_ENTRIES: (
        "thing you added, with your ID",
        "things you added, with your ID",
    ),
    RecordKind.DECISIONS: (
        "review or edit you made, with your ID",
        "reviews and edits you made, with your ID",
    ),
    RecordKind.SCHEDULES: (
        "post schedule you set up, with your ID",
        "post schedules you set up, with your ID",
    ),
    RecordKind.GAMES: ("running game you're in", "running games you're in"),
    RecordKind.SHOWN: (
        "quote, fact or question I showed you in direct messages",
        "quotes, facts and questions I showed you in direct messages",
    ),
    RecordKind.SHOWN_OUTSIDE: (
        "quote, fact or question I showed you where I'm not a member",
        "quotes, facts and questions I showed you where I'm not a member",
    ),
    RecordKind.MESSAGES: (
        "message to you or about you that I haven't sent yet",
        "messages to you or about you that I haven't sent yet",
    ),
}


def _consequences(stored: StoredCounts) -> Iterator[Markdown]:
    """Yield what deletion does to the kinds of data that are stored."""
    for kinds, sentence in _CONSEQUENCES:
        if not kinds.isdisjoint(stored.counts):
            yield sentence


_CONSEQUENCES: tuple[tuple[set[RecordKind], Markdown], ...] = (
    (
        {RecordKind.ANSWERS},
        (
            "Your answers are deleted. Their points stay on the server's leaderboard, in one "
            "total without names."
        ),
    ),
    ({RecordKind.DAILY_ANSWERS}, "Your daily streak ends."),
    (
        {RecordKind.QUOTES},
        "Quotes of you are withdrawn, along with your name.",
    ),
    ({RecordKind.DRAFTS}, "Drafts you're still writing are deleted."),
    (
        {RecordKind.PROPOSALS},
        (
            "Proposals still waiting are withdrawn and emptied; the ones already decided stay, "
            "without your ID."
        ),
    ),
    (
        {RecordKind.REPORTS, RecordKind.ADDED_ENTRIES, RecordKind.DECISIONS, RecordKind.SCHEDULES},
        ("Reports, things you added, reviews and schedules stay, but no longer say they're yours."),
    ),
)
