"""The tables and columns with data about members, and their form in an export.

The counts on the card and the exported file are both made from `RECORD_SOURCES`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from seeds.schema import Quote
from storage.epoch import from_epoch


class RecordKind(StrEnum):
    """One kind of data; the value is its name in an export."""

    ANSWERS = "trivia_answers"
    DAILY_ANSWERS = "daily_answers"
    REPORTS = "reports"
    PROPOSALS = "proposals"
    DRAFTS = "drafts"
    QUOTES = "quotes_of_you"
    ADDED_ENTRIES = "entries_you_added"
    DECISIONS = "decisions"
    SCHEDULES = "schedules_you_set_up"
    GAMES = "running_games"
    SHOWN = "shown_in_direct_messages"
    SHOWN_OUTSIDE = "shown_where_the_bot_is_not"
    MESSAGES = "messages_not_sent_yet"


class BodyKind(StrEnum):
    """A kind of stored JSON that is exported as the feature which wrote it describes it."""

    QUESTION = "trivia question"
    QUOTE_PROPOSAL = "proposal of a quote"
    QUOTE_DRAFT = "draft of a quote"


class ExportColumn(NamedTuple):
    """One field of an exported record: its name, its SQL expression and its conversion.

    With a `body_kind`, a registered describer converts it instead of `convert`.
    """

    name: str
    sql: str
    convert: Callable[[Any], Any] = lambda value: value
    body_kind: BodyKind | None = None


class RecordSource(NamedTuple):
    """A query for one kind of data: its FROM clause, the audience's column, and the fields."""

    kind: RecordKind
    from_clause: str
    audience_column: str
    columns: Sequence[ExportColumn]


GAMES_OF_MEMBER = (
    "FROM trivia_game g WHERE EXISTS (SELECT 1 FROM trivia_game_member m"
    " WHERE m.channel_id = g.channel_id AND m.member_id = :member)"
)


def _format_time(seconds: int | None) -> str | None:
    return None if seconds is None else from_epoch(seconds).isoformat()


def _format_id(number: int | None) -> str | None:
    """Return an id as text, as JavaScript would round the number; None for None."""
    return None if number is None else str(number)


