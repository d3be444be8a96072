"""Queries of what was played in a span of time, such as a year."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from storage.database import Database
from storage.epoch import to_epoch

MIN_ANSWERS = 2
"""Answers that a question needs to be the hardest of a game, or the one most missed in a year."""
_WITHIN = (
    "a.audience_id = :audience AND a.settled_at >= :since AND a.settled_at < :until"
    " AND (CAST(:member AS BIGINT) IS NULL OR a.member_id = :member)"
)


class PlayedSpan(NamedTuple):
    """What was played between two aware instants; the second is not part of it."""

    audience_id: int
    since: datetime
    until: datetime


class PlayedTotals(NamedTuple):
    """Sums of settled answers; all are 0 when nothing was played."""

    games: int
    members: int
    answered: int
    right: int
    points: int


class MemberPoints(NamedTuple):
    """The points of a member, and the place, which members with equal points share."""

    rank: int
    member_id: int
    points: int


class ClosestGame(NamedTuple):
    """The game that was decided by the fewest points."""

    winner_id: int
    second_id: int
    margin: int


class MissedMost(NamedTuple):
    """The question with the smallest share of right answers; `body` is JSON."""

    body: str
    right: int
    answered: int


class BestKnown(NamedTuple):
    """The question of a kind with the most right answers."""

    question_key: str
    right: int
    answered: int


class PlayedYears:
    """Settled answers of an audience in a span of time; a member id narrows it to one member."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get_totals(self, span: PlayedSpan, member_id: int | None = None) -> PlayedTotals:
        """Return the sums of a span."""
        [row] = await self._database.fetch(
            "SELECT count(DISTINCT game_id), count(DISTINCT member_id), count(*),"
            " coalesce(sum(is_right), 0), coalesce(sum(points), 0)"
            f" FROM trivia_answer a WHERE {_WITHIN}",
            _build_parameters(span, member_id),
        )
        return PlayedTotals(*row)

    async def list_best(self, span: PlayedSpan, limit: int) -> list[MemberPoints]:
        """Return the members with the most points, best first; none who has no points."""
        rows = await self._database.fetch(
            "SELECT rank() OVER (ORDER BY sum(points) DESC), member_id, sum(points)"
            f" FROM trivia_answer a WHERE {_WITHIN} GROUP BY member_id HAVING sum(points) > 0"
            " ORDER BY 1, member_id LIMIT :limit",
            {**_build_parameters(span, None), "limit": limit},
        )
        return [MemberPoints(*row) for row in rows]

    async def get_rank(self, span: PlayedSpan, member_id: int) -> int | None:
        """Return a member's place, None when they have not played."""
        rows = await self._database.fetch(
            "SELECT place FROM (SELECT member_id, rank() OVER (ORDER BY sum(points) DESC) AS place"
            f" FROM trivia_answer a WHERE {_WITHIN} GROUP BY member_id) ranked"
            " WHERE member_id = :one",
            {**_build_parameters(span, None), "one": member_id},
        )
        return rows[0][0] if rows else None

    async def find_closest_game(self, span: PlayedSpan) -> ClosestGame | None:
        """Return the closest game in which at least two members earned points; the newest one."""
        rows = await self._database.fetch(
            "WITH score AS (SELECT game_id, member_id, sum(points) AS points"
            f" FROM trivia_answer a WHERE {_WITHIN} GROUP BY game_id, member_id),"
            " ranked AS (SELECT *, row_number() OVER"
            " (PARTITION BY game_id ORDER BY points DESC, member_id) AS place FROM score)"
            " SELECT best.member_id, next.member_id, best.points - next.points"
            " FROM ranked best JOIN ranked next USING (game_id)"
            " WHERE best.place = 1 AND next.place = 2 AND next.points > 0"
            " ORDER BY 3, game_id DESC LIMIT 1",
            _build_parameters(span, None),
        )
        return ClosestGame(*rows[0]) if rows else None

    async def find_most_missed(
        self, span: PlayedSpan, member_id: int | None = None
    ) -> MissedMost | None:
        """Return the question most missed; one member's may have fewer than `MIN_ANSWERS`."""
        rows = await self._database.fetch(
            "SELECT max(r.body), sum(a.is_right), count(*) FROM trivia_answer a"
            f" JOIN trivia_round r USING (game_id, turn) WHERE {_WITHIN} GROUP BY a.question"
            " HAVING count(*) >= :least AND sum(a.is_right) < count(*)"
            " ORDER BY sum(a.is_right) * 1.0 / count(*), count(*) DESC, a.question LIMIT 1",
            {
                **_build_parameters(span, member_id),
                "least": 1 if member_id is not None else MIN_ANSWERS,
            },
        )
        return MissedMost(*rows[0]) if rows else None

    async def find_best_known(
        self, span: PlayedSpan, key_prefix: str, member_id: int | None = None
    ) -> BestKnown | None:
        """Return the question with the most right answers whose key begins with `key_prefix`.

        One member's may have fewer answers than `MIN_ANSWERS`. None without a right answer.
        """
        rows = await self._database.fetch(
            f"SELECT a.question, sum(a.is_right), count(*) FROM trivia_answer a WHERE {_WITHIN}"
            " AND substr(a.question, 1, CAST(:length AS INTEGER)) = :prefix GROUP BY a.question"
            " HAVING count(*) >= :least AND sum(a.is_right) > 0"
            " ORDER BY sum(a.is_right) DESC, count(*), a.question LIMIT 1",
            {
                **_build_parameters(span, member_id),
                "length": len(key_prefix),
                "prefix": key_prefix,
                "least": 1 if member_id is not None else MIN_ANSWERS,
            },
        )
        return BestKnown(*rows[0]) if rows else None


def _build_parameters(span: PlayedSpan, member_id: int | None) -> dict[str, int | None]:
    return {
        "audience": span.audience_id,
        "since": to_epoch(span.since),
        "until": to_epoch(span.until),
        "member": member_id,
    }
