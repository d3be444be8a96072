"""What must hold whatever fails: nothing acknowledged is lost, nothing is done twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tests.fleet.community import Community
from tests.fleet.players import Acknowledged
from tests.loopback.objects import iter_components
from tests.platform_server import Call, PlatformServer

_QUESTION = re.compile(r"trivia:(?:skip|report):(\d+):(\d+)")
_HARMLESS = ("GET",)
"""Methods by which a process that has lost its part may still ask."""


@dataclass(frozen=True)
class Counts:
    """What became of the answers, the questions and the posts of a run."""

    acknowledged: int
    lost: list[Acknowledged]
    """Answers that a member was told of and that are not in the database."""
    doubled_questions: list[tuple[int, int]]
    """Games and turns whose question is in a channel twice."""
    doubled_posts: list[int]
    """Guilds with two posts of one day."""
    missing_posts: list[int]
    """Guilds without the post that was due."""
    mixed_games: list[int]
    """Channels in which a game began while another went on."""
    repeated_nonces: int
    """Messages that were sent again, and of which the platform made one."""
    split_writers: list[int]
    """Shards that one session wrote to after another had."""
    unanswered: int
    refused_identifies: int

    def __str__(self) -> str:
        return (
            f"{self.acknowledged} acknowledged, {len(self.lost)} lost,"
            f" {len(self.doubled_questions) + len(self.doubled_posts)} doubled,"
            f" {self.repeated_nonces} sent again under the same nonce,"
            f" {self.unanswered} clicks without an answer,"
            f" {self.refused_identifies} identifies refused"
        )

    def check(self) -> None:
        """Raise AssertionError unless all invariants hold."""
        assert self.acknowledged, "nothing was tried"
        assert self.lost == [], "I1: an acknowledged answer is lost"
        assert self.doubled_questions == [], "I2: a question was sent twice"
        assert self.doubled_posts == [], "I2: a post was sent twice"
        assert self.mixed_games == [], "I3: a game was begun twice"
        assert self.split_writers == [], "I4: two sessions wrote to one part in turn"
        assert self.missing_posts == [], "I6: a post is missing"


def count(community: Community) -> Counts:
    """Compare what members were told with the database, and look for what is there twice."""
    platform = community.platform
    return Counts(
        acknowledged=len(community.diary.acknowledged),
        lost=list(_iter_lost(community)),
        doubled_questions=sorted(_find_doubled_questions(platform)),
        doubled_posts=[one for one, posts in _count_posts(community).items() if posts > 1],
        missing_posts=[one for one, posts in _count_posts(community).items() if posts == 0],
        mixed_games=list(_iter_mixed_games(community)),
        repeated_nonces=sum(not one.is_new for one in platform.nonces),
        split_writers=list(_iter_split_writers(community)),
        unanswered=community.diary.unanswered,
        refused_identifies=sum(not one.is_accepted for one in platform.identifies),
    )


def list_writes(platform: PlatformServer, sender: str, since: float) -> list[Call]:
    """Return the requests of a process since a monotonic time that change something."""
    return [
        one
        for one in platform.calls
        if one.sender == sender and one.at > since and one.method not in _HARMLESS
    ]


def _iter_lost(community: Community) -> Iterator[Acknowledged]:
    settled = set(community.execute("SELECT game_id, turn, member_id FROM trivia_answer"))
    locked = set(
        community.execute(
            "SELECT g.game_id, m.turn, m.member_id FROM trivia_game g"
            " JOIN trivia_game_member m ON m.channel_id = g.channel_id"
            " WHERE m.locked_at IS NOT NULL"
        )
    )
    for one in community.diary.acknowledged:
        if (one.game_id, one.turn, one.member_id) not in settled | locked:
            yield one


def _iter_custom_ids(message: dict[str, Any]) -> Iterator[str]:
    for component in iter_components(message["components"]):
        for one in (component, component.get("accessory") or {}):
            if "custom_id" in one:
                yield one["custom_id"]


def _find_doubled_questions(platform: PlatformServer) -> set[tuple[int, int]]:
    messages = defaultdict[tuple[int, int], set[int]](set)
    for in_channel in platform.messages.values():
        for number, message in in_channel.items():
            for custom_id in _iter_custom_ids(message):
                if found := _QUESTION.match(custom_id):
                    messages[int(found[1]), int(found[2])].add(number)
    return {key for key, numbers in messages.items() if len(numbers) > 1}


def _count_posts(community: Community) -> dict[int, int]:
    """Return the number of posts in each guild whose one post is due by the end of the run."""
    due = community.execute("SELECT guild_id FROM ledger WHERE state IN ('sent', 'late')")
    settled = {guild_id for (guild_id,) in due}
    counts = {
        guild_id: len(community.platform.messages.get(channel_id, {}))
        for guild_id, channel_id in community.quiet.items()
    }
    return {one: number if one in settled else 0 for one, number in counts.items()}


def _iter_mixed_games(community: Community) -> Iterator[int]:
    """Yield channels where questions of one game come after those of another."""
    for channel_id in community.tables:
        games: list[str] = []
        for _, message in sorted(community.platform.messages.get(channel_id, {}).items()):
            for custom_id in _iter_custom_ids(message):
                if found := _QUESTION.match(custom_id):
                    games.append(found[1])
        runs = [game for game, _ in groupby(games)]
        if len(runs) != len(set(runs)):
            yield channel_id


def _iter_split_writers(community: Community) -> Iterator[int]:
    """Yield shards whose writing sessions do not follow one another."""
    if community.execute("SELECT to_regclass('writer_log')") == [(None,)]:
        return
    backends = defaultdict[int, list[int]](list)
    for guild_id, backend in community.execute(
        "SELECT guild_id, backend FROM writer_log ORDER BY id"
    ):
        backends[community.get_shard(guild_id)].append(backend)
    for shard, seen in sorted(backends.items()):
        runs = [backend for backend, _ in groupby(seen)]
        if len(runs) != len(set(runs)):
            yield shard
