"""Queries of settled answers: leaderboards, statistics of members, missed questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from storage.database import Database
from storage.epoch import to_epoch

_SINCE = "audience_id = :audience AND settled_at >= :since"
_RANKED = (
    "SELECT member_id, sum(points) AS points, sum(is_right) AS good, count(*) AS answered,"
    " rank() OVER (ORDER BY sum(points) DESC) AS place"
    f" FROM trivia_answer WHERE {_SINCE} GROUP BY member_id"
)

_MISSED = (
    "FROM trivia_answer a JOIN trivia_round r USING (game_id, turn)"
    " WHERE a.audience_id = ? AND a.member_id = ? AND a.is_right = 0 AND NOT EXISTS ("
    " SELECT 1 FROM trivia_answer later WHERE later.audience_id = a.audience_id"
    " AND later.member_id = a.member_id AND later.question = a.question"
    " AND (later.settled_at, later.game_id, later.turn) > (a.settled_at, a.game_id, a.turn))"
)


class LeaderboardRow(NamedTuple):
    """One row of a leaderboard; members with equal points share a rank."""

    rank: int
    member_id: int
    points: int
    right: int
    answered: int


class TopicStats(NamedTuple):
    """The answers of a member to the questions of one topic."""

    topic: str
    right: int
    answered: int


@dataclass(frozen=True, slots=True)
class MemberStats:
    """A member's statistics in one audience."""

    games: int
    answered: int
    right: int
    points: int
    fastest: float | None
    """Seconds of the fastest right answer, None before one."""
    topics: list[TopicStats]
    """At most three topics answered more than twice, the best share of right answers first."""
    results: list[bool]
    """Whether each answer was right, oldest first."""


class MissedQuestion(NamedTuple):
    """A question whose latest answer by a member was wrong; `body` is JSON."""

    body: str
    answer_text: str


class GameAnswer(NamedTuple):
    """An answer to a settled round of one game; `body` is the question as JSON."""

    turn: int
    member_id: int
    is_right: bool
    points: int
    body: str


class TriviaScores:
    """Settled answers by audience: a guild, or one direct-message channel."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get_leaderboard(
        self, audience_id: int, since: datetime | None, *, offset: int, limit: int
    ) -> list[LeaderboardRow]:
        """Return rows, best first, of the answers since `since`, None for all time."""
        rows = await self._database.fetch(
            f"SELECT place, member_id, points, good, answered FROM ({_RANKED}) ranked"
            " ORDER BY place, member_id LIMIT :limit OFFSET :offset",
            {"audience": audience_id, "since": _to_epoch(since), "limit": limit, "offset": offset},
        )
        return [LeaderboardRow(*row) for row in rows]

    async def count_members(self, audience_id: int, since: datetime | None) -> int:
        """Return how many members have answered since `since`, None for all time."""
        [(number,)] = await self._database.fetch(
            f"SELECT count(DISTINCT member_id) FROM trivia_answer WHERE {_SINCE}",
            {"audience": audience_id, "since": _to_epoch(since)},
        )
        return number

    async def get_rank(
        self, audience_id: int, since: datetime | None, member_id: int
    ) -> LeaderboardRow | None:
        """Return a member's row, None when they have not answered since `since`."""
        rows = await self._database.fetch(
            f"SELECT place, member_id, points, good, answered FROM ({_RANKED}) ranked"
            " WHERE member_id = :member",
            {"audience": audience_id, "since": _to_epoch(since), "member": member_id},
        )
        return LeaderboardRow(*rows[0]) if rows else None

    async def get_member_stats(self, audience_id: int, member_id: int) -> MemberStats:
        """Return a member's statistics; every number is 0 before the first answer."""
        who = (audience_id, member_id)
        [(games, answered, right, points, fastest)] = await self._database.fetch(
            "SELECT count(DISTINCT game_id), count(*), coalesce(sum(is_right), 0),"
            " coalesce(sum(points), 0), min(CASE WHEN is_right = 1 THEN seconds END)"
            " FROM trivia_answer WHERE audience_id = ? AND member_id = ?",
            who,
        )
        topics = await self._database.fetch(
            "SELECT r.topic, sum(a.is_right), count(*) FROM trivia_answer a"
            " JOIN trivia_round r USING (game_id, turn)"
            " WHERE a.audience_id = ? AND a.member_id = ? GROUP BY r.topic"
            " HAVING count(*) > 2 AND sum(a.is_right) > 0"
            " ORDER BY sum(a.is_right) * 1.0 / count(*) DESC, count(*) DESC, r.topic LIMIT 3",
            who,
        )
        runs = await self._database.fetch(
            "SELECT is_right FROM trivia_answer WHERE audience_id = ? AND member_id = ?"
            " ORDER BY settled_at, game_id, turn",
            who,
        )
        return MemberStats(
            games=games,
            answered=answered,
            right=right,
            points=points,
            fastest=fastest,
            topics=[TopicStats(*row) for row in topics],
            results=[bool(is_right) for (is_right,) in runs],
        )

    async def list_game_answers(self, game_id: int) -> list[GameAnswer]:
        """Return the answers of one game, in the order of its rounds."""
        rows = await self._database.fetch(
            "SELECT turn, member_id, is_right, points, body FROM trivia_answer"
            " JOIN trivia_round USING (game_id, turn) WHERE game_id = ? ORDER BY turn, member_id",
            (game_id,),
        )
        return [GameAnswer(turn, who, bool(right), *rest) for turn, who, right, *rest in rows]

    async def list_missed(
        self, audience_id: int, member_id: int, *, offset: int, limit: int
    ) -> list[MissedQuestion]:
        """Return the questions a member has missed, newest first."""
        rows = await self._database.fetch(
            f"SELECT r.body, a.given {_MISSED}"
            " ORDER BY a.settled_at DESC, a.game_id DESC, a.turn DESC LIMIT ? OFFSET ?",
            (audience_id, member_id, limit, offset),
        )
        return [MissedQuestion(*row) for row in rows]

    async def count_missed(self, audience_id: int, member_id: int) -> int:
        """Return how many questions a member has missed."""
        [(number,)] = await self._database.fetch(
            f"SELECT count(*) {_MISSED}", (audience_id, member_id)
        )
        return number

    async def get_erased_points(self, audience_id: int) -> int:
        """Return the sum of the points of members whose data was erased."""
        rows = await self._database.fetch(
            "SELECT points FROM trivia_past WHERE audience_id = ?", (audience_id,)
        )
        return rows[0][0] if rows else 0


def _to_epoch(since: datetime | None) -> int:
    return 0 if since is None else to_epoch(since)
