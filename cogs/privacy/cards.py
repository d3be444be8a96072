"""What `/privacy` says: what is kept, what deleting does, what is gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from bot.ui.card import Card
from bot.ui.text import listed
from storage.privacy.member_data import StoredCounts
from storage.privacy.member_records import RecordKind


class Where(StrEnum):
    """How much of it a member means."""

    HERE = "here"
    EVERYWHERE = "everywhere"


NOTHING = "Nothing. A blank page, as on the first day."
ELSEWHERE = (
    "A list of who has read what, or of what you write in channels, is not kept at all. Cards that "
    "stand in a channel are Discord's to keep: a moderator can delete them."
)
NOTHING_TO_DELETE = "Nothing about you is stored there, so there is nothing to delete."
NOTHING_TO_EXPORT = "Nothing about you is stored anywhere, so the file would be empty."
DIRECT_GOES = "All of it goes: answers, points, and what I have shown you here."
NOT_YOURS = "That card is somebody else's. Type /privacy to see your own."
EXPORTED = "Everything I have on you, in every server. Keep it or shred it: it is yours."


def held_card(here: StoredCounts, everywhere: StoredCounts, *, in_server: bool) -> Card:
    """What is kept about the asker, in the place where they ask and in all."""
    lines = [
        f"**{place_in_words(Where.HERE, in_server=in_server).capitalize()}**",
        _listed(here),
        f"\n**{place_in_words(Where.EVERYWHERE, in_server=in_server).capitalize()}**",
        _listed(everywhere),
    ]
    return Card("What I keep about you", "\n".join(lines), ELSEWHERE)


def sure_card(held: StoredCounts, where: Where, *, in_server: bool) -> Card:
    """What would become of it; asks once more."""
    place = place_in_words(where, in_server=in_server)
    lines = [f"This is about all that is stored about you {place}:", _listed(held), ""]
    is_direct = where is Where.HERE and not in_server
    lines += [DIRECT_GOES] if is_direct else _consequences(held)
    lines.append("**It cannot be undone.** If you want a copy, export it first.")
    return Card("Delete it for good?", "\n".join(lines))


def gone_card(held: StoredCounts, where: Where, *, in_server: bool) -> Card:
    """What was deleted."""
    place = place_in_words(where, in_server=in_server)
    foot = "We never met. Should we meet again, it starts afresh."
    return Card("Deleted", f"No longer stored as yours {place}:\n{_listed(held)}", foot)


def still_playing(channel_ids: Sequence[int]) -> str:
    """Why nothing can be deleted at the moment, and what to do."""
    places = listed([f"<#{one}>" for one in channel_ids])
    return (
        f"You are in a game that is still running in {places}: finish it, or stop it with "
        "/trivia stop, then press the button again."
    )


def place_in_words(where: Where, *, in_server: bool) -> str:
    """ "in this server"."""
    if where is Where.EVERYWHERE:
        return "everywhere, in all servers and in our direct messages"
    return "in this server" if in_server else "in our direct messages"


def _listed(held: StoredCounts) -> str:
    return "\n".join(f"- {line}" for line in _lines(held)) or NOTHING


def _lines(held: StoredCounts) -> Iterator[str]:
    for kind, (one, many) in _WORDS.items():
        number = held.counts.get(kind, 0)
        if number and kind is RecordKind.ANSWERS:
            score = f"{held.right_answers:,} right, {held.points:,} points"
            yield f"{number:,} {one if number == 1 else many}: {score}"
        elif number:
            yield f"{number:,} {one if number == 1 else many}"


_WORDS = {
    RecordKind.ANSWERS: ("trivia answer", "trivia answers"),
    RecordKind.DAILY_ANSWERS: ("answer to a question of the day", "answers to questions of the day"),
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


def _consequences(held: StoredCounts) -> Iterator[str]:
    """What deleting does, of that which it does here."""
    for kinds, sentence in _CONSEQUENCES:
        if not kinds.isdisjoint(held.counts):
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