def _to_bool(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _parse_quote_words(body: str) -> list[str]:
    """Return the text of a quote entry, one string per continuous passage."""
    return list(Quote.model_validate_json(body).runs)


# Whether an answer is right stays hidden until the next question reveals it.
_RIGHT_ONCE_REVEALED = (
    "CASE WHEN EXISTS (SELECT 1 FROM trivia_daily later"
    " WHERE later.audience_id = a.audience_id AND later.day > a.day) THEN a.is_right END"
)


def _list_shown_sources(kind: RecordKind, audience: str) -> tuple[RecordSource, RecordSource]:
    """Return the queries for what was shown to a member alone; `audience` is an SQL parameter."""
    return (
        RecordSource(
            kind,
            f"FROM shown s JOIN entry e USING (number) WHERE s.audience_id = {audience}",
            "s.audience_id",
            (ExportColumn("entry", "e.id"),),
        ),
        RecordSource(
            kind,
            f"FROM trivia_asked WHERE audience_id = {audience}",
            "audience_id",
            (ExportColumn("question", "question"), ExportColumn("times", "times")),
        ),
    )


RECORD_SOURCES = (
    RecordSource(
        RecordKind.ANSWERS,
        "FROM trivia_answer a JOIN trivia_round r USING (game_id, turn)"
        " WHERE a.member_id = :member",
        "a.audience_id",
        (
            ExportColumn("question", "r.body", body_kind=BodyKind.QUESTION),
            ExportColumn("your_answer", "a.given"),
            ExportColumn("right", "a.is_right", bool),
            ExportColumn("points", "a.points"),
            ExportColumn("seconds", "a.seconds"),
            ExportColumn("settled_at", "a.settled_at", _format_time),
        ),
    ),
    RecordSource(
        RecordKind.DAILY_ANSWERS,
        "FROM trivia_daily_answer a JOIN trivia_daily q USING (audience_id, day)"
        " WHERE a.member_id = :member",
        "a.audience_id",
        (
            ExportColumn("day", "a.day"),
            ExportColumn("question", "q.body", body_kind=BodyKind.QUESTION),
            ExportColumn("your_answer", "a.given"),
            ExportColumn("right", _RIGHT_ONCE_REVEALED, _to_bool),
            ExportColumn("seconds", "a.seconds"),
            ExportColumn("shared_at", "a.shared_at", _format_time),
        ),
    ),
    RecordSource(
        RecordKind.REPORTS,
        "FROM proposal WHERE author_id = :member AND kind = 'report'",
        "guild_id",
        (
            ExportColumn("question", "subject"),
            ExportColumn("said", "body", json.loads),
            ExportColumn("state", "state"),
            ExportColumn("answer", "reason"),
            ExportColumn("reported_at", "made_at", _format_time),
            ExportColumn("decided_at", "decided_at", _format_time),
        ),
    ),
    RecordSource(
        RecordKind.PROPOSALS,
        "FROM proposal WHERE author_id = :member AND kind <> 'report'",
        "guild_id",
        (
            ExportColumn("number", "number"),
            ExportColumn("kind", "kind"),
            ExportColumn("state", "state"),
            ExportColumn("text", "body", json.loads),
            ExportColumn("reason", "reason"),
            ExportColumn("made_at", "made_at", _format_time),
            ExportColumn("decided_at", "decided_at", _format_time),
        ),
    ),
    RecordSource(
        RecordKind.DRAFTS,
        "FROM draft WHERE author_id = :member",
        "guild_id",
        (
            ExportColumn("kind", "kind"),
            ExportColumn("text", "body", json.loads),
            ExportColumn("begun_at", "made_at", _format_time),
        ),
    ),
    RecordSource(
        RecordKind.QUOTES,
        "FROM entry e JOIN own_person p ON p.guild_id = e.owner AND p.slug = e.speaker"
        " WHERE e.kind = 'quote' AND p.member_id = :member",
        "e.owner",
        (
            ExportColumn("entry", "e.id"),
            ExportColumn("speaker", "p.name"),
            ExportColumn("words", "e.body", _parse_quote_words),
            ExportColumn("withdrawn_at", "e.retired_at", _format_time),
        ),
    ),
    RecordSource(
        RecordKind.QUOTES,
        "FROM own_person WHERE member_id = :member AND NOT EXISTS (SELECT 1 FROM entry e"
        " WHERE e.owner = own_person.guild_id AND e.kind = 'quote'"
        " AND e.speaker = own_person.slug)",
        "guild_id",
        (ExportColumn("speaker", "name"),),
    ),
    RecordSource(
        RecordKind.QUOTES,
        "FROM proposal WHERE author_id <> :member"
        " AND (asked_id = :member OR quoted_member_id = :member)",
        "guild_id",
        (
            ExportColumn("proposal", "number"),
            ExportColumn("state", "state"),
            ExportColumn("words", "body", body_kind=BodyKind.QUOTE_PROPOSAL),
            ExportColumn("made_at", "made_at", _format_time),
        ),
    ),
    RecordSource(
        RecordKind.QUOTES,
        "FROM draft WHERE quoted_id = :member AND author_id <> :member",
        "guild_id",
        (
            ExportColumn("words", "body", body_kind=BodyKind.QUOTE_DRAFT),
            ExportColumn("begun_at", "made_at", _format_time),
        ),
    ),
    RecordSource(
        RecordKind.ADDED_ENTRIES,
        "FROM deed WHERE by_id = :member AND what IN ('added', 'imported')",
        "guild_id",
        (
            ExportColumn("entry", "entry_id"),
            ExportColumn("what", "what"),
            ExportColumn("at", "at", _format_time),
            ExportColumn("detail", "detail"),
        ),
    ),
    RecordSource(
        RecordKind.DECISIONS,
        "FROM deed WHERE by_id = :member AND what NOT IN ('added', 'imported')",
        "guild_id",
        (
            ExportColumn("entry", "entry_id"),
            ExportColumn("what", "what"),
            ExportColumn("at", "at", _format_time),
            ExportColumn("detail", "detail"),
        ),
    ),
    RecordSource(
        RecordKind.DECISIONS,
        "FROM proposal WHERE decided_by = :member AND author_id <> :member",
        "guild_id",
        (
            ExportColumn("proposal", "number"),
            ExportColumn("what", "state"),
            ExportColumn("at", "decided_at", _format_time),
            ExportColumn("detail", "reason"),
        ),
    ),
    RecordSource(
        RecordKind.SCHEDULES,
        "FROM schedule WHERE set_up_by = :member",
        "guild_id",
        (
            ExportColumn("posts", "kind"),
            ExportColumn("channel", "channel_id", _format_id),
            ExportColumn("local_time", "local_time"),
            ExportColumn(
                "zone",
                "coalesce((SELECT s.zone FROM server_settings s"
                " WHERE s.guild_id = schedule.guild_id), 'UTC')",
            ),
        ),
    ),
    RecordSource(
        RecordKind.GAMES,
        GAMES_OF_MEMBER,
        "audience_id",
        (ExportColumn("channel", "channel_id", _format_id),),
    ),
    RecordSource(
        RecordKind.MESSAGES,
        "FROM outbox WHERE (member_id = :member OR body LIKE '%' || :mention || '%')",
        "audience_id",
        (
            ExportColumn("text", "body"),
            ExportColumn("made_at", "made_at", _format_time),
        ),
    ),
    *_list_shown_sources(RecordKind.SHOWN, ":direct"),
    *_list_shown_sources(RecordKind.SHOWN_OUTSIDE, ":member"),
)
"""All data about a member; the queries take `MemberDataScope.sql_parameters`."""
