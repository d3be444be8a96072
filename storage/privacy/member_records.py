"""Where each kind of data about members is kept, and how it reads in an export.

`RECORDS` is the one list of it: the card, the file and the tests all go by it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple


class Kind(StrEnum):
    """One kind of data, under the name it has in an export."""

    ANSWERS = "trivia_answers"
    DAILY = "daily_answers"
    REPORTS = "reports"
    PROPOSALS = "proposals"
    DRAFTS = "drafts"
    QUOTES = "quotes_of_you"
    ADDED = "entries_you_added"
    DECISIONS = "decisions"
    SCHEDULES = "schedules_you_set_up"
    GAMES = "running_games"
    SHOWN = "shown_in_direct_messages"


class Column(NamedTuple):
    """One field of an exported record."""

    name: str
    sql: str
    read: Callable[[Any], Any] = lambda value: value


class Record(NamedTuple):
    """Where one kind of data is: rows, the column that tells the server, and what to export."""

    kind: Kind
    rows: str
    place: str
    columns: Sequence[Column]


# A game's state is the game's own affair; that an id stands in it is all that matters here.
GAMES = "FROM trivia_game WHERE state GLOB :named"


def _time(seconds: int | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat()


def _id(number: int | None) -> str | None:
    """As text: JavaScript rounds numbers of this size."""
    return None if number is None else str(number)


def _truth(known: int | None) -> bool | None:
    return None if known is None else bool(known)


def _asked(body: str) -> str:
    """The text of a question kept as JSON."""
    return json.loads(body).get("text", "")


def _words(body: str) -> list[str]:
    """The words of a quote kept as JSON."""
    quote = json.loads(body)
    return [run for run in (quote.get("words"), *quote.get("continued", ())) if run]


# The question of a day is revealed with the next one; until then nobody is told.
_RIGHT_ONCE_REVEALED = (
    "CASE WHEN EXISTS (SELECT 1 FROM trivia_daily later"
    " WHERE later.audience_id = a.audience_id AND later.day > a.day) THEN a.is_right END"
)

RECORDS = (
    Record(
        Kind.ANSWERS,
        "FROM trivia_answer a JOIN trivia_round r USING (game_id, turn)"
        " WHERE a.member_id = :member",
        "a.audience_id",
        (
            Column("question", "r.body", _asked),
            Column("your_answer", "a.given"),
            Column("right", "a.is_right", bool),
            Column("points", "a.points"),
            Column("seconds", "a.seconds"),
            Column("settled_at", "a.settled_at", _time),
        ),
    ),
    Record(
        Kind.DAILY,
        "FROM trivia_daily_answer a JOIN trivia_daily q USING (audience_id, day)"
        " WHERE a.member_id = :member",
        "a.audience_id",
        (
            Column("day", "a.day"),
            Column("question", "q.body", _asked),
            Column("your_answer", "a.given"),
            Column("right", _RIGHT_ONCE_REVEALED, _truth),
        ),
    ),
    Record(
        Kind.REPORTS,
        "FROM proposal WHERE author_id = :member AND kind = 'report'",
        "guild_id",
        (
            Column("question", "subject"),
            Column("said", "body", json.loads),
            Column("state", "state"),
            Column("answer", "reason"),
            Column("reported_at", "made_at", _time),
            Column("decided_at", "decided_at", _time),
        ),
    ),
    Record(
        Kind.PROPOSALS,
        "FROM proposal WHERE author_id = :member AND kind <> 'report'",
        "guild_id",
        (
            Column("number", "number"),
            Column("kind", "kind"),
            Column("state", "state"),
            Column("text", "body", json.loads),
            Column("reason", "reason"),
            Column("made_at", "made_at", _time),
            Column("decided_at", "decided_at", _time),
        ),
    ),
    Record(
        Kind.DRAFTS,
        "FROM draft WHERE author_id = :member",
        "guild_id",
        (
            Column("kind", "kind"),
            Column("text", "body", json.loads),
            Column("begun_at", "made_at", _time),
        ),
    ),
    Record(
        Kind.QUOTES,
        "FROM entry e JOIN own_person p ON p.guild_id = e.owner AND p.slug = e.speaker"
        " WHERE e.kind = 'quote' AND p.member_id = :member",
        "e.owner",
        (
            Column("entry", "e.id"),
            Column("speaker", "p.name"),
            Column("words", "e.body", _words),
            Column("withdrawn_at", "e.retired_at", _time),
        ),
    ),
    Record(
        Kind.QUOTES,
        "FROM own_person WHERE member_id = :member AND NOT EXISTS (SELECT 1 FROM entry e"
        " WHERE e.owner = own_person.guild_id AND e.kind = 'quote'"
        " AND e.speaker = own_person.slug)",
        "guild_id",
        (Column("speaker", "name"),),
    ),
    Record(
        Kind.QUOTES,
        "FROM proposal WHERE author_id <> :member"
        " AND (asked_id = :member OR kind = 'quote' AND body GLOB :quoted)",
        "guild_id",
        (
            Column("proposal", "number"),
            Column("state", "state"),
            Column("words", "body", _words),
            Column("made_at", "made_at", _time),
        ),
    ),
    Record(
        Kind.QUOTES,
        "FROM draft WHERE quoted_id = :member AND author_id <> :member",
        "guild_id",
        (Column("words", "body", _words), Column("begun_at", "made_at", _time)),
    ),
    Record(
        Kind.ADDED,
        "FROM deed WHERE by_id = :member AND what IN ('added', 'imported')",
        "guild_id",
        (
            Column("entry", "entry_id"),
            Column("what", "what"),
            Column("at", "at", _time),
            Column("detail", "detail"),
        ),
    ),
    Record(
        Kind.DECISIONS,
        "FROM deed WHERE by_id = :member AND what NOT IN ('added', 'imported')",
        "guild_id",
        (
            Column("entry", "entry_id"),
            Column("what", "what"),
            Column("at", "at", _time),
            Column("detail", "detail"),
        ),
    ),
    Record(
        Kind.DECISIONS,
        "FROM proposal WHERE decided_by = :member AND author_id <> :member",
        "guild_id",
        (
            Column("proposal", "number"),
            Column("what", "state"),
            Column("at", "decided_at", _time),
            Column("detail", "reason"),
        ),
    ),
    Record(
        Kind.SCHEDULES,
        "FROM schedule WHERE set_up_by = :member",
        "guild_id",
        (
            Column("posts", "kind"),
            Column("channel", "channel_id", _id),
            Column("local_time", "local_time"),
            Column("zone", "zone"),
        ),
    ),
    Record(Kind.GAMES, GAMES, "audience_id", (Column("channel", "channel_id", _id),)),
    Record(
        Kind.SHOWN,
        "FROM shown s JOIN entry e USING (number) WHERE s.audience_id = :direct",
        "s.audience_id",
        (Column("entry", "e.id"),),
    ),
    Record(
        Kind.SHOWN,
        "FROM trivia_asked WHERE audience_id = :direct",
        "audience_id",
        (Column("question", "question"), Column("times", "times")),
    ),
)
"""Everything about one member; `Scope.values` says what it is bound to."""
